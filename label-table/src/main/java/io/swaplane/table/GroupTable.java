package io.swaplane.table;

import io.swaplane.memory.Memory;

/**
 * Groups of forwarding words by id, shared by all workers: ECMP groups and protection pairs (see {@link GroupLayout}).
 *
 * <p>Conductor only, except {@link #record}.
 */
public final class GroupTable implements AutoCloseable {
    private final RecordPool pool;
    private final IdTable ids;
    private final int[] recordBytes = new int[ForwardingWord.FIELD_LIMIT];

    GroupTable(final RecordPool pool, final Epochs epochs) {
        this.pool = pool;
        this.ids = new IdTable("group", pool, epochs);
    }

    /**
     * Creates or replaces an ECMP group.
     *
     * @param buckets a power of two of words, at most {@link GroupLayout#MAX_BUCKETS}; see {@link Buckets#fill}.
     * @param hashIpPayload whether the IP 5-tuple behind the stack enters the hash.
     */
    public void publishEcmp(final int id, final long[] buckets, final boolean hashIpPayload) {
        if (Integer.bitCount(buckets.length) != 1 || buckets.length > GroupLayout.MAX_BUCKETS) {
            throw new IllegalArgumentException(buckets.length + " buckets: must be a power of two up to " + GroupLayout.MAX_BUCKETS);
        }
        publish(id, buckets, buckets.length - 1 | (hashIpPayload ? 0 : GroupLayout.LABELS_ONLY));
    }

    /** Creates or replaces a protection pair: {@code primary} while its port is up, else {@code backup}. */
    public void publishProtection(final int id, final long primary, final long backup) {
        publish(id, new long[] {primary, backup}, 1 | GroupLayout.PROTECTION);
    }

    /** Takes the group out; words must no longer name it. */
    public void remove(final int id) {
        ids.checkId(id);
        ids.publish(id, 0, recordBytes[id]);
        recordBytes[id] = 0;
    }

    private void publish(final int id, final long[] words, final long header) {
        ids.checkId(id);
        final int bytes = GroupLayout.bytes(words.length);
        final long offset = pool.allocate(bytes);
        final long record = pool.address() + offset;
        Memory.putLong(record + GroupLayout.HEADER, header);
        for (int i = 0; i < words.length; i++) {
            Memory.putLong(GroupLayout.bucket(record, i), words[i]);
        }
        ids.publish(id, offset, recordBytes[id]);
        recordBytes[id] = bytes;
    }

    /** Address of the record that the id leads to now; valid until the calling worker's next quiescent point. */
    public long record(final int id) {
        return ids.record(id);
    }

    /** True when the id names a group. */
    public boolean exists(final int id) {
        return ids.isPublished(id);
    }

    @Override
    public void close() {
        ids.close();
    }
}
