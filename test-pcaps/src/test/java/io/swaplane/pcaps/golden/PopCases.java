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
import static io.swaplane.pcaps.golden.Expected.punted;
import static io.swaplane.pcaps.golden.Expected.sent;

import io.swaplane.pcaps.PacketBuilder;
import io.swaplane.table.DropReason;
import io.swaplane.table.PuntReason;
import java.util.List;

/** Pop in all its forms, receive, drop. */
final class PopCases {
    private PopCases() {
    }

    static List<GoldenCase> all() {
        return List.of(php(), implicitNull(), phpIntoTunnel(), perCe(), lookup(), lookupDeep(), lookupIp(), receive(), drop(), notIp());
    }

    private static GoldenCase php() {
        return GoldenCase.named("php")
            .says("Penultimate hop popping: bare IPv4 and IPv6 leave with their ethertypes, the TTL written into what is laid bare"
                + " (RFC 3031 §3.16, RFC 3443 §3.1)")
            .config(routerWith("""
                  - {label: 100, php: ip, next-hop: 1}
                """))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", "ipv4/63"))
            .in("west", v6(west().mpls(100, 5, 64), 60), sent("east", "ipv6/63"))
            .in("west", v4(west().mpls(100, 5, 64).mpls(300, 2, 33), 60), sent("east", "300/5/63/S ipv4/60"))
            .label(100, 3, 2 * V4 + V6 + 4 * LSE, 0, 0)
            .nextHop(1, 3, 2 * V4 + V6 + LSE, 0, 0);
    }

    private static GoldenCase implicitNull() {
        return GoldenCase.named("implicit-null-out")
            .says("Out label 3, by number or name, never goes onto the wire: the label is popped (RFC 3032 §2.1)")
            .config(routerWith("""
                  - {label: 100, swap: 3, next-hop: 1}
                  - {label: 101, swap: implicit-null, next-hop: 1}
                """))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", "ipv4/63"))
            .in("west", v6(west().mpls(101, 5, 64), 60), sent("east", "ipv6/63"))
            .in("west", v4(west().mpls(101, 5, 64).mpls(300, 2, 33), 60), sent("east", "300/5/63/S ipv4/60"));
    }

    private static GoldenCase phpIntoTunnel() {
        return GoldenCase.named("php-into-tunnel")
            .says("The innermost pushed label is the bottom of the stack when the last label was popped (RFC 3032 §2.1)")
            .config(router("""
                next-hops:
                  - {index: 1, interface: east, neighbour: 10.0.2.1, push: [34, 35]}
                lsps:
                  - {label: 100, php: ip, next-hop: 1}
                """))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", "34/5/63 35/5/63/S ipv4/63"))
            .in("west", v6(west().mpls(100, 5, 64), 60), sent("east", "34/5/63 35/5/63/S ipv6/63"))
            .in("west", v4(west().mpls(100, 5, 64).mpls(300, 2, 33), 60), sent("east", "34/5/63 35/5/63 300/5/63/S ipv4/60"));
    }

    private static GoldenCase perCe() {
        return GoldenCase.named("pop-per-ce")
            .says("A label for each CE: pop and forward without a lookup (RFC 4364 §4.3.2)")
            .config(routerWith("""
                  - {label: 100, pop: ipv4, next-hop: 1}
                  - {label: 101, pop: ipv6, next-hop: 2}
                  - {label: 102, pop: ip, next-hop: 1}
                """))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", "ipv4/63"))
            .in("west", v6(west().mpls(101, 5, 64), 60), sent("north", "ipv6/63"))
            .in("west", v6(west().mpls(102, 5, 64), 60), sent("east", "ipv6/63"))
            .in("west", v4(west().mpls(102, 5, 64).mpls(300, 2, 33), 60), sent("east", "300/5/63/S ipv4/60"))
            .label(100, 1, V4 + LSE, 0, 0)
            .label(101, 1, V6 + LSE, 0, 0)
            .nextHop(2, 1, V6, 0, 0);
    }

    private static GoldenCase lookup() {
        return GoldenCase.named("pop-lookup")
            .says("Pop and look up the next label; in uniform model TTL and TC of the popped one go on, in pipe model the next one's own"
                + " (RFC 3031 §3.10, RFC 3443 §3.1, §3.2)")
            .config(routerWith("""
                  - {label: 100, swap: 200, next-hop: 1}
                  - {label: 101, lookup: platform}
                  - {label: 102, lookup: platform, ttl-model: pipe, tc-model: pipe}
                """))
            .in("west", v4(west().mpls(101, 5, 64).mpls(100, 2, 33), 60), sent("east", "200/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(102, 5, 64).mpls(100, 2, 33), 60), sent("east", "200/2/32/S ipv4/60"))
            .in("west", v4(west().mpls(101, 5, 64).mpls(999, 2, 33), 60), dropped(DropReason.UNKNOWN_LABEL))
            .label(100, 2, 2 * V4 + 2 * LSE, 0, 0)
            .label(101, 2, 2 * V4 + 4 * LSE, 0, 0)
            .label(102, 1, V4 + 2 * LSE, 0, 0);
    }

    private static GoldenCase lookupDeep() {
        final PacketBuilder frame = west();
        for (int i = 0; i < 20; i++) {
            frame.mpls(101, 5, 64 - i);
        }
        return GoldenCase.named("pop-lookup-deep")
            .says("Twenty labels popped one after the other, then a swap: no depth is too much")
            .config(routerWith("""
                  - {label: 100, swap: 200, next-hop: 1}
                  - {label: 101, lookup: platform}
                """))
            .in("west", v4(frame.mpls(100, 2, 33), 60), sent("east", "200/5/63/S ipv4/60"))
            .label(100, 1, V4 + LSE, 0, 0)
            .label(101, 20, 20 * V4 + 230 * LSE, 0, 0);
    }

    private static GoldenCase lookupIp() {
        return GoldenCase.named("pop-lookup-ip")
            .says("When the last label is popped for a lookup, the host gets the bare packet; its TTL is the label's in uniform model")
            .config(routerWith("""
                  - {label: 101, lookup: platform}
                  - {label: 102, lookup: platform, ttl-model: pipe}
                  - {label: 103, lookup: platform, payload: ipv6}
                """))
            .in("west", v4(west().mpls(101, 5, 64), 60), punted(PuntReason.IP_LOOKUP, "ipv4/64"))
            .in("west", v6(west().mpls(101, 5, 64), 60), punted(PuntReason.IP_LOOKUP, "ipv6/64"))
            .in("west", v4(west().mpls(102, 5, 64), 60), punted(PuntReason.IP_LOOKUP, "ipv4/60"))
            .in("west", v4(west().mpls(101, 5, 64).mpls(102, 5, 7), 60), punted(PuntReason.IP_LOOKUP, "ipv4/60"))
            .in("west", v6(west().mpls(103, 5, 64), 60), punted(PuntReason.IP_LOOKUP, "ipv6/64"))
            .in("west", v4(west().mpls(103, 5, 64), 60), dropped(DropReason.NOT_IP))
            .label(101, 3, 2 * V4 + V6 + 4 * LSE, 0, 0)
            .label(102, 2, 2 * V4 + 2 * LSE, 0, 0)
            .label(103, 1, V6 + LSE, 1, 0);
    }

    private static GoldenCase receive() {
        return GoldenCase.named("receive")
            .says("A label of the router's own: the host gets what is behind it, labels included")
            .config(routerWith("""
                  - {label: 100, receive: true}
                  - {label: 101, receive: true, ttl-model: pipe, tc-model: pipe}
                """))
            .in("west", v4(west().mpls(100, 5, 64), 60), punted(PuntReason.RECEIVE, "ipv4/64"))
            .in("west", v6(west().mpls(100, 5, 1), 60), punted(PuntReason.RECEIVE, "ipv6/1"))
            .in("west", v4(west().mpls(100, 5, 64).mpls(300, 2, 33), 60), punted(PuntReason.RECEIVE, "300/5/64/S ipv4/60"))
            .in("west", v4(west().mpls(101, 5, 64).mpls(300, 2, 33), 60), punted(PuntReason.RECEIVE, "300/2/33/S ipv4/60"))
            .in("west", v4(west().mpls(101, 5, 64), 60), punted(PuntReason.RECEIVE, "ipv4/60"))
            .in("west", west().mpls(100, 5, 64).payload(new byte[60]), dropped(DropReason.NOT_IP))
            .label(100, 3, 2 * V4 + V6 + 4 * LSE, 1, 0);
    }

    private static GoldenCase drop() {
        return GoldenCase.named("drop")
            .says("A label that the configuration discards")
            .config(routerWith("""
                  - {label: 100, drop: true}
                """))
            .in("west", v4(west().mpls(100, 5, 64), 60), dropped(DropReason.ADMINISTRATIVE))
            .label(100, 0, 0, 1, 0);
    }

    private static GoldenCase notIp() {
        return GoldenCase.named("not-ip")
            .says("What a pop lays bare must be the IP version that the label stands for, with a whole header (RFC 3032 §2.2)")
            .config(routerWith("""
                  - {label: 100, php: ipv4, next-hop: 1}
                  - {label: 101, pop: ipv6, next-hop: 1}
                  - {label: 102, php: ip, next-hop: 1}
                """))
            .in("west", v6(west().mpls(100, 5, 64), 60), dropped(DropReason.NOT_IP))
            .in("west", v4(west().mpls(101, 5, 64), 60), dropped(DropReason.NOT_IP))
            .in("west", west().mpls(102, 5, 64).payload(new byte[60]), dropped(DropReason.NOT_IP))
            .in("west", v4(west().mpls(102, 5, 64), 60).truncate(14 + 4 + 19), dropped(DropReason.NOT_IP))
            .in("west", v6(west().mpls(102, 5, 64), 60).truncate(14 + 4 + 39), dropped(DropReason.NOT_IP))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", "ipv4/63"))
            .label(100, 1, V4 + LSE, 1, 0)
            .label(101, 0, 0, 1, 0)
            .label(102, 0, 0, 3, 0);
    }
}
