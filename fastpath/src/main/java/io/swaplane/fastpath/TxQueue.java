package io.swaplane.fastpath;

/** Frames of the current sub-batch that wait for one egress port. */
final class TxQueue {
    final int port;
    final PacketPort target;
    final long[] frames = new long[Forwarder.SUB_BATCH];
    int count;

    TxQueue(final int port, final PacketPort target) {
        this.port = port;
        this.target = target;
    }
}
