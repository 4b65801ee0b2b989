package io.swaplane.pcaps.golden;

import static io.swaplane.pcaps.golden.CaseParts.LSE;
import static io.swaplane.pcaps.golden.CaseParts.V4;
import static io.swaplane.pcaps.golden.CaseParts.v4;
import static io.swaplane.pcaps.golden.CaseParts.west;
import static io.swaplane.pcaps.golden.EdgeParts.blue1;
import static io.swaplane.pcaps.golden.EdgeParts.edge;
import static io.swaplane.pcaps.golden.EdgeParts.red1;
import static io.swaplane.pcaps.golden.EdgeParts.red2;
import static io.swaplane.pcaps.golden.Expected.dropped;
import static io.swaplane.pcaps.golden.Expected.punted;
import static io.swaplane.pcaps.golden.Expected.sent;

import io.swaplane.table.DropReason;
import io.swaplane.table.PuntReason;
import java.util.List;

/**
 * A level 2 carrier over a level 1 carrier, router by router (RFC 4364 §9): 50 is the VPN label of the level 2 PE, 200 to 203 the path
 * between the level 2 PEs, 300 the VPN label of the level 1 carrier, 1000 to 1002 tunnels.
 */
final class CarrierCases {
    private CarrierCases() {
    }

    static List<GoldenCase> all() {
        return List.of(levelTwoIngress(), siteOut(), levelOneIngress(), core(), levelOneEgress(), siteIn(), levelTwoEgress(),
            sharedClass());
    }

    private static GoldenCase levelTwoIngress() {
        return GoldenCase.named("carrier-level-2-ingress")
            .says("Level 2 PE, ingress: VPN label, the far PE's label by BGP, the tunnel to the level 1 CE; no tunnel when that is adjacent"
                + " (RFC 4364 §10c)")
            .config(edge("""
                next-hops:
                  - {index: 1, interface: west, neighbour: 10.0.1.1, push: [1000]}
                  - {index: 2, via: 1, push: [200]}
                  - {index: 3, interface: east, neighbour: 10.0.2.1, push: [200]}
                vrfs:
                  - {name: red, rd: "100:1", routes: [{prefix: 203.0.113.0/24, label: 50, next-hop: 2}]}
                  - {name: blue, rd: "100:2", routes: [{prefix: 203.0.113.0/24, label: 51, next-hop: 3}]}
                """))
            .in("red1", v4(red1(), 64), sent("west", "1000/0/63 200/0/63 50/0/63/S ipv4/63"))
            .in("blue1", v4(blue1(), 64), sent("east", "200/0/63 51/0/63/S ipv4/63"))
            .nextHop(1, 1, V4 + 3 * LSE, 0, 0)
            .nextHop(3, 1, V4 + 2 * LSE, 0, 0);
    }

    private static GoldenCase siteOut() {
        return GoldenCase.named("carrier-site-out")
            .says("Level 1 CE, out of the site: the path's label becomes the one that the level 1 PE gave; the VPN label below"
                + " is not touched")
            .config(CaseParts.routerWith("""
                  - {label: 200, swap: 201, next-hop: 1}
                """))
            .in("west", v4(west().mpls(200, 5, 64).mpls(50, 5, 64), 60), sent("east", "201/5/63 50/5/64/S ipv4/60"));
    }

    private static GoldenCase levelOneIngress() {
        return GoldenCase.named("carrier-level-1-ingress")
            .says("Level 1 PE, ingress: a label that it gave to this CE, and to no other, becomes the VPN label under the"
                + " tunnel's; without a tunnel"
                + " to an adjacent PE; without core labels to a CE of the same PE (RFC 4364 §9)")
            .config(edge("""
                next-hops:
                  - {index: 1, interface: west, neighbour: 10.0.1.1, push: [1001]}
                  - {index: 2, interface: east, neighbour: 10.0.2.1}
                  - {index: 3, interface: red2, neighbour: 10.1.2.1}
                vrfs:
                  - {name: red, label: 16, routes: [{prefix: 203.0.113.0/24, via: 10.1.2.1}]}
                  - {name: blue}
                lsps:
                  - {label: 201, accept: {interface: red1}, swap: 300, next-hop: 1}
                  - {label: 202, accept: {interface: red1, neighbour: 10.1.1.1}, swap: 300, next-hop: 2}
                  - {label: 203, accept: {interface: red1}, swap: 204, next-hop: 3}
                  - {label: 205, accept: {interface: blue1}, swap: 301, next-hop: 1}
                  - {label: 206, accept: router, swap: 302, next-hop: 1}
                  - {label: 207, accept: core, swap: 303, next-hop: 1}
                """))
            .in("red1", v4(red1().mpls(201, 5, 64).mpls(50, 5, 64), 60), sent("west", "1001/5/63 300/5/63 50/5/64/S ipv4/60"))
            .in("red1", v4(red1().mpls(202, 5, 64).mpls(50, 5, 64), 60), sent("east", "300/5/63 50/5/64/S ipv4/60"))
            .in("red1", v4(red1().mpls(203, 5, 64).mpls(50, 5, 64), 60), sent("red2", "204/5/63 50/5/64/S ipv4/60"))
            .in("blue1", v4(blue1().mpls(205, 5, 64).mpls(50, 5, 64), 60), sent("west", "1001/5/63 301/5/63 50/5/64/S ipv4/60"))
            .in("red2", v4(red2().mpls(201, 5, 64).mpls(50, 5, 64), 60), dropped(DropReason.ACCEPT_CLASS))
            .in("blue1", v4(blue1().mpls(201, 5, 64).mpls(50, 5, 64), 60), dropped(DropReason.ACCEPT_CLASS))
            .in("west", v4(west().mpls(201, 5, 64).mpls(50, 5, 64), 60), dropped(DropReason.ACCEPT_CLASS))
            .in("red1", v4(red1().mpls(205, 5, 64).mpls(50, 5, 64), 60), dropped(DropReason.ACCEPT_CLASS))
            .in("red1", v4(red1().mpls(206, 5, 64).mpls(50, 5, 64), 60), dropped(DropReason.ACCEPT_CLASS))
            .in("red1", v4(red1().mpls(207, 5, 64).mpls(50, 5, 64), 60), dropped(DropReason.ACCEPT_CLASS))
            .in("blue1", v4(blue1().mpls(16, 5, 64), 60), dropped(DropReason.ACCEPT_CLASS))
            .in("red1", v4(red1().mpls(16, 5, 64), 60), dropped(DropReason.ACCEPT_CLASS))
            .in("red1", v4(red1().mpls(1, 5, 64).mpls(201, 5, 64), 60), dropped(DropReason.ACCEPT_CLASS))
            .in("red1", v4(red1().mpls(999, 5, 64), 60), dropped(DropReason.UNKNOWN_LABEL))
            .in("red1", v4(red1().mpls(201, 5, 1).mpls(50, 5, 64), 60), punted(PuntReason.TTL_EXPIRED, "201/5/1 50/5/64/S ipv4/60"))
            .label(201, 1, V4 + 2 * LSE, 4, 0)
            .label(206, 0, 0, 1, 0);
    }

    private static GoldenCase core() {
        return GoldenCase.named("carrier-core")
            .says("P router: swaps the tunnel's label over any depth; as the last but one, pops it, with implicit or explicit"
                + " null after it")
            .config(CaseParts.routerWith("""
                  - {label: 1001, swap: 1002, next-hop: 1}
                  - {label: 1002, php: ip, next-hop: 1}
                  - {label: 1003, swap: 0, next-hop: 2}
                """))
            .in("west", v4(west().mpls(1001, 5, 64).mpls(300, 3, 64).mpls(50, 3, 64), 60),
                sent("east", "1002/5/63 300/3/64 50/3/64/S ipv4/60"))
            .in("west", v4(west().mpls(1002, 5, 64).mpls(300, 3, 64).mpls(50, 3, 64), 60), sent("east", "300/5/63 50/3/64/S ipv4/60"))
            .in("west", v4(west().mpls(1003, 5, 64).mpls(300, 3, 64).mpls(50, 3, 64), 60),
                sent("north", "0/5/63 300/3/64 50/3/64/S ipv4/60"))
            .in("west", v4(west().mpls(1002, 5, 64), 60), sent("east", "ipv4/63"));
    }

    private static GoldenCase levelOneEgress() {
        return GoldenCase.named("carrier-level-1-egress")
            .says("Level 1 PE, egress: its VPN label becomes the label that the CE gave, also below explicit null; from the core only")
            .config(edge("""
                next-hops:
                  - {index: 1, interface: red1, neighbour: 10.1.1.1}
                vrfs: [{name: red}, {name: blue}]
                lsps:
                  - {label: 300, swap: 203, next-hop: 1}
                """))
            .in("west", v4(west().mpls(300, 5, 64).mpls(50, 5, 64), 60), sent("red1", "203/5/63 50/5/64/S ipv4/60"))
            .in("west", v4(west().mpls(0, 5, 64).mpls(300, 2, 33).mpls(50, 5, 64), 60), sent("red1", "203/5/63 50/5/64/S ipv4/60"))
            .in("red2", v4(red2().mpls(300, 5, 64).mpls(50, 5, 64), 60), dropped(DropReason.ACCEPT_CLASS))
            .in("blue1", v4(blue1().mpls(300, 5, 64).mpls(50, 5, 64), 60), dropped(DropReason.ACCEPT_CLASS));
    }

    private static GoldenCase siteIn() {
        return GoldenCase.named("carrier-site-in")
            .says("Level 1 CE, into the site: its own label goes, and the tunnel to the level 2 PE comes; or it is swapped under that")
            .config(CaseParts.router("""
                next-hops:
                  - {index: 1, interface: east, neighbour: 10.0.2.1, push: [1002]}
                lsps:
                  - {label: 203, swap: implicit-null, next-hop: 1}
                  - {label: 204, swap: 210, next-hop: 1}
                """))
            .in("west", v4(west().mpls(203, 5, 64).mpls(50, 5, 64), 60), sent("east", "1002/5/63 50/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(204, 5, 64).mpls(50, 5, 64), 60), sent("east", "1002/5/63 210/5/63 50/5/64/S ipv4/60"));
    }

    private static GoldenCase levelTwoEgress() {
        return GoldenCase.named("carrier-level-2-egress")
            .says("Level 2 PE, egress: the VPN label alone, or below what the last hop but one left; then the VRF, or straight"
                + " to the customer")
            .config(edge("""
                next-hops:
                  - {index: 1, interface: red2, neighbour: 10.1.2.1}
                vrfs:
                  - {name: red, label: 50, routes: [{prefix: 203.0.113.0/24, via: 10.1.1.1}]}
                  - {name: blue, label: 51, routes: [{prefix: 203.0.113.0/24, via: 10.1.1.1}]}
                lsps:
                  - {label: 52, pop: ip, next-hop: 1}
                  - {label: 210, lookup: platform}
                """))
            .in("west", v4(west().mpls(50, 5, 64), 60), sent("red1", "ipv4/63"))
            .in("west", v4(west().mpls(51, 5, 64), 60), sent("blue1", "ipv4/63"))
            .in("west", v4(west().mpls(52, 5, 64), 60), sent("red2", "ipv4/63"))
            .in("west", v4(west().mpls(210, 5, 64).mpls(50, 5, 33), 60), sent("red1", "ipv4/63"))
            .in("west", v4(west().mpls(0, 5, 64).mpls(210, 5, 33).mpls(51, 5, 33), 60), sent("blue1", "ipv4/63"));
    }

    private static GoldenCase sharedClass() {
        return GoldenCase.named("carrier-shared-class")
            .says("Two CEs of one VRF share a label by an accept set; no CE of another VRF can use it (RFC 4364 §9)")
            .config(edge("""
                accept-sets:
                  - {name: red-customers, members: [{interface: red1}, {interface: red2, neighbour: 10.1.2.1}]}
                next-hops:
                  - {index: 1, interface: west, neighbour: 10.0.1.1, push: [1001]}
                vrfs: [{name: red}, {name: blue}]
                lsps:
                  - {label: 201, accept: {set: red-customers}, swap: 300, next-hop: 1}
                """))
            .in("red1", v4(red1().mpls(201, 5, 64).mpls(50, 5, 64), 60), sent("west", "1001/5/63 300/5/63 50/5/64/S ipv4/60"))
            .in("red2", v4(red2().mpls(201, 5, 64).mpls(50, 5, 64), 60), sent("west", "1001/5/63 300/5/63 50/5/64/S ipv4/60"))
            .in("blue1", v4(blue1().mpls(201, 5, 64).mpls(50, 5, 64), 60), dropped(DropReason.ACCEPT_CLASS))
            .in("west", v4(west().mpls(201, 5, 64).mpls(50, 5, 64), 60), dropped(DropReason.ACCEPT_CLASS))
            .label(201, 2, 2 * V4 + 4 * LSE, 2, 0);
    }
}
