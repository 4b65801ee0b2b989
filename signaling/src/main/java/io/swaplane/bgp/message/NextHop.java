package io.swaplane.bgp.message;

import java.net.InetAddress;

/**
 * The next hop of routes: an IPv4 or IPv6 address, and beside an IPv6 one perhaps the link-local address (RFC 2545 §3). VPN families put a
 * route distinguisher of 0 before it on the wire, which is not kept.
 *
 * @param ipv4 whether it is an IPv4 address.
 * @param high its upper 64 bits; an IPv4 address stands in the upper 32 of them.
 * @param low its lower 64 bits; 0 for IPv4.
 * @param linkLocalHigh upper bits of the link-local address.
 * @param linkLocalLow lower bits of the link-local address; both are 0 when there is none.
 */
public record NextHop(boolean ipv4, long high, long low, long linkLocalHigh, long linkLocalLow) {
    private static final int IPV4 = 4;
    private static final int IPV6 = 16;
    private static final int RD = 8;
    /** What stands before an IPv4 address in an IPv6 one (RFC 4291 §2.5.5.2). */
    private static final long MAPPED = 0xFFFF;

    /** A next hop without link-local address. */
    public static NextHop of(final InetAddress address) {
        return new NextHop(address.getAddress().length == IPV4, Addresses.high(address), Addresses.low(address), 0, 0);
    }

    /** An IPv4 next hop of these 32 bits. */
    public static NextHop ipv4(final int address) {
        return new NextHop(true, (long) address << 32, 0, 0, 0);
    }

    /**
     * Reads the next hop field of an MP_REACH_NLRI. An IPv4-mapped address is the IPv4 address, as a router that is reached by IPv4 tells
     * IPv6 routes (RFC 4659 §3.2.1.2, RFC 4798).
     *
     * @param ipv6Too whether an IPv4 family may have IPv6 next hops (RFC 8950).
     * @return null when its length is none that the family has.
     */
    static NextHop decode(final byte[] from, final int start, final int length, final Family family, final boolean ipv6Too) {
        final int rd = family.vpn() ? RD : 0;
        final boolean ipv4Allowed = family.ipv4();
        final boolean ipv6Allowed = !family.ipv4() || ipv6Too || family == Family.ROUTE_TARGET;
        final int at = start + rd;
        if (ipv4Allowed && length == rd + IPV4) {
            return ipv4(Octets.i32(from, at));
        }
        final boolean two = length == 2 * (rd + IPV6);
        if (!ipv6Allowed || length != rd + IPV6 && !two) {
            return null;
        }
        final long high = Octets.i64(from, at);
        final long low = Octets.i64(from, at + 8);
        if (Addresses.mapped(high, low)) {
            return ipv4((int) low);
        }
        final int second = at + IPV6 + rd;
        return new NextHop(false, high, low, two ? Octets.i64(from, second) : 0, two ? Octets.i64(from, second + 8) : 0);
    }

    /** Whether a link-local address is beside it. */
    public boolean hasLinkLocal() {
        return linkLocalHigh != 0;
    }

    /** The same without the link-local address. */
    public NextHop global() {
        return new NextHop(ipv4, high, low, 0, 0);
    }

    /** Whether it can be the address of a host: none of 0.0.0.0/8, 127.0.0.0/8, 224.0.0.0/3, ::, ::1, ff00::/8. */
    boolean isHost() {
        if (ipv4) {
            final int first = (int) (high >>> 56);
            return first != 0 && first != 127 && first < 224;
        }
        return (high != 0 || low >>> 1 != 0) && high >>> 56 != 0xFF;
    }

    /** Its address. */
    public InetAddress address() {
        return Addresses.address(ipv4, high, low);
    }

    /** Octets of the next hop field of an MP_REACH_NLRI. */
    int encodedLength(final Family family) {
        final int one = (family.vpn() ? RD : 0) + (ipv4 && family.ipv4() ? IPV4 : IPV6);
        return hasLinkLocal() ? 2 * one : one;
    }

    /** Writes the next hop field; an IPv4 address as an IPv4-mapped one when the family is IPv6 (RFC 4798, RFC 4659). */
    int encode(final byte[] to, final int start, final Family family) {
        int at = zeroRd(to, start, family);
        if (ipv4 && family.ipv4()) {
            Octets.put32(to, at, (int) (high >>> 32));
            return at + IPV4;
        }
        Octets.put64(to, at, ipv4 ? 0 : high);
        Octets.put64(to, at + 8, ipv4 ? MAPPED << Integer.SIZE | high >>> 32 : low);
        at += IPV6;
        if (hasLinkLocal()) {
            at = zeroRd(to, at, family);
            Octets.put64(to, at, linkLocalHigh);
            Octets.put64(to, at + 8, linkLocalLow);
            at += IPV6;
        }
        return at;
    }

    private static int zeroRd(final byte[] to, final int at, final Family family) {
        if (!family.vpn()) {
            return at;
        }
        Octets.put64(to, at, 0);
        return at + RD;
    }

    @Override
    public String toString() {
        final String text = Addresses.text(ipv4, high, low);
        return hasLinkLocal() ? text + " " + Addresses.text(false, linkLocalHigh, linkLocalLow) : text;
    }
}
