package io.swaplane.table;

/**
 * Layout of a group record: a header and a power of two of forwarding words.
 *
 * <pre>
 *  +0  header: bits 0-15 number of buckets less one; bit 16 protection pair; bit 17 do not hash the IP payload
 *  +8  bucket 0, bucket 1, …: forwarding words of 8 bytes
 * </pre>
 *
 * <p>An ECMP group is entered by the packet's hash; each leg holds buckets in proportion to its weight. A protection pair has two
 * buckets: the primary, used while its port is up, and the backup. A bucket may name a further group (an ECMP of pairs, or a
 * pair whose backup is an ECMP), down to {@link #MAX_DEPTH} levels. Records are written once, before they are published.
 */
public final class GroupLayout {
    public static final int HEADER = 0;
    public static final int BUCKETS = 8;
    public static final int MAX_BUCKETS = 1024;
    public static final int MAX_DEPTH = 3;

    public static final int MASK = 0xFFFF;
    public static final int PROTECTION = 1 << 16;
    public static final int LABELS_ONLY = 1 << 17;

    private GroupLayout() {
    }

    /** Bytes of a record with this many buckets. */
    public static int bytes(final int buckets) {
        return BUCKETS + buckets * 8;
    }

    /** Address of a bucket's word. */
    public static long bucket(final long record, final int index) {
        return record + BUCKETS + ((long) index << 3);
    }
}
