package io.swaplane.table;

/**
 * Layout of a next-hop record that is a group: what its id leads to is chosen for each packet among the members, whose records
 * stand behind it in the same block. So one store of the id's slot changes the group and all of its members.
 *
 * <pre>
 *  +0  header, as in {@link NextHopLayout}: in the port's place the number of buckets less one, in the MTU's place the size of this
 *      record with all of its members, in units of 128 bytes; flags {@link #GROUP} and, with it, {@link #PROTECTION}, {@link #LABELS_ONLY}
 *  +8  buckets, one byte each: where a member begins, in units of 128 bytes from the beginning of this record
 *  +{@link #PROTECTION_BYTES} of a protection pair, +{@link #GROUP_BYTES} of any other: the first member, and right behind it the next
 * </pre>
 *
 * <p>A member is a {@link NextHopLayout} record, perhaps an unresolved one, or again a group. A protection pair has two buckets: the
 * primary and the backup.
 */
public final class NextHopGroupLayout {
    public static final int BUCKETS = 8;
    public static final int UNIT_SHIFT = 7;
    public static final int PROTECTION_BYTES = 128;
    public static final int GROUP_BYTES = 384;
    public static final int MAX_MEMBERS = 16;
    /** Most bytes of a group with its members. */
    public static final int MAX_BYTES = 1 << 14;

    /** Flag: the record is a group's. */
    public static final int GROUP = 1 << 1;
    /** Flag of a group: a protection pair. */
    public static final int PROTECTION = 1 << 2;
    /** Flag of a group: do not hash the IP payload. */
    public static final int LABELS_ONLY = 1 << 3;

    static {
        assert PROTECTION_BYTES >= BUCKETS + 2;
        assert GROUP_BYTES >= BUCKETS + 256;
        assert MAX_BYTES >> UNIT_SHIFT <= 256;
        assert NextHopLayout.BYTES == 1 << UNIT_SHIFT;
    }

    private NextHopGroupLayout() {
    }

    static long header(final int buckets, final int recordBytes, final int flags) {
        return NextHopLayout.header(buckets - 1, recordBytes >> UNIT_SHIFT, 14, GROUP | flags, 0);
    }

    /** The number of buckets less one, to mask a hash with. */
    public static int mask(final long header) {
        return NextHopLayout.port(header);
    }

    /** Address of a bucket's byte. */
    public static long bucket(final long record, final int index) {
        return record + BUCKETS + index;
    }

    /** Offset of the first member's record. */
    public static int firstMember(final long header) {
        return (NextHopLayout.flags(header) & PROTECTION) != 0 ? PROTECTION_BYTES : GROUP_BYTES;
    }

    /** Bytes of any next-hop record with this header, a group's with its members. */
    public static int recordBytes(final long header) {
        return (NextHopLayout.flags(header) & GROUP) != 0 ? NextHopLayout.mtu(header) << UNIT_SHIFT : NextHopLayout.BYTES;
    }
}
