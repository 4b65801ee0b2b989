package io.swaplane.table;

/**
 * Layout of a worker's own counters: 64-bit, stored opaquely by that worker alone, read by anyone.
 *
 * <pre>
 * next hop, 32 bytes each   +0 packets sent  +8 octets sent  +16 errors  +24 discards
 * port,     64 bytes each   +0 packets in    +8 octets in    +16 packets out  +24 octets out  +32 discards out
 * drops,    256 bytes each port: one counter per {@link DropReason}
 * punts,    128 bytes each port: one counter per {@link PuntReason}
 * </pre>
 *
 * <p>Octets of labels and next hops count from the first label on (or the IP header once the last label is gone); octets of ports
 * count whole frames without FCS. Next-hop counter 0 belongs to no next hop: it takes the counts of next hops whose statistics
 * are off, which spares the packet path a branch.
 */
public final class CounterLayout {
    public static final int NEXT_HOP_SHIFT = 5;
    public static final int PACKETS = 0;
    public static final int OCTETS = 8;
    public static final int ERRORS = 16;
    public static final int DISCARDS = 24;

    public static final int PORT_SHIFT = 6;
    public static final int PORT_IN_PACKETS = 0;
    public static final int PORT_IN_OCTETS = 8;
    public static final int PORT_OUT_PACKETS = 16;
    public static final int PORT_OUT_OCTETS = 24;
    public static final int PORT_OUT_DISCARDS = 32;

    public static final int DROPS_SHIFT = 8;
    public static final int PUNTS_SHIFT = 7;

    static {
        assert DropReason.count() * 8 <= 1 << DROPS_SHIFT && PuntReason.count() * 8 <= 1 << PUNTS_SHIFT;
    }

    private CounterLayout() {
    }
}
