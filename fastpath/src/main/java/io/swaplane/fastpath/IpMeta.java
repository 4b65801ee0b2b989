package io.swaplane.fastpath;

/**
 * Where an IP packet to be routed came from, in one {@code long}.
 *
 * <pre>
 *  55              40 39              24 23    16 15 12 11 10 9 8 7          0
 * +------------------+------------------+--------+-----+--+--+-+-+------------+
 * | offset of the    | offset of the IP | bytes  |     |O |H |L|U| TTL of the |
 * | last LSE         | header           | of L2  |     |  |  | | | label      |
 * +------------------+------------------+--------+-----+--+--+-+-+------------+
 * </pre>
 *
 * <p>Offsets are from the frame's first byte. L: behind a label. U: in uniform TTL model, so that the label's TTL is the packet's. H: for
 * the host when the table has no route. O: the router's own, so that it is no hop. Pure functions.
 */
final class IpMeta {
    private static final int UNIFORM = 1 << 8;
    private static final int LABELLED = 1 << 9;
    private static final int HOST_ELSE = 1 << 10;
    private static final int OWN_SHIFT = 11;
    private static final int L2_SHIFT = 16;
    private static final int IP_SHIFT = 24;
    private static final int LSE_SHIFT = 40;

    private IpMeta() {
    }

    /** Of a packet that came as IP. */
    static long unlabelled(final int l2) {
        return (long) l2 << L2_SHIFT | (long) l2 << IP_SHIFT;
    }

    /** Of a packet that the host sends. */
    static long own(final int l2) {
        return unlabelled(l2) | 1 << OWN_SHIFT;
    }

    /** Of a packet behind a label. */
    static long behindLabel(final int l2, final int lseOffset, final int ipOffset, final int labelTtl, final boolean pipe) {
        return (long) lseOffset << LSE_SHIFT | (long) ipOffset << IP_SHIFT | (long) l2 << L2_SHIFT | LABELLED | (pipe ? 0 : UNIFORM)
            | labelTtl;
    }

    /** The same, for the host when there is no route. */
    static long hostElse(final long meta) {
        return meta | HOST_ELSE;
    }

    static boolean isLabelled(final long meta) {
        return (meta & LABELLED) != 0;
    }

    static boolean isUniform(final long meta) {
        return (meta & UNIFORM) != 0;
    }

    static boolean isForHostElse(final long meta) {
        return (meta & HOST_ELSE) != 0;
    }

    /** How much the TTL becomes less: 0 of the router's own packets, else 1. */
    static int hops(final long meta) {
        return (int) ~meta >>> OWN_SHIFT & 1;
    }

    static int labelTtl(final long meta) {
        return (int) meta & 0xFF;
    }

    static int l2(final long meta) {
        return (int) (meta >>> L2_SHIFT) & 0xFF;
    }

    static int ipOffset(final long meta) {
        return (int) (meta >>> IP_SHIFT) & 0xFFFF;
    }

    static int lseOffset(final long meta) {
        return (int) (meta >>> LSE_SHIFT) & 0xFFFF;
    }
}
