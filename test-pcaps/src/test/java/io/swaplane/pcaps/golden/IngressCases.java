package io.swaplane.pcaps.golden;

import static io.swaplane.pcaps.golden.CaseParts.EAST;
import static io.swaplane.pcaps.golden.CaseParts.LSE;
import static io.swaplane.pcaps.golden.CaseParts.NORTH;
import static io.swaplane.pcaps.golden.CaseParts.NORTH_NEIGHBOUR;
import static io.swaplane.pcaps.golden.CaseParts.V4;
import static io.swaplane.pcaps.golden.CaseParts.WEST;
import static io.swaplane.pcaps.golden.CaseParts.WEST_NEIGHBOUR;
import static io.swaplane.pcaps.golden.CaseParts.north;
import static io.swaplane.pcaps.golden.CaseParts.routerWith;
import static io.swaplane.pcaps.golden.CaseParts.v4;
import static io.swaplane.pcaps.golden.CaseParts.v6;
import static io.swaplane.pcaps.golden.CaseParts.west;
import static io.swaplane.pcaps.golden.Expected.dropped;
import static io.swaplane.pcaps.golden.Expected.punted;
import static io.swaplane.pcaps.golden.Expected.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.pcaps.PacketBuilder;
import io.swaplane.table.DropReason;
import io.swaplane.table.PuntReason;
import java.util.HexFormat;
import java.util.List;

/** Frames, VLAN tags, MAC addresses, accept classes, label spaces of interfaces. */
final class IngressCases {
    private static final String ONE_SWAP = """
          - {label: 100, swap: 200, next-hop: 1}
        """;
    private static final String VLANS = """
        router: LSR
        router-id: 192.0.2.1
        interfaces:
          - {name: west, port: west, mac: "02:00:00:00:00:01", mpls: core}
          - {name: west100, port: west, vlan: 100, mac: "02:00:00:00:00:01", mpls: core}
          - {name: west100.30, port: west, vlan: {outer: 100, inner: 30}, mac: "02:00:00:00:00:01", mpls: core}
          - {name: east200, port: east, vlan: 200, mac: "02:00:00:00:00:02", mpls: core}
          - {name: east300.40, port: east, vlan: {outer: 300, inner: 40}, mac: "02:00:00:00:00:02", mpls: core}
          - {name: east300.50, port: east, vlan: {outer: 300, inner: 50, tpid: "0x8100"}, mac: "02:00:00:00:00:02", mpls: core}
        neighbours:
          - {interface: east200, address: 10.0.2.1, mac: "02:00:00:00:02:01"}
          - {interface: east300.40, address: 10.0.2.1, mac: "02:00:00:00:02:01"}
          - {interface: east300.50, address: 10.0.2.1, mac: "02:00:00:00:02:01"}
        next-hops:
          - {index: 1, interface: east200, neighbour: 10.0.2.1}
          - {index: 2, interface: east300.40, neighbour: 10.0.2.1}
          - {index: 3, interface: east300.50, neighbour: 10.0.2.1, push: [34]}
        lsps:
          - {label: 100, accept: {interface: west}, swap: 200, next-hop: 1}
          - {label: 101, accept: {interface: west100}, swap: 201, next-hop: 2}
          - {label: 102, accept: {interface: west100.30}, swap: 202, next-hop: 3}
          - {label: 103, accept: {interface: west100.30}, php: ip, next-hop: 2}
          - {label: 104, accept: {interface: west100.30}, receive: true}
        """;

    private IngressCases() {
    }

    static List<GoldenCase> all() {
        return List.of(l2Header(), vlanTags(), macAddresses(), refusedFrames(), acceptClasses(), acceptBelowTheTop(), explicitNullFromAny(),
            labelSpaces());
    }

    private static GoldenCase l2Header() {
        return GoldenCase.named("l2-header")
            .says("The new Ethernet header: the neighbour's MAC address, the egress interface's, and the ethertype of what follows")
            .config(routerWith("""
                  - {label: 100, swap: 200, next-hop: 1}
                  - {label: 101, php: ip, next-hop: 2}
                """))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", "200/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(101, 5, 64), 60), sent("north", "ipv4/63"))
            .in("west", v6(west().mpls(101, 5, 64), 60), sent("north", "ipv6/63"))
            .and(outcome -> {
                assertThat(outcome.sent().get("east")).extracting(packet -> hex(packet.data(), 14))
                    .containsExactly("020000000201020000000002" + "8847");
                assertThat(outcome.sent().get("north")).extracting(packet -> hex(packet.data(), 14))
                    .containsExactly("020000000301020000000003" + "0800", "020000000301020000000003" + "86dd");
            });
    }

    private static String hex(final byte[] bytes, final int count) {
        return HexFormat.of().formatHex(bytes, 0, count);
    }

    private static GoldenCase vlanTags() {
        return GoldenCase.named("vlan-tags")
            .says("802.1Q and QinQ tags in choose the interface, whatever their ethertypes; the egress interface's tags go out;"
                + " VID 0 is a priority tag and names no VLAN (IEEE 802.1Q)")
            .config(VLANS)
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", "q200 200/5/63/S ipv4/60"))
            .in("west", v4(west().vlan(100).mpls(101, 5, 64), 60), sent("east", "s300 q40 201/5/63/S ipv4/60"))
            .in("west", v4(west().vlan(100, 0x88A8).vlan(30).mpls(102, 5, 64), 60), sent("east", "q300 q50 34/5/63 202/5/63/S ipv4/60"))
            .in("west", v4(west().vlan(100).vlan(30).mpls(103, 5, 64), 60), sent("east", "s300 q40 ipv4/63"))
            .in("west", v4(west().vlan(0).mpls(100, 5, 64), 60), sent("east", "q200 200/5/63/S ipv4/60"))
            .in("west", v4(west().vlan(0, 0x8100, 7).vlan(100).mpls(101, 5, 64), 60), sent("east", "s300 q40 201/5/63/S ipv4/60"))
            .in("west", v4(west().vlan(100).vlan(0).mpls(101, 5, 64), 60), sent("east", "s300 q40 201/5/63/S ipv4/60"))
            .in("west", v4(west().vlan(0).vlan(0).mpls(100, 5, 64), 60), sent("east", "q200 200/5/63/S ipv4/60"))
            .in("west", v4(west().vlan(100, 0x8100, 5).vlan(30).mpls(104, 5, 64), 60), punted(PuntReason.RECEIVE, "q100 q30 ipv4/64"))
            .in("west", v4(west().vlan(999).mpls(100, 5, 64), 60), dropped(DropReason.UNKNOWN_VLAN))
            .in("west", v4(west().vlan(100).vlan(31).mpls(102, 5, 64), 60), dropped(DropReason.UNKNOWN_VLAN))
            .in("east", v4(PacketBuilder.ethernet(EAST, WEST_NEIGHBOUR).mpls(100, 5, 64), 60), dropped(DropReason.UNKNOWN_VLAN))
            .in("west", v4(west().vlan(100).vlan(30).vlan(30).mpls(102, 5, 64), 60), dropped(DropReason.NOT_MPLS))
            .in("west", v4(west().vlan(100).mpls(100, 5, 64), 60), dropped(DropReason.ACCEPT_CLASS))
            .nextHop(1, 3, 3 * V4 + 3 * LSE, 0, 0)
            .nextHop(2, 4, 4 * V4 + 3 * LSE, 0, 0)
            .nextHop(3, 1, V4 + 2 * LSE, 0, 0);
    }

    private static GoldenCase macAddresses() {
        return GoldenCase.named("mac-addresses")
            .says("Only frames to the interface's own MAC address are taken, and group addresses where that is configured (RFC 5332 §2)")
            .config("""
                router: LSR
                router-id: 192.0.2.1
                interfaces:
                  - {name: west, port: west, mac: "02:00:00:00:00:01", mpls: core}
                  - {name: east, port: east, mac: "02:00:00:00:00:02", mpls: core}
                  - {name: north, port: north, mac: "02:00:00:00:00:03", mpls: core, multicast: true}
                  - {name: south, port: south, mac: "02:00:00:00:00:04"}
                neighbours:
                  - {interface: east, address: 10.0.2.1, mac: "02:00:00:00:02:01"}
                next-hops:
                  - {index: 1, interface: east, neighbour: 10.0.2.1}
                lsps:
                  - {label: 100, swap: 200, next-hop: 1}
                """)
            .in("west", swapped(WEST), sent("east", "200/5/63/S ipv4/60"))
            .in("west", swapped(EAST), dropped(DropReason.WRONG_MAC))
            .in("west", swapped("01:00:5e:80:00:64"), dropped(DropReason.MULTICAST_MAC))
            .in("west", swapped("ff:ff:ff:ff:ff:ff"), dropped(DropReason.MULTICAST_MAC))
            .in("north", swapped(NORTH), sent("east", "200/5/63/S ipv4/60"))
            .in("north", swapped("01:00:5e:80:00:64"), sent("east", "200/5/63/S ipv4/60"))
            .in("north", swapped("ff:ff:ff:ff:ff:ff"), sent("east", "200/5/63/S ipv4/60"))
            .in("north", swapped(WEST), dropped(DropReason.WRONG_MAC))
            .in("south", swapped("02:00:00:00:00:04"), dropped(DropReason.MPLS_DISABLED))
            .label(100, 4, 4 * V4 + 4 * LSE, 0, 0);
    }

    private static PacketBuilder swapped(final String destination) {
        return v4(PacketBuilder.ethernet(destination, NORTH_NEIGHBOUR).mpls(100, 5, 64), 60);
    }

    private static GoldenCase refusedFrames() {
        final byte[] whole = v4(west().mpls(100, 5, 64), 60).build();
        return GoldenCase.named("refused-frames")
            .says("Frames that are not MPLS, cut off, or upstream-assigned (RFC 5332 §3); what a capture holds only in part is counted")
            .config(routerWith(ONE_SWAP))
            .in("west", v4(west(), 60), dropped(DropReason.NOT_MPLS))
            .in("west", west().ethertype(0x0806).payload(46), dropped(DropReason.NOT_MPLS))
            .in("west", v4(west().ethertype(0x8848).mpls(100, 5, 64), 60), dropped(DropReason.UPSTREAM_LABEL))
            .in("west", v4(west().mpls(100, 5, 64), 60).truncate(13), dropped(DropReason.RUNT))
            .in("west", v4(west().vlan(100).mpls(100, 5, 64), 60).truncate(17), dropped(DropReason.RUNT))
            .in("west", v4(west().mpls(100, 5, 64), 60).truncate(14), dropped(DropReason.MALFORMED_STACK))
            .in("west", whole, whole.length + 1, dropped(DropReason.SNAPPED))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", "200/5/63/S ipv4/60"))
            .label(100, 1, V4 + LSE, 0, 0);
    }

    private static GoldenCase acceptClasses() {
        final String lan = "02:00:00:00:00:04";
        final String peer1 = "02:00:00:00:04:01";
        final String peer2 = "02:00:00:00:04:02";
        final String south = "02:00:00:00:00:05";
        final GoldenCase golden = GoldenCase.named("accept-classes")
            .says("A label is valid only from where it was given to: the core, one interface, one neighbour on a shared link, a set, or"
                + " the whole router (RFC 4364 §10(b), §13.1)")
            .config("""
                router: LSR
                router-id: 192.0.2.1
                interfaces:
                  - {name: west, port: west, mac: "02:00:00:00:00:01", mpls: core}
                  - {name: east, port: east, mac: "02:00:00:00:00:02", mpls: core}
                  - {name: lan, port: lan, mac: "02:00:00:00:00:04", mpls: external}
                  - {name: south, port: south, mac: "02:00:00:00:00:05", mpls: external}
                neighbours:
                  - {interface: east, address: 10.0.2.1, mac: "02:00:00:00:02:01"}
                  - {interface: lan, address: 10.0.4.1, mac: "02:00:00:00:04:01"}
                  - {interface: lan, address: 10.0.4.2, mac: "02:00:00:00:04:02"}
                accept-sets:
                  - name: partners
                    members:
                      - {interface: south}
                      - {interface: lan, neighbour: 10.0.4.2}
                next-hops:
                  - {index: 1, interface: east, neighbour: 10.0.2.1}
                lsps:
                  - {label: 100, swap: 200, next-hop: 1}
                  - {label: 101, accept: {interface: lan}, swap: 201, next-hop: 1}
                  - {label: 102, accept: {interface: lan, neighbour: 10.0.4.1}, swap: 202, next-hop: 1}
                  - {label: 103, accept: {set: partners}, swap: 203, next-hop: 1}
                  - {label: 104, accept: router, swap: 204, next-hop: 1}
                """);
        return golden
            .in("west", from(WEST, WEST_NEIGHBOUR, 100), sent("east", "200/5/63/S ipv4/60"))
            .in("lan", from(lan, peer1, 100), dropped(DropReason.ACCEPT_CLASS))
            .in("south", from(south, peer1, 100), dropped(DropReason.ACCEPT_CLASS))
            .in("lan", from(lan, peer1, 101), sent("east", "201/5/63/S ipv4/60"))
            .in("lan", from(lan, "02:00:00:00:04:99", 101), sent("east", "201/5/63/S ipv4/60"))
            .in("west", from(WEST, WEST_NEIGHBOUR, 101), dropped(DropReason.ACCEPT_CLASS))
            .in("lan", from(lan, peer1, 102), sent("east", "202/5/63/S ipv4/60"))
            .in("lan", from(lan, peer2, 102), dropped(DropReason.ACCEPT_CLASS))
            .in("south", from(south, peer1, 102), dropped(DropReason.ACCEPT_CLASS))
            .in("lan", from(lan, peer2, 103), sent("east", "203/5/63/S ipv4/60"))
            .in("south", from(south, peer1, 103), sent("east", "203/5/63/S ipv4/60"))
            .in("lan", from(lan, peer1, 103), dropped(DropReason.ACCEPT_CLASS))
            .in("west", from(WEST, WEST_NEIGHBOUR, 104), sent("east", "204/5/63/S ipv4/60"))
            .in("lan", from(lan, peer1, 104), sent("east", "204/5/63/S ipv4/60"))
            .in("south", from(south, peer1, 104), sent("east", "204/5/63/S ipv4/60"))
            .label(100, 1, V4 + LSE, 2, 0)
            .label(101, 2, 2 * (V4 + LSE), 1, 0)
            .label(102, 1, V4 + LSE, 2, 0)
            .label(103, 2, 2 * (V4 + LSE), 1, 0)
            .label(104, 3, 3 * (V4 + LSE), 0, 0);
    }

    private static PacketBuilder from(final String destination, final String source, final int label) {
        return v4(PacketBuilder.ethernet(destination, source).mpls(label, 5, 64), 60);
    }

    private static final String EXTERNAL_WEST = """
        router: LSR
        router-id: 192.0.2.1
        %s
        interfaces:
          - {name: west, port: west, mac: "02:00:00:00:00:01", mpls: external}
          - {name: east, port: east, mac: "02:00:00:00:00:02", mpls: core}
        neighbours:
          - {interface: east, address: 10.0.2.1, mac: "02:00:00:00:02:01"}
        next-hops:
          - {index: 1, interface: east, neighbour: 10.0.2.1}
        lsps:
          - {label: 100, swap: 200, next-hop: 1}
          - {label: 101, accept: {interface: west}, lookup: platform}
        """;

    private static GoldenCase acceptBelowTheTop() {
        return GoldenCase.named("accept-class-below-the-top")
            .says("Every label that is looked up is checked, not only the first: nobody reaches a core label through an own one")
            .config(EXTERNAL_WEST.formatted("mpls: {ttl-model: uniform}"))
            .in("west", v4(west().mpls(101, 5, 64), 60), punted(PuntReason.IP_LOOKUP, "ipv4/64"))
            .in("west", v4(west().mpls(101, 5, 64).mpls(100, 2, 33), 60), dropped(DropReason.ACCEPT_CLASS))
            .in("west", v4(west().mpls(0, 5, 64), 60), dropped(DropReason.ACCEPT_CLASS))
            .in("west", v4(west().mpls(101, 5, 64).mpls(0, 5, 64), 60), dropped(DropReason.ACCEPT_CLASS))
            .label(100, 0, 0, 1, 0)
            .label(101, 3, 3 * V4 + 5 * LSE, 0, 0);
    }

    private static GoldenCase explicitNullFromAny() {
        return GoldenCase.named("explicit-null-from-any")
            .says("Explicit null can be taken from external interfaces too; labels behind it are checked all the same")
            .config(EXTERNAL_WEST.formatted("mpls: {special-labels: {explicit-null-from: any}}"))
            .in("west", v4(west().mpls(0, 5, 64), 60), punted(PuntReason.IP_LOOKUP, "ipv4/64"))
            .in("west", v6(west().mpls(2, 5, 64), 60), punted(PuntReason.IP_LOOKUP, "ipv6/64"))
            .in("west", v4(west().mpls(0, 5, 64).mpls(100, 2, 33), 60), dropped(DropReason.ACCEPT_CLASS))
            .label(100, 0, 0, 1, 0);
    }

    private static GoldenCase labelSpaces() {
        return GoldenCase.named("label-spaces")
            .says("An interface with a label space of its own: the same label means something else there; a lookup leads from one space"
                + " to another (RFC 3031 §3.14)")
            .config("""
                router: LSR
                router-id: 192.0.2.1
                interfaces:
                  - {name: west, port: west, mac: "02:00:00:00:00:01", mpls: core, label-space: interface}
                  - {name: east, port: east, mac: "02:00:00:00:00:02", mpls: core}
                  - {name: north, port: north, mac: "02:00:00:00:00:03", mpls: core}
                neighbours:
                  - {interface: east, address: 10.0.2.1, mac: "02:00:00:00:02:01"}
                next-hops:
                  - {index: 1, interface: east, neighbour: 10.0.2.1}
                lsps:
                  - {label: 100, swap: 200, next-hop: 1}
                  - {label: 100, label-space: west, swap: 300, next-hop: 1}
                  - {label: 101, label-space: west, lookup: platform}
                  - {label: 102, lookup: west}
                """)
            .in("north", v4(north().mpls(100, 5, 64), 60), sent("east", "200/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", "300/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(101, 5, 64).mpls(100, 5, 64), 60), sent("east", "200/5/63/S ipv4/60"))
            .in("north", v4(north().mpls(102, 5, 64).mpls(100, 5, 64), 60), sent("east", "300/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(0, 5, 64).mpls(100, 5, 64), 60), sent("east", "200/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(102, 5, 64), 60), dropped(DropReason.UNKNOWN_LABEL))
            .in("north", v4(north().mpls(101, 5, 64), 60), dropped(DropReason.UNKNOWN_LABEL))
            .label("platform", 100, 3, 3 * V4 + 3 * LSE, 0, 0)
            .label("west", 100, 2, 2 * V4 + 2 * LSE, 0, 0)
            .label("west", 101, 1, V4 + 2 * LSE, 0, 0)
            .label("platform", 102, 1, V4 + 2 * LSE, 0, 0);
    }
}
