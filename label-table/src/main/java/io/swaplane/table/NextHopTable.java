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

    /**
     * Creates or re-points an id: one release store, which pairs with the acquire load in {@link #record}.
     *
     * @param egress one that is resolved, of at most {@link NextHopGroupLayout#MAX_BYTES}.
     */
    public void publish(final int id, final Egress egress) {
        ids.checkId(id);
        final int bytes = egress.recordBytes();
        if (!egress.isResolved() || bytes > NextHopGroupLayout.MAX_BYTES) {
            throw new IllegalArgumentException("next-hop id " + id + ": its record of " + bytes + " bytes is too large or leads nowhere");
        }
        final long offset = pool.allocate(bytes);
        NextHopWriter.write(pool.address() + offset, egress);
        ids.publish(id, offset, currentBytes(id));
    }

    private int currentBytes(final int id) {
        return NextHopGroupLayout.recordBytes(Memory.getLong(ids.record(id) + NextHopLayout.HEADER));
    }

    /** Makes the id unresolved: packets for it drop as {@link DropReason#UNRESOLVED}. */
    public void unresolve(final int id) {
        ids.checkId(id);
        ids.publish(id, 0, currentBytes(id));
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

    @Override
    public void close() {
        ids.close();
    }
}
