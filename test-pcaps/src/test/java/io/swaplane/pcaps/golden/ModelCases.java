package io.swaplane.pcaps.golden;

import static io.swaplane.pcaps.golden.CaseParts.LSE;
import static io.swaplane.pcaps.golden.CaseParts.V4;
import static io.swaplane.pcaps.golden.CaseParts.router;
import static io.swaplane.pcaps.golden.CaseParts.routerWith;
import static io.swaplane.pcaps.golden.CaseParts.v4;
import static io.swaplane.pcaps.golden.CaseParts.v6;
import static io.swaplane.pcaps.golden.CaseParts.west;
import static io.swaplane.pcaps.golden.Expected.punted;
import static io.swaplane.pcaps.golden.Expected.sent;

import io.swaplane.table.PuntReason;
import java.util.List;

/** TTL and TC models. */
final class ModelCases {
    private ModelCases() {
    }

    static List<GoldenCase> all() {
        return List.of(ttlPipe(), ttlPerLsp(), ttlExpired(), ttlExpiredAfterPop(), tcPipe(), tcPerLsp());
    }

    private static GoldenCase ttlPipe() {
        return GoldenCase.named("ttl-pipe-router")
            .says("Pipe model for the whole router: pushed labels get the configured TTL, a penultimate pop writes nothing, the LSP's end"
                + " counts the inner TTL down (RFC 3443 §3.2, §3.3)")
            .config(router("""
                mpls: {ttl-model: pipe, pipe-ttl: 200}
                next-hops:
                  - {index: 1, interface: east, neighbour: 10.0.2.1, push: [34]}
                  - {index: 2, interface: north, neighbour: 10.0.3.1}
                lsps:
                  - {label: 100, swap: 201, next-hop: 1}
                  - {label: 101, php: ip, next-hop: 2}
                  - {label: 102, pop: ip, next-hop: 2}
                  - {label: 103, pop: ip, next-hop: 1}
                """))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", "34/5/200 201/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(101, 5, 64), 60), sent("north", "ipv4/60"))
            .in("west", v6(west().mpls(101, 5, 64), 60), sent("north", "ipv6/60"))
            .in("west", v4(west().mpls(101, 5, 64).mpls(300, 2, 33), 60), sent("north", "300/5/33/S ipv4/60"))
            .in("west", v4(west().mpls(102, 5, 64), 60), sent("north", "ipv4/59"))
            .in("west", v6(west().mpls(102, 5, 64), 60), sent("north", "ipv6/59"))
            .in("west", v4(west().mpls(102, 5, 64).mpls(300, 2, 33), 60), sent("north", "300/5/32/S ipv4/60"))
            .in("west", v4(west().mpls(103, 5, 64), 60), sent("east", "34/5/200/S ipv4/59"));
    }

    private static GoldenCase ttlPerLsp() {
        return GoldenCase.named("ttl-per-lsp")
            .says("The TTL model of one LSP, and the pipe TTL of one next hop, go before the router's (RFC 3443 §3)")
            .config(router("""
                mpls: {ttl-model: uniform, pipe-ttl: 200}
                next-hops:
                  - {index: 1, interface: east, neighbour: 10.0.2.1, push: [34]}
                  - {index: 2, interface: north, neighbour: 10.0.3.1, push: [35], pipe-ttl: 99}
                lsps:
                  - {label: 100, swap: 200, next-hop: 1}
                  - {label: 101, swap: 201, next-hop: 1, ttl-model: pipe}
                  - {label: 102, swap: 202, next-hop: 2, ttl-model: pipe}
                  - {label: 103, swap: 203, next-hop: 2, ttl-model: uniform}
                """))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", "34/5/63 200/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(101, 5, 64), 60), sent("east", "34/5/200 201/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(102, 5, 64), 60), sent("north", "35/5/99 202/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(103, 5, 64), 60), sent("north", "35/5/63 203/5/63/S ipv4/60"));
    }

    private static GoldenCase ttlExpired() {
        return GoldenCase.named("ttl-expired")
            .says("A packet whose TTL would reach 0 is not forwarded: the slow path gets it as it came (RFC 3032 §2.4.2)")
            .config(routerWith("""
                  - {label: 100, swap: 200, next-hop: 1}
                  - {label: 101, php: ip, next-hop: 1}
                  - {label: 102, pop: ip, next-hop: 1}
                  - {label: 103, lookup: platform}
                  - {label: 104, receive: true}
                """))
            .in("west", v4(west().mpls(100, 5, 2), 60), sent("east", "200/5/1/S ipv4/60"))
            .in("west", v4(west().mpls(100, 5, 1), 60), punted(PuntReason.TTL_EXPIRED, "100/5/1/S ipv4/60"))
            .in("west", v4(west().mpls(100, 5, 0), 60), punted(PuntReason.TTL_EXPIRED, "100/5/0/S ipv4/60"))
            .in("west", v4(west().mpls(100, 5, 1).mpls(300, 2, 33), 60), punted(PuntReason.TTL_EXPIRED, "100/5/1 300/2/33/S ipv4/60"))
            .in("west", v6(west().mpls(101, 5, 1), 60), punted(PuntReason.TTL_EXPIRED, "101/5/1/S ipv6/60"))
            .in("west", v4(west().mpls(102, 5, 1), 60), punted(PuntReason.TTL_EXPIRED, "102/5/1/S ipv4/60"))
            .in("west", v4(west().mpls(103, 5, 0), 60), punted(PuntReason.TTL_EXPIRED, "103/5/0/S ipv4/60"))
            .in("west", v4(west().mpls(103, 5, 1), 60), punted(PuntReason.IP_LOOKUP, "ipv4/1"))
            .in("west", v4(west().mpls(104, 5, 0), 60), punted(PuntReason.TTL_EXPIRED, "104/5/0/S ipv4/60"))
            .label(100, 1, V4 + LSE, 3, 0)
            .label(101, 0, 0, 1, 0)
            .label(102, 0, 0, 1, 0)
            .label(103, 1, V4 + LSE, 1, 0)
            .label(104, 0, 0, 1, 0);
    }

    private static GoldenCase ttlExpiredAfterPop() {
        return GoldenCase.named("ttl-expired-behind-pop")
            .says("The TTL that counts after a pop: the popped label's in uniform model, the exposed header's in pipe model"
                + " (RFC 3443 §3.1, §3.2)")
            .config(routerWith("""
                  - {label: 100, swap: 200, next-hop: 1}
                  - {label: 101, lookup: platform}
                  - {label: 102, lookup: platform, ttl-model: pipe}
                  - {label: 103, pop: ip, next-hop: 1, ttl-model: pipe}
                """))
            .in("west", v4(west().mpls(101, 5, 1).mpls(100, 2, 33), 60),
                punted(PuntReason.TTL_EXPIRED, "101/5/1 100/2/33/S ipv4/60"))
            .in("west", v4(west().mpls(102, 5, 1).mpls(100, 2, 33), 60), sent("east", "200/5/32/S ipv4/60"))
            .in("west", v4(west().mpls(102, 5, 64).mpls(100, 2, 1), 60),
                punted(PuntReason.TTL_EXPIRED, "102/5/64 100/2/1/S ipv4/60"))
            .in("west", v4(west().mpls(103, 5, 1), 60), sent("east", "ipv4/59"))
            .in("west", v4(west().mpls(103, 5, 64), 1), punted(PuntReason.TTL_EXPIRED, "103/5/64/S ipv4/1"))
            .in("west", v6(west().mpls(103, 5, 64), 1), punted(PuntReason.TTL_EXPIRED, "103/5/64/S ipv6/1"))
            .in("west", v4(west().mpls(103, 5, 64).mpls(300, 2, 1), 60),
                punted(PuntReason.TTL_EXPIRED, "103/5/64 300/2/1/S ipv4/60"))
            .label(100, 1, V4 + LSE, 2, 0)
            .label(101, 1, V4 + 2 * LSE, 0, 0)
            .label(102, 2, 2 * V4 + 4 * LSE, 0, 0)
            .label(103, 1, V4 + LSE, 3, 0);
    }

    private static GoldenCase tcPipe() {
        return GoldenCase.named("tc-pipe-router")
            .says("Pipe model for the TC: a swap keeps it, pushed labels get the configured one, a pop leaves the exposed label's alone"
                + " (RFC 3270 §2.6, RFC 5462)")
            .config(router("""
                mpls: {tc-model: pipe, pipe-tc: 3}
                next-hops:
                  - {index: 1, interface: east, neighbour: 10.0.2.1, push: [34, 35]}
                  - {index: 2, interface: north, neighbour: 10.0.3.1, push: [36], pipe-tc: 6}
                lsps:
                  - {label: 100, swap: 200, next-hop: 1}
                  - {label: 101, swap: 201, next-hop: 2}
                  - {label: 102, php: ip, next-hop: 1}
                """))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", "34/3/63 35/3/63 200/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(101, 5, 64), 60), sent("north", "36/6/63 201/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(102, 5, 64).mpls(300, 2, 33), 60), sent("east", "34/3/63 35/3/63 300/2/63/S ipv4/60"));
    }

    private static GoldenCase tcPerLsp() {
        return GoldenCase.named("tc-per-lsp")
            .says("The TC model of one LSP goes before the router's; the DSCP is never touched (RFC 5462)")
            .config(router("""
                mpls: {tc-model: uniform, pipe-tc: 3}
                next-hops:
                  - {index: 1, interface: east, neighbour: 10.0.2.1, push: [34]}
                  - {index: 2, interface: north, neighbour: 10.0.3.1}
                lsps:
                  - {label: 100, swap: 200, next-hop: 1}
                  - {label: 101, swap: 201, next-hop: 1, tc-model: pipe}
                  - {label: 102, pop: ip, next-hop: 2}
                  - {label: 103, pop: ip, next-hop: 2, tc-model: pipe}
                """))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", "34/5/63 200/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(101, 5, 64), 60), sent("east", "34/3/63 201/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(102, 5, 64).mpls(300, 2, 33), 60), sent("north", "300/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(103, 5, 64).mpls(300, 2, 33), 60), sent("north", "300/2/63/S ipv4/60"))
            .in("west", v4(west().mpls(102, 5, 64), 60).dscp(46), sent("north", "ipv4/63"));
    }
}
