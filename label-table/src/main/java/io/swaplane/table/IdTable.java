package io.swaplane.table;

import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;

/**
 * 2^20 ids, each an 8-byte slot with the offset of its record in the {@link RecordPool}: the one level of indirection that lets a
 * single release store move every label on an id. Slot 0 and every unused slot hold offset 0, the unresolved record.
 *
 * <p>Written by the conductor (release), read by workers (acquire); reading through a slot is valid until the worker's next
 * quiescent point.
 */
final class IdTable implements AutoCloseable {
    private final MappedRegion slots = MappedRegion.reserve((long) ForwardingWord.FIELD_LIMIT << 3);
    private final RecordPool pool;
    private final Epochs epochs;
    private final String what;
    private long stores;

    IdTable(final String what, final RecordPool pool, final Epochs epochs) {
        this.what = what;
        this.pool = pool;
        this.epochs = epochs;
    }

    long address() {
        return slots.address();
    }

    long record(final int id) {
        return pool.address() + Memory.getLongAcquire(slot(id));
    }

    boolean isPublished(final int id) {
        return Memory.getLongOpaque(slot(id)) != 0;
    }

    /** Refuses an id that cannot be; to be called before a record is allocated for it. */
    void checkId(final int id) {
        if (id <= 0 || id >= ForwardingWord.FIELD_LIMIT) {
            throw new IllegalArgumentException(what + " id " + id + " must be 1 to " + (ForwardingWord.FIELD_LIMIT - 1));
        }
    }

    /**
     * Makes the id, which was checked, lead to a record that is fully written; the record that it led to is given back after a grace
     * period.
     */
    void publish(final int id, final long offset, final int oldBytes) {
        final long old = Memory.getLongOpaque(slot(id));
        Memory.putLongRelease(slot(id), offset);
        stores++;
        if (old != 0) {
            epochs.retire(() -> pool.release(old, oldBytes));
        }
    }

    /** How many slot stores were made since the start. */
    long stores() {
        return stores;
    }

    private long slot(final int id) {
        return slots.address() + ((long) id << 3);
    }

    @Override
    public void close() {
        slots.close();
    }
}
