package io.swaplane.pcaps.golden;

import io.swaplane.pcaps.PacketBuilder;

/** A provider edge with two customers, red and blue, whose addresses are the same, and two ports to the core. */
final class EdgeParts {
    private static final String HEAD = """
        router: PE
        router-id: 192.0.2.1
        interfaces:
          - {name: red1, port: red1, mac: "02:00:00:00:00:11", vrf: red, mpls: external,
             addresses: [10.1.1.254/24, "2001:db8:a:1::fe/64"]}
          - {name: red2, port: red2, mac: "02:00:00:00:00:12", vrf: red, mpls: external,
             addresses: [10.1.2.254/24, "2001:db8:a:2::fe/64"]}
          - {name: blue1, port: blue1, mac: "02:00:00:00:00:21", vrf: blue, mpls: external,
             addresses: [10.1.1.254/24, "2001:db8:a:1::fe/64"]}
          - {name: west, port: west, mac: "02:00:00:00:00:01", mpls: core}
          - {name: east, port: east, mac: "02:00:00:00:00:02", mpls: core}
        neighbours:
          - {interface: red1, address: 10.1.1.1, mac: "02:00:00:00:11:01"}
          - {interface: red1, address: "2001:db8:a:1::1", mac: "02:00:00:00:11:01"}
          - {interface: red2, address: 10.1.2.1, mac: "02:00:00:00:12:01"}
          - {interface: red2, address: "2001:db8:a:2::1", mac: "02:00:00:00:12:01"}
          - {interface: blue1, address: 10.1.1.1, mac: "02:00:00:00:21:01"}
          - {interface: blue1, address: "2001:db8:a:1::1", mac: "02:00:00:00:21:01"}
          - {interface: west, address: 10.0.1.1, mac: "02:00:00:00:01:01"}
          - {interface: east, address: 10.0.2.1, mac: "02:00:00:00:02:01"}
        """;

    private EdgeParts() {
    }

    /** The edge with more top-level keys, {@code vrfs} among them. */
    static String edge(final String more) {
        return HEAD + more;
    }

    /** A frame from the first customer of red. */
    static PacketBuilder red1() {
        return PacketBuilder.ethernet("02:00:00:00:00:11", "02:00:00:00:11:01");
    }

    /** A frame from the second customer of red. */
    static PacketBuilder red2() {
        return PacketBuilder.ethernet("02:00:00:00:00:12", "02:00:00:00:12:01");
    }

    /** A frame from blue's customer. */
    static PacketBuilder blue1() {
        return PacketBuilder.ethernet("02:00:00:00:00:21", "02:00:00:00:21:01");
    }

    /** An IPv4 packet of 46 octets to an address. */
    static PacketBuilder to(final PacketBuilder frame, final String destination, final int ttl) {
        return frame.ipv4("198.51.100.1", destination, ttl).udp(40000, 40001).payload(18);
    }

    /** An IPv6 packet of 66 octets to an address. */
    static PacketBuilder to6(final PacketBuilder frame, final String destination, final int hopLimit) {
        return frame.ipv6("2001:db8::1", destination, hopLimit).udp(40000, 40001).payload(18);
    }
}
