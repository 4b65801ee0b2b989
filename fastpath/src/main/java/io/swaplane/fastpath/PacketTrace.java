package io.swaplane.fastpath;

/**
 * The trace of certain packets of one worker, while the worker forwards. Only these packets take the slow way that tells each step; what
 * it tells goes through a ring of bounded size to the reader, a thread of its own.
 *
 * <p>A trace is handed to its worker by {@link Worker#trace}. It is closed when it was taken from there, a quiescent point of the worker
 * has passed since, and the reader is done.
 */
public final class PacketTrace implements AutoCloseable {
    private static final int RECORDS = 4096;

    private final TracedPackets packets;
    private final TraceRing ring;
    private final long[] part = new long[Worker.BURST];
    private int remaining;

    /**
     * A trace.
     *
     * @param packets which packets.
     * @param count how many packets at most.
     */
    public PacketTrace(final TracedPackets packets, final int count) {
        this(packets, count, RECORDS);
    }

    PacketTrace(final TracedPackets packets, final int count, final int records) {
        this.packets = packets;
        this.remaining = count;
        this.ring = new TraceRing(records);
    }

    // ---- worker ----

    /** Forwards a burst, in its order, and traces those packets that it is about. */
    void forward(final Forwarder forwarder, final int port, final long[] burst, final int count) {
        int from = 0;
        for (int i = 0; i < count; i++) {
            if (remaining > 0 && packets.include(forwarder, port, burst[i])) {
                forward(forwarder, port, burst, from, i);
                forwarder.tracer(ring);
                forward(forwarder, port, burst, i, i + 1);
                forwarder.tracer(null);
                remaining -= ring.commit() ? 1 : 0;
                from = i + 1;
            }
        }
        forward(forwarder, port, burst, from, count);
    }

    private void forward(final Forwarder forwarder, final int port, final long[] burst, final int from, final int to) {
        if (from < to) {
            System.arraycopy(burst, from, part, 0, to - from);
            forwarder.forward(port, part, to - from);
        }
    }

    // ---- reader ----

    /**
     * Tells the oldest packet to a tracer, call by call as the worker's forwarder made them. Frames are there up to their first 144 bytes,
     * and during the call.
     *
     * @return false when there is none.
     */
    public boolean read(final PacketTracer tracer) {
        return ring.read(tracer);
    }

    /** Packets that could not be told because the reader was slow. Any thread. */
    public long lost() {
        return ring.lost();
    }

    @Override
    public void close() {
        ring.close();
    }
}
