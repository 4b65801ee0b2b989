package io.swaplane.fastpath;

import io.swaplane.memory.Memory;
import io.swaplane.table.NextHopLayout;

/**
 * The trace of one worker's packets whose top label is a certain one, while the worker forwards. Only these packets take the slow way
 * that tells each step; what it tells goes through a ring of bounded size to the reader, a thread of its own.
 *
 * <p>A trace is handed to its worker by {@link Worker#trace}. It is closed when it was taken from there, a quiescent point of the worker
 * has passed since, and the reader is done.
 */
public final class PacketTrace implements AutoCloseable {
    private static final int RECORDS = 4096;

    private final int label;
    private final TraceRing ring;
    private final long[] part = new long[Worker.BURST];
    private int remaining;

    /**
     * A trace.
     *
     * @param label top label of the packets, 0 to 1048575.
     * @param count how many packets at most.
     */
    public PacketTrace(final int label, final int count) {
        this(label, count, RECORDS);
    }

    PacketTrace(final int label, final int count, final int records) {
        this.label = label;
        this.remaining = count;
        this.ring = new TraceRing(records);
    }

    // ---- worker ----

    /** Forwards a burst, in its order, and traces those packets that it is about. */
    void forward(final Forwarder forwarder, final int port, final long[] burst, final int count) {
        int from = 0;
        for (int i = 0; i < count; i++) {
            if (remaining > 0 && hasLabel(burst[i])) {
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

    private boolean hasLabel(final long frame) {
        final long at = FrameRef.address(frame);
        final int length = FrameRef.length(frame);
        int l2 = Ethernet.HEADER_BYTES;
        while (l2 + Lse.BYTES <= length) {
            final int type = Memory.getUnsignedShortBigEndian(at + l2 - 2);
            if (l2 == NextHopLayout.MAX_L2_BYTES || !Ethernet.isTag(type)) {
                return (type == Ethernet.MPLS || type == Ethernet.MPLS_UPSTREAM) && Lse.label(Memory.getIntBigEndian(at + l2)) == label;
            }
            l2 += Ethernet.TAG_BYTES;
        }
        return false;
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
