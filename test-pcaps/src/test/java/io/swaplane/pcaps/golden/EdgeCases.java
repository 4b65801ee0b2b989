package io.swaplane.pcaps.golden;

import static io.swaplane.pcaps.golden.CaseParts.LSE;
import static io.swaplane.pcaps.golden.CaseParts.UNSEEDED;
import static io.swaplane.pcaps.golden.CaseParts.V4;
import static io.swaplane.pcaps.golden.CaseParts.V6;
import static io.swaplane.pcaps.golden.CaseParts.v4;
import static io.swaplane.pcaps.golden.CaseParts.v6;
import static io.swaplane.pcaps.golden.CaseParts.west;
import static io.swaplane.pcaps.golden.EdgeParts.blue1;
import static io.swaplane.pcaps.golden.EdgeParts.edge;
import static io.swaplane.pcaps.golden.EdgeParts.red1;
import static io.swaplane.pcaps.golden.EdgeParts.red2;
import static io.swaplane.pcaps.golden.EdgeParts.to;
import static io.swaplane.pcaps.golden.EdgeParts.to6;
import static io.swaplane.pcaps.golden.Expected.dropped;
import static io.swaplane.pcaps.golden.Expected.oneOf;
import static io.swaplane.pcaps.golden.Expected.punted;
import static io.swaplane.pcaps.golden.Expected.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.table.DropReason;
import io.swaplane.table.PuntReason;
import java.util.List;

/** A provider edge: IP packets into labels by a VRF, and out of them. */
final class EdgeCases {
    private static final String RED_AND_BLUE = """
        vrfs:
          - name: red
            rd: "100:1"
            label: 16
            routes: [{prefix: 203.0.113.0/24, via: 10.1.1.1}, {prefix: "2001:db8:1::/48", via: "2001:db8:a:1::1"}]
          - {name: blue, rd: "100:2", label: 26, routes: [{prefix: 203.0.113.0/24, via: 10.1.1.1}]}
        """;

    private EdgeCases() {
    }

    static List<GoldenCase> all() {
        return List.of(ingress(), ingressModels(), sixVpe(), perVrf(), perVrfUnderExplicitNull(), labelSwitched(), routesOfAllKinds(),
            mixedEcmp(), protectedRoute(), leaks(), globalTable(), mtu());
    }

    private static GoldenCase ingress() {
        return GoldenCase.named("edge-ingress")
            .says("Option B, ingress PE: the longest match of the customer's VRF pushes the VPN label, the next hop the tunnel's"
                + " above it; the"
                + " same prefix of another VRF is another route (RFC 4364 §4.3, §10)")
            .config(edge("""
                mpls: {dscp-to-tc: {46: 7}}
                next-hops:
                  - {index: 28, interface: west, neighbour: 10.0.1.1, push: [1000]}
                  - {index: 29, via: 28}
                  - {index: 30, interface: east, neighbour: 10.0.2.1}
                vrfs:
                  - name: red
                    rd: "100:1"
                    routes:
                      - {prefix: 203.0.113.0/24, label: 50, next-hop: 29}
                      - {prefix: 203.0.113.128/25, label: 51, next-hop: 29}
                      - {prefix: 0.0.0.0/0, label: 52, next-hop: 30}
                  - {name: blue, rd: "100:2", routes: [{prefix: 203.0.113.0/24, label: 60, next-hop: 29}]}
                """))
            .in("red1", v4(red1(), 64), sent("west", "1000/0/63 50/0/63/S ipv4/63"))
            .in("red2", v4(red2(), 64), sent("west", "1000/0/63 50/0/63/S ipv4/63"))
            .in("blue1", v4(blue1(), 64), sent("west", "1000/0/63 60/0/63/S ipv4/63"))
            .in("red1", to(red1(), "203.0.113.200", 64), sent("west", "1000/0/63 51/0/63/S ipv4/63"))
            .in("red1", to(red1(), "192.0.2.77", 64), sent("east", "52/0/63/S ipv4/63"))
            .in("red1", v4(red1(), 64).dscp(46), sent("west", "1000/7/63 50/7/63/S ipv4/63"))
            .in("red1", v4(red1(), 64).dscp(26), sent("west", "1000/3/63 50/3/63/S ipv4/63"))
            .in("red1", v4(red1(), 2), sent("west", "1000/0/1 50/0/1/S ipv4/1"))
            .in("red1", v4(red1(), 1), punted(PuntReason.TTL_EXPIRED, "ipv4/1"))
            .in("red1", v4(red1(), 0), dropped(DropReason.TTL_ZERO))
            .in("blue1", to(blue1(), "192.0.2.77", 64), dropped(DropReason.NO_ROUTE))
            .in("red1", v6(red1(), 64), dropped(DropReason.NO_ROUTE))
            .in("red1", v4(red1(), 64).pad(90), sent("west", "1000/0/63 50/0/63/S ipv4/63"))
            .nextHop(28, 8, 8 * V4 + 16 * LSE, 0, 0)
            .nextHop(30, 1, V4 + LSE, 0, 0);
    }

    private static GoldenCase ingressModels() {
        return GoldenCase.named("edge-ingress-models")
            .says("Labels pushed on an IP packet in pipe model have the next hop's TTL and TC, each on its own; the packet's TTL is"
                + " decremented"
                + " in any model (RFC 3443 §3.2, RFC 3270 §2.6.2)")
            .config(edge("""
                mpls: {pipe-ttl: 200, pipe-tc: 3}
                next-hops:
                  - {index: 1, interface: west, neighbour: 10.0.1.1, push: [1000]}
                  - {index: 2, interface: west, neighbour: 10.0.1.1, push: [1000], pipe-ttl: 100, pipe-tc: 6}
                vrfs:
                  - name: red
                    routes:
                      - {prefix: 192.0.2.0/28, label: 50, next-hop: 1, ttl-model: pipe}
                      - {prefix: 192.0.2.16/28, label: 50, next-hop: 1, tc-model: pipe}
                      - {prefix: 192.0.2.32/28, label: 50, next-hop: 2, ttl-model: pipe, tc-model: pipe}
                      - {prefix: 192.0.2.48/28, next-hop: 2}
                      - {prefix: 192.0.2.64/28, label: 0, next-hop: 1}
                  - {name: blue}
                """))
            .in("red1", to(red1(), "192.0.2.1", 64).dscp(40), sent("west", "1000/5/200 50/5/200/S ipv4/63"))
            .in("red1", to(red1(), "192.0.2.17", 64).dscp(40), sent("west", "1000/3/63 50/3/63/S ipv4/63"))
            .in("red1", to(red1(), "192.0.2.33", 64).dscp(40), sent("west", "1000/6/100 50/6/100/S ipv4/63"))
            .in("red1", to(red1(), "192.0.2.49", 64).dscp(40), sent("west", "1000/5/63/S ipv4/63"))
            .in("red1", to(red1(), "192.0.2.65", 64).dscp(40), sent("west", "1000/5/63 0/5/63/S ipv4/63"));
    }

    private static GoldenCase sixVpe() {
        return GoldenCase.named("edge-6vpe")
            .says("IPv6 VPN over an IPv4 core: the same tunnel, the same kinds of labels, both ways (RFC 4659 §3)")
            .config(edge("""
                next-hops:
                  - {index: 1, interface: west, neighbour: 10.0.1.1, push: [1000]}
                vrfs:
                  - {name: red, rd: "100:1", label: 16, routes: [{prefix: "2001:db8:1::/48", label: 50, next-hop: 1}]}
                  - {name: blue, rd: "100:2", routes: [{prefix: "::/0", label: 60, next-hop: 1}]}
                """))
            .in("red1", v6(red1(), 64).dscp(40), sent("west", "1000/5/63 50/5/63/S ipv6/63"))
            .in("blue1", v6(blue1(), 64), sent("west", "1000/0/63 60/0/63/S ipv6/63"))
            .in("red1", v6(red1(), 1), punted(PuntReason.TTL_EXPIRED, "ipv6/1"))
            .in("red1", v6(red1(), 0), dropped(DropReason.TTL_ZERO))
            .in("red1", to6(red1(), "2001:db8:9::1", 64), dropped(DropReason.NO_ROUTE))
            .in("west", to6(west().mpls(16, 5, 64), "2001:db8:a:1::1", 60), sent("red1", "ipv6/63"))
            .in("west", to6(west().mpls(16, 5, 64), "2001:db8:a:2::1", 60), sent("red2", "ipv6/63"))
            .in("west", to6(west().mpls(16, 5, 64), "2001:db8:a:1::fe", 60), punted(PuntReason.RECEIVE, "ipv6/64"))
            .label(16, 3, 3 * V6 + 3 * LSE, 0, 0)
            .nextHop(1, 2, 2 * V6 + 4 * LSE, 0, 0);
    }

    private static GoldenCase perVrf() {
        return GoldenCase.named("edge-egress-per-vrf")
            .says("Egress PE with a label for each VRF: pop, then the VRF's routes; its links' neighbours, its own addresses, and"
                + " what is on a"
                + " link but not known yet (RFC 4364 §5)")
            .config(edge(RED_AND_BLUE + """
                lsps:
                  - {label: 17, lookup: {vrf: red}, ttl-model: pipe}
                  - {label: 18, lookup: {vrf: red}, payload: ipv4}
                """))
            .in("west", v4(west().mpls(16, 5, 64), 60), sent("red1", "ipv4/63"))
            .in("west", v4(west().mpls(26, 5, 64), 60), sent("blue1", "ipv4/63"))
            .in("west", v6(west().mpls(16, 5, 64), 60), sent("red1", "ipv6/63"))
            .in("west", v4(west().mpls(17, 5, 64), 60), sent("red1", "ipv4/59"))
            .in("west", to(west().mpls(16, 5, 64), "10.1.2.1", 60), sent("red2", "ipv4/63"))
            .in("west", to(west().mpls(26, 5, 64), "10.1.1.1", 60), sent("blue1", "ipv4/63"))
            .in("west", to(west().mpls(16, 5, 64), "10.1.2.254", 60), punted(PuntReason.RECEIVE, "ipv4/64"))
            .in("west", to(west().mpls(17, 5, 64), "10.1.2.254", 60), punted(PuntReason.RECEIVE, "ipv4/60"))
            .in("west", to(west().mpls(16, 5, 64), "10.1.2.77", 60), punted(PuntReason.GLEAN, "16/5/64/S ipv4/60"))
            .in("west", to(west().mpls(26, 5, 64), "10.1.2.1", 60), dropped(DropReason.NO_ROUTE))
            .in("west", v4(west().mpls(16, 5, 1), 60), punted(PuntReason.TTL_EXPIRED, "16/5/1/S ipv4/60"))
            .in("west", v4(west().mpls(16, 5, 0), 60), punted(PuntReason.TTL_EXPIRED, "16/5/0/S ipv4/60"))
            .in("west", v4(west().mpls(17, 5, 64), 0), dropped(DropReason.TTL_ZERO))
            .in("west", v6(west().mpls(18, 5, 64), 60), dropped(DropReason.NOT_IP))
            .in("west", v4(west().mpls(16, 5, 64).mpls(300, 5, 64), 60), dropped(DropReason.NOT_IP))
            .in("west", v4(west().mpls(16, 5, 64), 60).badChecksum(), dropped(DropReason.IP_CHECKSUM))
            .in("west", v4(west().mpls(16, 5, 64), 60).lengthField(V4 + 1), dropped(DropReason.MALFORMED_IP))
            .in("west", v4(west().mpls(16, 5, 64), 60).pad(90), sent("red1", "ipv4/63"))
            .label(26, 2, 2 * V4 + 2 * LSE, 1, 0)
            .label(17, 2, 2 * V4 + 2 * LSE, 1, 0);
    }

    private static GoldenCase perVrfUnderExplicitNull() {
        return GoldenCase.named("edge-egress-explicit-null")
            .says("The tunnel ends with explicit null above the VPN label: popped, its TTL and TC go on, then the VRF (RFC 3032"
                + " §2.1, RFC 4182)")
            .config(edge(RED_AND_BLUE))
            .in("west", v4(west().mpls(0, 5, 64).mpls(16, 2, 33), 60), sent("red1", "ipv4/63"))
            .in("west", v6(west().mpls(2, 5, 64).mpls(16, 2, 33), 60), sent("red1", "ipv6/63"))
            .in("west", v4(west().mpls(0, 5, 64).mpls(16, 2, 33).mpls(0, 2, 33), 60), dropped(DropReason.NOT_IP))
            .in("west", v4(west().mpls(0, 5, 64), 60), punted(PuntReason.IP_LOOKUP, "ipv4/64"))
            .in("red1", v4(red1().mpls(0, 5, 64), 60), dropped(DropReason.ACCEPT_CLASS))
            .label(16, 2, V4 + V6 + 2 * LSE, 1, 0);
    }

    private static GoldenCase labelSwitched() {
        return GoldenCase.named("edge-egress-label-switched")
            .says("Egress PE in label-switched mode: pop, and straight to the customer without a lookup, ECMP kept (RFC 4364 §4.3.2)")
            .config(edge(UNSEEDED + """
                next-hops:
                  - {index: 1, interface: red1, neighbour: 10.1.1.1}
                  - {index: 2, interface: red2, neighbour: 10.1.2.1}
                vrfs: [{name: red}, {name: blue}]
                lsps:
                  - {label: 100, pop: ip, next-hop: 1}
                  - {label: 101, ecmp: [{pop: ip, next-hop: 1}, {pop: ip, next-hop: 2}]}
                """))
            .in("west", to(west().mpls(100, 5, 64), "192.0.2.200", 60), sent("red1", "ipv4/63"))
            .in("west", v6(west().mpls(100, 5, 64), 60), sent("red1", "ipv6/63"))
            .in("west", v4(west().mpls(101, 5, 64), 60), oneOf(toRed1(), toRed2()))
            .in("west", to(west().mpls(101, 5, 64), "192.0.2.1", 60), oneOf(toRed1(), toRed2()))
            .in("west", to(west().mpls(101, 5, 64), "192.0.2.2", 60), oneOf(toRed1(), toRed2()))
            .in("west", to(west().mpls(101, 5, 64), "192.0.2.3", 60), oneOf(toRed1(), toRed2()))
            .label(101, 4, 4 * V4 + 4 * LSE, 0, 0);
    }

    private static Expected.Sent toRed1() {
        return new Expected.Sent("red1", "ipv4/63");
    }

    private static Expected.Sent toRed2() {
        return new Expected.Sent("red2", "ipv4/63");
    }

    private static GoldenCase routesOfAllKinds() {
        return GoldenCase.named("edge-routes")
            .says("Routes to a gateway, to the host, to nowhere, to a link's network, to a neighbour; the longest match, down to"
                + " one address")
            .config(edge("""
                next-hops:
                  - {index: 1, interface: west, neighbour: 10.0.1.1, push: [1000]}
                  - {index: 2, peer: 192.0.2.99, push: [1001]}
                vrfs:
                  - name: red
                    routes:
                      - {prefix: 0.0.0.0/0, via: 10.1.2.1}
                      - {prefix: 192.0.2.0/24, drop: true}
                      - {prefix: 192.0.2.128/25, receive: true}
                      - {prefix: 192.0.2.255/32, label: 50, next-hop: 1}
                      - {prefix: 198.18.0.0/15, label: 50, next-hop: 2}
                      - {prefix: "::/0", via: "2001:db8:a:2::1"}
                  - {name: blue}
                """))
            .in("red1", v4(red1(), 64), sent("red2", "ipv4/63"))
            .in("red1", v6(red1(), 64), sent("red2", "ipv6/63"))
            .in("red1", to(red1(), "192.0.2.1", 64), dropped(DropReason.ADMINISTRATIVE))
            .in("red1", to(red1(), "192.0.2.128", 64), punted(PuntReason.RECEIVE, "ipv4/64"))
            .in("red1", to(red1(), "192.0.2.254", 1), punted(PuntReason.RECEIVE, "ipv4/1"))
            .in("red1", to(red1(), "192.0.2.255", 64), sent("west", "1000/0/63 50/0/63/S ipv4/63"))
            .in("red1", to(red1(), "198.18.0.1", 64), dropped(DropReason.UNRESOLVED))
            .in("red1", to(red1(), "10.1.2.1", 64), sent("red2", "ipv4/63"))
            .in("red2", to(red2(), "10.1.1.1", 64), sent("red1", "ipv4/63"))
            .in("red2", to(red2(), "10.1.1.77", 64), punted(PuntReason.GLEAN, "ipv4/64"))
            .in("red2", to(red2(), "10.1.1.77", 1), punted(PuntReason.TTL_EXPIRED, "ipv4/1"))
            .in("red2", to(red2(), "10.1.1.77", 0), dropped(DropReason.TTL_ZERO))
            .in("red2", to(red2(), "10.1.1.254", 0), punted(PuntReason.RECEIVE, "ipv4/0"))
            .in("red2", to6(red2(), "2001:db8:a:1::77", 64), punted(PuntReason.GLEAN, "ipv6/64"))
            .in("red1", to(red1(), "10.1.2.1", 64).pad(90), sent("red2", "ipv4/63"))
            .in("blue1", to(blue1(), "10.1.2.1", 64), dropped(DropReason.NO_ROUTE));
    }

    private static GoldenCase mixedEcmp() {
        final Expected.Sent native1 = new Expected.Sent("red2", "ipv4/63");
        final Expected.Sent labelled = new Expected.Sent("west", "1000/0/63 50/0/63/S ipv4/63");
        final Expected.Sent otherLabel = new Expected.Sent("east", "51/0/63/S ipv4/63");
        final GoldenCase golden = GoldenCase.named("edge-mixed-ecmp")
            .says("Paths with and without labels share the flows of one route; each packet has the labels of its own path")
            .config(edge(UNSEEDED + """
                next-hops:
                  - {index: 1, interface: west, neighbour: 10.0.1.1, push: [1000]}
                  - {index: 2, interface: east, neighbour: 10.0.2.1}
                vrfs:
                  - name: red
                    routes:
                      - prefix: 203.0.113.0/24
                        ecmp: [{label: 50, next-hop: 1}, {weight: 2, via: 10.1.2.1}, {label: 51, next-hop: 2}]
                  - {name: blue}
                """));
        for (int host = 1; host <= 24; host++) {
            golden.in("red1", to(red1(), "203.0.113." + host, 64), oneOf(native1, labelled, otherLabel));
        }
        return golden.and(outcome -> List.of("red2", "west", "east").forEach(port ->
            assertThat(outcome.sent().get(port)).as(port).isNotEmpty()));
    }

    private static GoldenCase protectedRoute() {
        return GoldenCase.named("edge-protected-route")
            .says("The customer's link is down: its packets take the backup through the core, from the customers and out of the tunnel")
            .config(edge("""
                next-hops:
                  - {index: 1, interface: west, neighbour: 10.0.1.1, push: [1000]}
                vrfs:
                  - name: red
                    label: 16
                    routes:
                      - {prefix: 203.0.113.0/24, primary: {via: 10.1.1.1}, backup: {label: 50, next-hop: 1}}
                      - {prefix: 192.0.2.0/24, primary: {via: 10.1.2.1}, backup: {label: 51, next-hop: 1}}
                      - {prefix: 198.18.0.0/15, via: 10.1.1.1}
                  - {name: blue}
                """))
            .down("red1")
            .in("red2", v4(red2(), 64), sent("west", "1000/0/63 50/0/63/S ipv4/63"))
            .in("west", v4(west().mpls(16, 5, 64), 60), sent("west", "1000/0/63 50/0/63/S ipv4/63"))
            .in("west", to(west().mpls(16, 5, 64), "192.0.2.1", 60), sent("red2", "ipv4/63"))
            .in("red2", to(red2(), "198.18.0.1", 64), dropped(DropReason.PORT_DOWN))
            .in("west", to(west().mpls(16, 5, 64), "198.18.0.1", 60), dropped(DropReason.PORT_DOWN))
            .label(16, 3, 3 * V4 + 3 * LSE, 0, 1);
    }

    private static GoldenCase leaks() {
        return GoldenCase.named("edge-leaks")
            .says("A VRF imports what another one of this router exports, and nothing else: by its route targets, one way only (RFC"
                + " 4364 §4.3.1)")
            .config(edge("""
                next-hops:
                  - {index: 1, interface: west, neighbour: 10.0.1.1, push: [1000]}
                vrfs:
                  - name: red
                    import: ["100:1", "100:2"]
                    export: ["100:1"]
                    routes:
                      - {prefix: 192.0.2.0/25, label: 50, next-hop: 1}
                  - name: blue
                    import: ["100:2"]
                    export: ["100:2"]
                    routes:
                      - {prefix: 203.0.113.0/24, via: 10.1.1.1}
                      - {prefix: 192.0.2.0/24, label: 60, next-hop: 1}
                      - {prefix: 192.0.2.0/25, label: 61, next-hop: 1}
                """))
            .in("red2", v4(red2(), 64), sent("blue1", "ipv4/63"))
            .in("red2", to(red2(), "192.0.2.1", 64), sent("west", "1000/0/63 50/0/63/S ipv4/63"))
            .in("red2", to(red2(), "192.0.2.200", 64), sent("west", "1000/0/63 60/0/63/S ipv4/63"))
            .in("red2", to(red2(), "10.1.1.1", 64), sent("red1", "ipv4/63"))
            .in("blue1", to(blue1(), "192.0.2.1", 64), sent("west", "1000/0/63 61/0/63/S ipv4/63"))
            .in("blue1", to(blue1(), "10.1.2.1", 64), dropped(DropReason.NO_ROUTE));
    }

    private static GoldenCase globalTable() {
        return GoldenCase.named("edge-global-table")
            .says("The global table: a core interface that takes IP, tunnels for it, and bare IP behind explicit null and a label"
                + " of the router's own")
            .config("""
                router: PE
                router-id: 192.0.2.1
                interfaces:
                  - {name: west, port: west, mac: "02:00:00:00:00:01", mpls: core, vrf: global, addresses: [10.0.1.254/24]}
                  - {name: east, port: east, mac: "02:00:00:00:00:02", mpls: core, vrf: global, addresses: [10.0.2.254/24]}
                  - {name: north, port: north, mac: "02:00:00:00:00:03", mpls: core}
                neighbours:
                  - {interface: west, address: 10.0.1.1, mac: "02:00:00:00:01:01"}
                  - {interface: east, address: 10.0.2.1, mac: "02:00:00:00:02:01"}
                  - {interface: north, address: 10.0.3.1, mac: "02:00:00:00:03:01"}
                next-hops:
                  - {index: 1, interface: north, neighbour: 10.0.3.1, push: [1000]}
                routes:
                  - {prefix: 203.0.113.0/24, next-hop: 1}
                  - {prefix: "2001:db8:1::/48", label: 2, next-hop: 1}
                  - {prefix: 192.0.2.0/24, via: 10.0.2.1}
                lsps:
                  - {label: 100, lookup: platform}
                  - {label: 101, lookup: {vrf: global}}
                """)
            .in("west", v4(west(), 64), sent("north", "1000/0/63/S ipv4/63"))
            .in("west", to(west(), "192.0.2.9", 64), sent("east", "ipv4/63"))
            .in("west", v4(west().mpls(0, 5, 64), 60), sent("north", "1000/0/63/S ipv4/63"))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("north", "1000/0/63/S ipv4/63"))
            .in("west", v4(west().mpls(101, 5, 64), 60), sent("north", "1000/0/63/S ipv4/63"))
            .in("west", to(west().mpls(100, 5, 64), "198.18.0.1", 60), punted(PuntReason.IP_LOOKUP, "ipv4/64"))
            .in("west", to(west().mpls(101, 5, 64), "198.18.0.1", 60), dropped(DropReason.NO_ROUTE))
            .in("west", to(west().mpls(0, 5, 64), "10.0.1.254", 60), punted(PuntReason.RECEIVE, "ipv4/64"))
            .in("west", to(west().mpls(100, 5, 64), "10.0.2.1", 60), sent("east", "ipv4/63"))
            .in("north", v4(CaseParts.north(), 64), dropped(DropReason.NOT_MPLS))
            .label(100, 3, 3 * V4 + 3 * LSE, 0, 0);
    }

    private static GoldenCase mtu() {
        return GoldenCase.named("edge-mtu")
            .says("The MTU counts the labels that the route and its next hop push, and not what the frame was padded with")
            .config("""
                router: PE
                router-id: 192.0.2.1
                interfaces:
                  - {name: red1, port: red1, mac: "02:00:00:00:00:11", vrf: red, addresses: [10.1.1.254/24]}
                  - {name: west, port: west, mac: "02:00:00:00:00:01", mpls: core, mtu: 100}
                neighbours:
                  - {interface: west, address: 10.0.1.1, mac: "02:00:00:00:01:01"}
                next-hops:
                  - {index: 1, interface: west, neighbour: 10.0.1.1, push: [1000]}
                vrfs:
                  - {name: red, routes: [{prefix: 203.0.113.0/24, label: 50, next-hop: 1}, {prefix: 192.0.2.0/24, next-hop: 1}]}
                """)
            .in("red1", v4(red1(), 64).payload(64), sent("west", "1000/0/63 50/0/63/S ipv4/63"))
            .in("red1", v4(red1(), 64).payload(64).pad(120), sent("west", "1000/0/63 50/0/63/S ipv4/63"))
            .in("red1", v4(red1(), 64).payload(65), dropped(DropReason.MTU_EXCEEDED))
            .in("red1", to(red1(), "192.0.2.1", 64).payload(68), sent("west", "1000/0/63/S ipv4/63"))
            .in("red1", to(red1(), "192.0.2.1", 64).payload(69), dropped(DropReason.MTU_EXCEEDED))
            .nextHop(1, 3, 300, 2, 0);
    }
}
