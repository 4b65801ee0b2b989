package io.swaplane.table;

import io.swaplane.memory.Memory;

/**
 * The next hops by id, shared by all workers. Forwarding words name an id; the id leads to an immutable record, so that
 * re-pointing an id moves every label on it by one store (see {@link NextHopLayout}).
 *
 * <p>Conductor only, except {@link #record}.
 */
public final class NextHopTable implements AutoCloseable {
    private final RecordPool pool;
    private final IdTable ids;

    NextHopTable(final RecordPool pool, final Epochs epochs) {
        this.pool = pool;
        this.ids = new IdTable("next-hop", pool, epochs);
    }

    /** Creates or re-points an id: one release store, which pairs with the acquire load in {@link #record}. */
    public void publish(final int id, final NextHopEntry entry) {
        ids.checkId(id);
        final long offset = pool.allocate(NextHopLayout.BYTES);
        write(pool.address() + offset, entry);
        ids.publish(id, offset, NextHopLayout.BYTES);
    }

    /** Makes the id unresolved: packets for it drop as {@link DropReason#UNRESOLVED}. */
    public void unresolve(final int id) {
        ids.checkId(id);
        ids.publish(id, 0, NextHopLayout.BYTES);
    }

    /** True when the id leads to a record with an egress. */
    public boolean isResolved(final int id) {
        return ids.isPublished(id);
    }

    /** Address of the record that the id leads to now; valid until the calling worker's next quiescent point. */
    public long record(final int id) {
        return ids.record(id);
    }

    /** Address of the id slots (8 bytes each, an offset from {@link #recordsAddress}), for the packet path. */
    public long slotsAddress() {
        return ids.address();
    }

    /** Address from which the offsets in the slots count. */
    public long recordsAddress() {
        return pool.address();
    }

    /** How many slot stores were made since the start. */
    public long stores() {
        return ids.stores();
    }

    private static void write(final long record, final NextHopEntry entry) {
        final byte[] l2 = entry.l2Header();
        final int[] pushes = entry.pushes();
        Memory.putLong(record + NextHopLayout.HEADER, NextHopLayout.header(entry.port(), entry.mtu(), l2.length, 0, pushes.length));
        Memory.putInt(record + NextHopLayout.COUNTERS, entry.statistics() << CounterLayout.NEXT_HOP_SHIFT);
        Memory.putByte(record + NextHopLayout.PIPE_TTL, (byte) entry.pipeTtl());
        Memory.putByte(record + NextHopLayout.PIPE_TC, (byte) entry.pipeTc());
        Memory.copyIn(l2, 0, record + NextHopLayout.L2_FIRST, 8);
        if (l2.length > 16) {
            Memory.copyIn(l2, 8, record + NextHopLayout.L2_MIDDLE, 8);
        }
        Memory.copyIn(l2, l2.length - 8, record + NextHopLayout.L2_LAST, 8);
        for (int i = 0; i < pushes.length; i++) {
            Memory.putInt(record + NextHopLayout.PUSHES + 4L * i, pushes[pushes.length - 1 - i] << 12);
        }
    }

    @Override
    public void close() {
        ids.close();
    }
}
