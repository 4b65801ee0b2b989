package io.swaplane.pcaps.live;

import java.util.List;

/**
 * A session with the router, as the other side has it.
 *
 * @param as its AS.
 * @param own its address, and, if it is an IPv4 one, its router id.
 * @param router the router's address.
 * @param routerAs the router's AS.
 * @param families what is exchanged: {@code vpnv4}, {@code vpnv6}, {@code ipv4-unicast}, {@code ipv4-labeled-unicast},
 *     {@code ipv6-labeled-unicast}, {@code route-target}.
 * @param key of TCP-MD5; empty for none.
 * @param ttlSecurity whether it hears nobody but who is on the link.
 * @param passive whether it waits for the router to connect.
 */
record Peering(int as, String own, String router, int routerAs, List<String> families, String key, boolean ttlSecurity,
               boolean passive) {
    Peering {
        families = List.copyOf(families);
    }

    /** Without key and TTL security. */
    static Peering of(final int as, final String own, final String router, final int routerAs, final String... families) {
        return new Peering(as, own, router, routerAs, List.of(families), "", false, false);
    }

    /** Its router id: the IPv4 address that {@link Site#address} gives it where the session has IPv6 ones of {@link Site#address6}. */
    String id() {
        return own.replaceFirst("^2001:db8:(\\d)::2$", "10.0.$1.2");
    }

    /** Whether the session's addresses are IPv6 ones. */
    boolean isIpv6() {
        return own.contains(":");
    }

    /** With a key. */
    Peering signed(final String with) {
        return new Peering(as, own, router, routerAs, families, with, ttlSecurity, passive);
    }

    /** With TTL security. */
    Peering near() {
        return new Peering(as, own, router, routerAs, families, key, true, passive);
    }

    /** Waits for the router to connect. */
    Peering waiting() {
        return new Peering(as, own, router, routerAs, families, key, ttlSecurity, true);
    }
}
