package io.swaplane.io.netlink;

/** The kernel's states of a neighbour (RFC 4861 §7.3.2, used for ARP alike). */
public enum NeighbourState {
    NONE(0, false),
    INCOMPLETE(0x01, false),
    REACHABLE(0x02, true),
    STALE(0x04, true),
    DELAY(0x08, true),
    PROBE(0x10, true),
    FAILED(0x20, false),
    NO_ARP(0x40, true),
    PERMANENT(0x80, true);

    private final int bit;
    private final boolean usable;

    NeighbourState(final int bit, final boolean usable) {
        this.bit = bit;
        this.usable = usable;
    }

    /** Whether the MAC address of an entry in this state may be sent to. */
    public boolean isUsable() {
        return usable;
    }

    /** Whether the administrator, not a protocol, made the entry. */
    public boolean isFixed() {
        return this == NO_ARP || this == PERMANENT;
    }

    /** Its bit in the kernel's state field. */
    int bit() {
        return bit;
    }

    static NeighbourState of(final int bits) {
        for (final NeighbourState state : values()) {
            if ((bits & state.bit) != 0) {
                return state;
            }
        }
        return NONE;
    }
}
