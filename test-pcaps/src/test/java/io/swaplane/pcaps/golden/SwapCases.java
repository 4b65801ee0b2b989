package io.swaplane.pcaps.golden;

import static io.swaplane.pcaps.golden.CaseParts.LSE;
import static io.swaplane.pcaps.golden.CaseParts.V4;
import static io.swaplane.pcaps.golden.CaseParts.V6;
import static io.swaplane.pcaps.golden.CaseParts.router;
import static io.swaplane.pcaps.golden.CaseParts.routerWith;
import static io.swaplane.pcaps.golden.CaseParts.v4;
import static io.swaplane.pcaps.golden.CaseParts.v6;
import static io.swaplane.pcaps.golden.CaseParts.west;
import static io.swaplane.pcaps.golden.Expected.dropped;
import static io.swaplane.pcaps.golden.Expected.sent;

import io.swaplane.table.DropReason;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Swap, push, next hops. */
final class SwapCases {
    private SwapCases() {
    }

    static List<GoldenCase> all() {
        return List.of(swap(), push1(), push15(), recursive(), peers(), explicitNullOut(), mtu(), statisticsOff(), portDown());
    }

    private static GoldenCase swap() {
        return GoldenCase.named("swap")
            .says("The top label is replaced; TC and S stay, the TTL is one less; what is below is not touched"
                + " (RFC 3031 §3.10, RFC 3032 §2.4)")
            .config(routerWith("""
                  - {label: 100, swap: 200, next-hop: 1}
                """))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", "200/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(100, 3, 2).mpls(300, 2, 33), 60), sent("east", "200/3/1 300/2/33/S ipv4/60"))
            .in("west", v6(west().mpls(100, 0, 255), 60), sent("east", "200/0/254/S ipv6/60"))
            .label(100, 3, 3 * LSE + V4 + LSE + V4 + V6, 0, 0)
            .nextHop(1, 3, 3 * LSE + V4 + LSE + V4 + V6, 0, 0)
            .nextHop(2, 0, 0, 0, 0);
    }

    private static GoldenCase push1() {
        return GoldenCase.named("swap-push-1")
            .says("Swap and push one label, which takes TTL and TC of the swapped one (RFC 3031 §3.10, RFC 3443 §3.1)")
            .config(router("""
                next-hops:
                  - {index: 1, interface: east, neighbour: 10.0.2.1, push: [34]}
                lsps:
                  - {label: 100, swap: 200, next-hop: 1}
                """))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", "34/5/63 200/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(100, 1, 9).mpls(300, 2, 33), 60), sent("east", "34/1/8 200/1/8 300/2/33/S ipv4/60"))
            .label(100, 2, 2 * V4 + 3 * LSE, 0, 0)
            .nextHop(1, 2, 2 * V4 + 5 * LSE, 0, 0);
    }

    private static GoldenCase push15() {
        final String pushed = IntStream.rangeClosed(1001, 1015).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        final String seen = IntStream.rangeClosed(1001, 1015).mapToObj(label -> label + "/5/63 ").collect(Collectors.joining());
        return GoldenCase.named("swap-push-15")
            .says("Sixteen labels out: a swap and fifteen pushed labels, in the order of the configuration")
            .config(router("""
                next-hops:
                  - {index: 1, interface: east, neighbour: 10.0.2.1, push: [%s]}
                lsps:
                  - {label: 100, swap: 200, next-hop: 1}
                """.formatted(pushed)))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", seen + "200/5/63/S ipv4/60"))
            .label(100, 1, V4 + LSE, 0, 0)
            .nextHop(1, 1, V4 + 16 * LSE, 0, 0);
    }

    private static GoldenCase recursive() {
        return GoldenCase.named("next-hop-chain")
            .says("A next hop that is resolved by others puts its own label below theirs (RFC 4364 §10(b): VPN label inside tunnel label)")
            .config(router("""
                next-hops:
                  - {index: 23, interface: east, neighbour: 10.0.2.1, push: [34]}
                  - {index: 29, via: 23, peer: 1.1.1.1, push: [55, 56]}
                  - {index: 31, via: 29, push: []}
                lsps:
                  - {label: 100, swap: 200, next-hop: 31}
                  - {label: 101, swap: 201, next-hop: 23}
                """))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", "34/5/63 55/5/63 56/5/63 200/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(101, 5, 64), 60), sent("east", "34/5/63 201/5/63/S ipv4/60"))
            .label(100, 1, V4 + LSE, 0, 0)
            .label(101, 1, V4 + LSE, 0, 0);
    }

    private static GoldenCase peers() {
        return GoldenCase.named("next-hop-peer")
            .says("A peer is reached by its best tunnel, else as a neighbour on an MPLS interface, else not at all (RFC 4364 §10(b))")
            .config(router("""
                next-hops:
                  - {index: 23, interface: east, neighbour: 10.0.2.1, push: [34]}
                  - {index: 24, interface: north, neighbour: 10.0.3.1, push: [35]}
                  - {index: 29, peer: 192.0.2.11}
                  - {index: 30, peer: 10.0.3.1, push: [55]}
                  - {index: 31, peer: 192.0.2.12}
                tunnels:
                  - {endpoint: 192.0.2.11, owner: ldp, next-hop: 24, preference: 1, metric: 1}
                  - {endpoint: 192.0.2.11, owner: rsvp, next-hop: 23, metric: 9}
                lsps:
                  - {label: 100, swap: 200, next-hop: 29}
                  - {label: 101, swap: 201, next-hop: 30}
                  - {label: 102, swap: 202, next-hop: 31}
                """))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", "34/5/63 200/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(101, 5, 64), 60), sent("north", "55/5/63 201/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(102, 5, 64), 60), dropped(DropReason.UNRESOLVED))
            .label(102, 0, 0, 1, 0)
            .nextHop(23, 1, V4 + 2 * LSE, 0, 0)
            .nextHop(24, 0, 0, 0, 0);
    }

    private static GoldenCase explicitNullOut() {
        return GoldenCase.named("swap-to-explicit-null")
            .says("Labels 0 and 2 as out labels go onto the wire like any other (RFC 3032 §2.1)")
            .config(routerWith("""
                  - {label: 100, swap: 0, next-hop: 1}
                  - {label: 101, swap: 2, next-hop: 1}
                """))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", "0/5/63/S ipv4/60"))
            .in("west", v6(west().mpls(101, 5, 64), 60), sent("east", "2/5/63/S ipv6/60"))
            .nextHop(1, 2, V4 + V6 + 2 * LSE, 0, 0);
    }

    private static GoldenCase mtu() {
        return GoldenCase.named("mtu-exceeded")
            .says("A packet that its new labels make longer than the egress MTU is dropped and counted (RFC 3032 §3)")
            .config("""
                router: LSR
                router-id: 192.0.2.1
                interfaces:
                  - {name: west, port: west, mac: "02:00:00:00:00:01", mpls: core}
                  - {name: east, port: east, mac: "02:00:00:00:00:02", mpls: core, mtu: 100}
                neighbours:
                  - {interface: east, address: 10.0.2.1, mac: "02:00:00:00:02:01"}
                next-hops:
                  - {index: 1, interface: east, neighbour: 10.0.2.1, push: [34]}
                  - {index: 2, interface: east, neighbour: 10.0.2.1}
                lsps:
                  - {label: 100, swap: 200, next-hop: 1}
                  - {label: 101, swap: 200, next-hop: 2}
                  - {label: 102, php: ip, next-hop: 2}
                """)
            .in("west", v4(west().mpls(100, 5, 64), 60).payload(64), sent("east", "34/5/63 200/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(100, 5, 64), 60).payload(65), dropped(DropReason.MTU_EXCEEDED))
            .in("west", v4(west().mpls(101, 5, 64), 60).payload(68), sent("east", "200/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(101, 5, 64), 60).payload(69), dropped(DropReason.MTU_EXCEEDED))
            .in("west", v4(west().mpls(102, 5, 64), 60).payload(72), sent("east", "ipv4/63"))
            .in("west", v4(west().mpls(102, 5, 64), 60).payload(73), dropped(DropReason.MTU_EXCEEDED))
            .label(100, 1, 96, 1, 0)
            .label(101, 1, 100, 1, 0)
            .label(102, 1, 104, 1, 0)
            .nextHop(1, 1, 100, 1, 0)
            .nextHop(2, 2, 200, 2, 0);
    }

    private static GoldenCase statisticsOff() {
        return GoldenCase.named("statistics-off")
            .says("A next hop with statistics off counts nothing; its labels count all the same")
            .config(router("""
                next-hops:
                  - {index: 1, interface: east, neighbour: 10.0.2.1, statistics: false}
                  - {index: 2, interface: north, neighbour: 10.0.3.1}
                lsps:
                  - {label: 100, swap: 200, next-hop: 1}
                  - {label: 101, swap: 201, next-hop: 2}
                """))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", "200/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(101, 5, 64), 60), sent("north", "201/5/63/S ipv4/60"))
            .label(100, 1, V4 + LSE, 0, 0)
            .label(101, 1, V4 + LSE, 0, 0)
            .nextHop(2, 1, V4 + LSE, 0, 0)
            .noStatistics(1);
    }

    private static GoldenCase portDown() {
        return GoldenCase.named("port-down")
            .says("A packet whose egress is down counts for its label and next hop and is then discarded")
            .config(routerWith("""
                  - {label: 100, swap: 200, next-hop: 1}
                  - {label: 101, swap: 201, next-hop: 2}
                """))
            .down("east")
            .in("west", v4(west().mpls(100, 5, 64), 60), dropped(DropReason.PORT_DOWN))
            .in("west", v4(west().mpls(101, 5, 64), 60), sent("north", "201/5/63/S ipv4/60"))
            .label(100, 1, V4 + LSE, 0, 1)
            .label(101, 1, V4 + LSE, 0, 0)
            .nextHop(1, 1, V4 + LSE, 0, 1)
            .nextHop(2, 1, V4 + LSE, 0, 0);
    }
}
