package io.swaplane.bgp.message;

/** The families whose NLRI this codec reads and writes. */
public enum Family {
    /** IPv4 unicast (RFC 4271). */
    IPV4_UNICAST(1, 1, "ipv4-unicast"),
    /** IPv6 unicast (RFC 2545). */
    IPV6_UNICAST(2, 1, "ipv6-unicast"),
    /** IPv4 with labels (RFC 8277). */
    IPV4_LABELED(1, 4, "ipv4-labeled-unicast"),
    /** IPv6 with labels (RFC 8277, RFC 4798). */
    IPV6_LABELED(2, 4, "ipv6-labeled-unicast"),
    /** VPN-IPv4 (RFC 4364). */
    VPNV4(1, 128, "vpnv4"),
    /** VPN-IPv6 (RFC 4659). */
    VPNV6(2, 128, "vpnv6"),
    /** Route target membership (RFC 4684). */
    ROUTE_TARGET(1, 132, "route-target");

    /** As many families as there are: the size of a table by {@link #ordinal()}. */
    public static final int COUNT = values().length;

    private static final Family[] ALL = values();
    private static final int IPV4 = 1;
    private static final int SAFI_LABELED = 4;
    private static final int SAFI_VPN = 128;

    private final AfiSafi numbers;
    private final String text;

    Family(final int afi, final int safi, final String text) {
        this.numbers = new AfiSafi(afi, safi);
        this.text = text;
    }

    /** The family of these numbers, or null. */
    public static Family of(final int afi, final int safi) {
        for (final Family family : ALL) {
            if (family.numbers.afi() == afi && family.numbers.safi() == safi) {
                return family;
            }
        }
        return null;
    }

    /** The family of this ordinal. */
    static Family at(final int ordinal) {
        return ALL[ordinal];
    }

    /** Its numbers. */
    public AfiSafi numbers() {
        return numbers;
    }

    /** 1 for IPv4, 2 for IPv6. */
    public int afi() {
        return numbers.afi();
    }

    /** 1, 4, 128 or 132. */
    public int safi() {
        return numbers.safi();
    }

    /** Whether its NLRI carry labels. */
    public boolean labeled() {
        return numbers.safi() == SAFI_LABELED || vpn();
    }

    /** Whether its NLRI carry a route distinguisher. */
    public boolean vpn() {
        return numbers.safi() == SAFI_VPN;
    }

    /** Whether its prefixes (route targets: its next hop by default) are IPv4. */
    public boolean ipv4() {
        return numbers.afi() == IPV4;
    }

    /** The family in whose table its routes are: labelled unicast has that of unicast, as what is reached is the same (RFC 8277 §5). */
    public Family table() {
        return switch (this) {
            case IPV4_LABELED -> IPV4_UNICAST;
            case IPV6_LABELED -> IPV6_UNICAST;
            default -> this;
        };
    }

    /** The most bits that a prefix of it has: 32, 128, or 96 of a route target membership. */
    public int prefixBits() {
        if (this == ROUTE_TARGET) {
            return 96;
        }
        return ipv4() ? 32 : 128;
    }

    @Override
    public String toString() {
        return text;
    }
}
