package io.swaplane.pcaps.golden;

import io.swaplane.pcaps.PacketBuilder;

/** What most cases share: a router with three core ports, its neighbours, and small IP packets. */
final class CaseParts {
    static final String WEST = "02:00:00:00:00:01";
    static final String EAST = "02:00:00:00:00:02";
    static final String NORTH = "02:00:00:00:00:03";
    static final String WEST_NEIGHBOUR = "02:00:00:00:01:01";
    static final String NORTH_NEIGHBOUR = "02:00:00:00:03:01";

    /** Octets of {@link #v4} and {@link #v6}. */
    static final int V4 = 46;
    static final int V6 = 66;
    static final int LSE = 4;

    /** For a configuration whose flows are to go the ways that they would go without a seed. */
    static final String UNSEEDED = "mpls: {hash-seed: 0}\n";

    private static final String HEAD = """
        router: LSR
        router-id: 192.0.2.1
        interfaces:
          - {name: west, port: west, mac: "02:00:00:00:00:01", mpls: core}
          - {name: east, port: east, mac: "02:00:00:00:00:02", mpls: core}
          - {name: north, port: north, mac: "02:00:00:00:00:03", mpls: core}
        neighbours:
          - {interface: west, address: 10.0.1.1, mac: "02:00:00:00:01:01"}
          - {interface: east, address: 10.0.2.1, mac: "02:00:00:00:02:01"}
          - {interface: north, address: 10.0.3.1, mac: "02:00:00:00:03:01"}
        """;

    private CaseParts() {
    }

    /** The three-port router, with more top-level keys. */
    static String router(final String more) {
        return HEAD + more;
    }

    /** The three-port router with plain next hops 1 to the east and 2 to the north, and these label entries. */
    static String routerWith(final String lsps) {
        return router("""
            next-hops:
              - {index: 1, interface: east, neighbour: 10.0.2.1}
              - {index: 2, interface: north, neighbour: 10.0.3.1}
            lsps:
            """ + lsps);
    }

    /** A frame from the western neighbour. */
    static PacketBuilder west() {
        return PacketBuilder.ethernet(WEST, WEST_NEIGHBOUR);
    }

    /** A frame from the northern neighbour. */
    static PacketBuilder north() {
        return PacketBuilder.ethernet(NORTH, NORTH_NEIGHBOUR);
    }

    /** Puts an IPv4 packet of 46 octets behind the stack. */
    static PacketBuilder v4(final PacketBuilder frame, final int ttl) {
        return frame.ipv4("198.51.100.1", "203.0.113.1", ttl).udp(40000, 40001).payload(18);
    }

    /** Puts an IPv6 packet of 66 octets behind the stack. */
    static PacketBuilder v6(final PacketBuilder frame, final int hopLimit) {
        return frame.ipv6("2001:db8::1", "2001:db8:1::1", hopLimit).udp(40000, 40001).payload(18);
    }
}
