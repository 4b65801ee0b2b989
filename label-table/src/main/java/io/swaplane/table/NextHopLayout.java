package io.swaplane.table;

/**
 * Layout of a next-hop record: 128 bytes, of which a packet with up to six pushed labels touches the first 64.
 *
 * <pre>
 *  +0  header   63      56 55      48 47      40 39      32 31            16 15             0
 *              +----------+----------+----------+----------+----------------+----------------+
 *              | reserved |  pushes  |  flags   | L2 bytes |      MTU       |      port      |
 *              +----------+----------+----------+----------+----------------+----------------+
 *  +8  counters 32 bits: offset of the next hop's counters; pipe TTL 8 bits; pipe TC 8 bits; reserved 16
 * +16  the L2 header's first 8 bytes, as they stand on the wire
 * +24  its bytes 8 to 15 (used when it is longer than 16)
 * +32  its last 8 bytes, ending with the ethertype: 14, 18 and 22 byte headers are written by two or three
 *      overlapping 8-byte stores
 * +40  pushed labels 0 to 5, 32 bits each, label &lt;&lt; 12, innermost first
 * +64  pushed labels 6 to 15
 * </pre>
 *
 * <p>A record is written once, before its address is published in the id table, and never changed afterwards. The MTU counts
 * octets after the L2 header, labels included. A record with the flag {@link NextHopGroupLayout#GROUP} is laid out as said there.
 * Offset 0 of the pool holds the record that every unused id leads to: its only
 * flag is {@link #UNRESOLVED}.
 */
public final class NextHopLayout {
    public static final int BYTES = 128;
    public static final int HEADER = 0;
    public static final int COUNTERS = 8;
    public static final int PIPE_TTL = 12;
    public static final int PIPE_TC = 13;
    public static final int L2_FIRST = 16;
    public static final int L2_MIDDLE = 24;
    public static final int L2_LAST = 32;
    public static final int PUSHES = 40;
    public static final int MAX_PUSHES = 16;
    public static final int MAX_L2_BYTES = 22;

    private static final int MTU_SHIFT = 16;
    private static final int L2_SHIFT = 32;
    private static final int FLAGS_SHIFT = 40;
    private static final int PUSHES_SHIFT = 48;

    /** Flag: nothing can be sent by this next hop; packets drop as {@link DropReason#UNRESOLVED}. */
    public static final int UNRESOLVED = 1;

    /** Header of a record that nothing can be sent by. */
    static final long UNRESOLVED_HEADER = header(0, 0, 14, UNRESOLVED, 0);

    /** Set bits of the header that a plain swap cannot handle: any flag, any push. */
    public static final long NOT_PLAIN = 0x00FF_FF00_0000_0000L;

    /** The bits of the header that say whether {@link #PLAIN_UNTAGGED}: flags, pushes and L2 bytes. */
    public static final long NOT_PLAIN_UNTAGGED = 0x00FF_FFFF_0000_0000L;
    /** What those bits are for a next hop that pushes nothing behind a 14-byte L2 header. */
    public static final long PLAIN_UNTAGGED = 14L << 32;

    static {
        assert PUSHES + 4 * MAX_PUSHES <= BYTES;
    }

    private NextHopLayout() {
    }

    static long header(final int port, final int mtu, final int l2Bytes, final int flags, final int pushes) {
        return (long) pushes << PUSHES_SHIFT | (long) flags << FLAGS_SHIFT | (long) l2Bytes << L2_SHIFT | (long) mtu << MTU_SHIFT | port;
    }

    public static int port(final long header) {
        return (int) header & 0xFFFF;
    }

    public static int mtu(final long header) {
        return (int) (header >>> MTU_SHIFT) & 0xFFFF;
    }

    public static int l2Bytes(final long header) {
        return (int) (header >>> L2_SHIFT) & 0xFF;
    }

    public static int flags(final long header) {
        return (int) (header >>> FLAGS_SHIFT) & 0xFF;
    }

    public static int pushes(final long header) {
        return (int) (header >>> PUSHES_SHIFT) & 0xFF;
    }
}
