package io.swaplane.fastpath;

/** Frames of the current burst that wait for one egress port. */
final class TxQueue {
    /** Room for this many; a port that sends by a call into the kernel shares its fixed cost among them. */
    static final int CAPACITY = 4 * Forwarder.SUB_BATCH;

    final int port;
    final PacketPort target;
    final long[] frames = new long[CAPACITY];
    int count;

    TxQueue(final int port, final PacketPort target) {
        this.port = port;
        this.target = target;
    }
}
