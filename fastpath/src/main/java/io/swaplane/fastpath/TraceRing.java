package io.swaplane.fastpath;

import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import io.swaplane.table.DropReason;
import io.swaplane.table.PuntReason;

/**
 * Traced packets from a worker to one reader, in memory outside the heap (see {@link TraceRecordLayout}). The worker never waits and
 * makes no objects: a packet whose records do not all fit is lost, and counted.
 *
 * <p>Two release/acquire pairs: the worker's store of <em>published</em> hands a packet's records over, all at once; the reader's store of
 * <em>read</em> hands their room back.
 */
final class TraceRing implements PacketTracer, AutoCloseable {
    private final MappedRegion region;
    private final long ring;
    private final int capacity;

    // The worker's.
    private long written;
    private boolean overflown;

    /** A ring of a power of two of records. */
    TraceRing(final int capacity) {
        this.capacity = capacity;
        region = MappedRegion.reserve(TraceRecordLayout.RECORDS + (long) capacity * TraceRecordLayout.STRIDE);
        ring = region.address();
    }

    // ---- worker ----

    @Override
    public void received(final int ingressPort, final long frame) {
        write(TraceRecordLayout.RECEIVED, ingressPort, frame);
    }

    @Override
    public void entry(final int lse, final long word) {
        next(TraceRecordLayout.ENTRY, lse, word);
    }

    @Override
    public void route(final int table, final int version, final long high, final long low, final long word) {
        final long record = next(TraceRecordLayout.ROUTE, table, word);
        if (record != 0) {
            Memory.putLong(record + TraceRecordLayout.VERSION, version);
            Memory.putLong(record + TraceRecordLayout.HIGH, high);
            Memory.putLong(record + TraceRecordLayout.LOW, low);
        }
    }

    @Override
    public void leg(final long word) {
        next(TraceRecordLayout.LEG, 0, word);
    }

    @Override
    public void sent(final int egressPort, final long frame) {
        write(TraceRecordLayout.SENT, egressPort, frame);
    }

    @Override
    public void punted(final PuntReason reason, final long frame) {
        write(TraceRecordLayout.PUNTED, reason.ordinal(), frame);
    }

    @Override
    public void dropped(final DropReason reason) {
        next(TraceRecordLayout.DROPPED, reason.ordinal(), 0);
    }

    private void write(final int kind, final int argument, final long frame) {
        final int length = FrameRef.length(frame);
        final long record = next(kind, argument, length);
        if (record != 0) {
            Memory.copy(FrameRef.address(frame), record + TraceRecordLayout.FRAME, Math.min(length, TraceRecordLayout.FRAME_BYTES));
        }
    }

    /** The next record with its first fields, 0 when there is no room. */
    private long next(final int kind, final int argument, final long value) {
        // Pairs with the release store in read(): records counted there have been copied out.
        if (overflown || written - Memory.getLongAcquire(ring + TraceRecordLayout.READ) >= capacity) {
            overflown = true;
            return 0;
        }
        final long record = record(written++);
        Memory.putInt(record + TraceRecordLayout.KIND, kind);
        Memory.putInt(record + TraceRecordLayout.ARGUMENT, argument);
        Memory.putLong(record + TraceRecordLayout.VALUE, value);
        return record;
    }

    /** Worker: the packet is done. Hands its records over, or forgets and counts it when they did not fit; returns whether they did. */
    boolean commit() {
        if (overflown) {
            overflown = false;
            written = Memory.getLong(ring + TraceRecordLayout.PUBLISHED);
            Memory.putLongRelease(ring + TraceRecordLayout.LOST, Memory.getLong(ring + TraceRecordLayout.LOST) + 1);
            return false;
        }
        // Pairs with the acquire load in read().
        Memory.putLongRelease(ring + TraceRecordLayout.PUBLISHED, written);
        return true;
    }

    // ---- reader ----

    /** Reader: tells the oldest packet to a tracer; false when there is none. Frames are there up to their first 144 bytes. */
    boolean read(final PacketTracer tracer) {
        final long read = Memory.getLong(ring + TraceRecordLayout.READ);
        // Pairs with the release store in commit().
        final long published = Memory.getLongAcquire(ring + TraceRecordLayout.PUBLISHED);
        long at = read;
        while (at < published && (at == read || Memory.getInt(record(at)) != TraceRecordLayout.RECEIVED)) {
            tell(record(at), tracer);
            at++;
        }
        if (at == read) {
            return false;
        }
        // Pairs with the acquire load in next().
        Memory.putLongRelease(ring + TraceRecordLayout.READ, at);
        return true;
    }

    private static void tell(final long record, final PacketTracer tracer) {
        final int argument = Memory.getInt(record + TraceRecordLayout.ARGUMENT);
        final long value = Memory.getLong(record + TraceRecordLayout.VALUE);
        final long frame = FrameRef.of(record + TraceRecordLayout.FRAME, (int) value & FrameRef.MAX_LENGTH);
        switch (Memory.getInt(record + TraceRecordLayout.KIND)) {
            case TraceRecordLayout.RECEIVED -> tracer.received(argument, frame);
            case TraceRecordLayout.ENTRY -> tracer.entry(argument, value);
            case TraceRecordLayout.ROUTE -> tracer.route(argument, (int) Memory.getLong(record + TraceRecordLayout.VERSION),
                Memory.getLong(record + TraceRecordLayout.HIGH), Memory.getLong(record + TraceRecordLayout.LOW), value);
            case TraceRecordLayout.LEG -> tracer.leg(value);
            case TraceRecordLayout.SENT -> tracer.sent(argument, frame);
            case TraceRecordLayout.PUNTED -> tracer.punted(PuntReason.of(argument), frame);
            case TraceRecordLayout.DROPPED -> tracer.dropped(DropReason.of(argument));
            default -> throw new IllegalStateException("no record of a trace");
        }
    }

    /** Packets that were lost for want of room. Any thread. */
    long lost() {
        return Memory.getLongAcquire(ring + TraceRecordLayout.LOST);
    }

    private long record(final long number) {
        return ring + TraceRecordLayout.RECORDS + (number & capacity - 1) * TraceRecordLayout.STRIDE;
    }

    @Override
    public void close() {
        region.close();
    }
}
