package io.swaplane.pcaps.golden;

import static io.swaplane.pcaps.golden.CaseParts.LSE;
import static io.swaplane.pcaps.golden.CaseParts.UNSEEDED;
import static io.swaplane.pcaps.golden.CaseParts.V4;
import static io.swaplane.pcaps.golden.CaseParts.router;
import static io.swaplane.pcaps.golden.CaseParts.v4;
import static io.swaplane.pcaps.golden.CaseParts.west;
import static io.swaplane.pcaps.golden.Expected.dropped;
import static io.swaplane.pcaps.golden.Expected.oneOf;
import static io.swaplane.pcaps.golden.Expected.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.pcap.PcapPacket;
import io.swaplane.pcaps.PacketBuilder;
import io.swaplane.table.DropReason;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** ECMP and protection. */
final class GroupCases {
    private static final int FLOWS = 240;
    private static final Expected.Sent EAST = new Expected.Sent("east", "200/5/63/S ipv4/60");
    private static final Expected.Sent NORTH = new Expected.Sent("north", "201/5/63/S ipv4/60");
    private static final Expected.Sent SOUTH = new Expected.Sent("south", "202/5/63/S ipv4/60");
    private static final String THREE_LEGS = """
        router: LSR
        router-id: 192.0.2.1
        interfaces:
          - {name: west, port: west, mac: "02:00:00:00:00:01", mpls: core}
          - {name: east, port: east, mac: "02:00:00:00:00:02", mpls: core}
          - {name: north, port: north, mac: "02:00:00:00:00:03", mpls: core}
          - {name: south, port: south, mac: "02:00:00:00:00:04", mpls: core}
        neighbours:
          - {interface: east, address: 10.0.2.1, mac: "02:00:00:00:02:01"}
          - {interface: north, address: 10.0.3.1, mac: "02:00:00:00:03:01"}
          - {interface: south, address: 10.0.4.1, mac: "02:00:00:00:04:01"}
        next-hops:
          - {index: 1, interface: east, neighbour: 10.0.2.1}
          - {index: 2, interface: north, neighbour: 10.0.3.1}
          - {index: 3, interface: south, neighbour: 10.0.4.1}
        lsps:
          - label: 100
            ecmp:
              - {weight: 2, swap: 200, next-hop: 1}
              - {weight: 1, swap: 201, next-hop: 2}
              - {weight: 1, swap: 202, next-hop: 3}
        """;
    private static final String TWO_LEGS = """
        next-hops:
          - {index: 1, interface: east, neighbour: 10.0.2.1}
          - {index: 2, interface: north, neighbour: 10.0.3.1}
        lsps:
          - label: 100
            ecmp:
              - {swap: 200, next-hop: 1}
              - {swap: 201, next-hop: 2}
        """;
    private static final String PAIR = """
        next-hops:
          - {index: 1, interface: east, neighbour: 10.0.2.1}
          - {index: 2, interface: north, neighbour: 10.0.3.1, push: [34]}
        lsps:
          - label: 100
            primary: {swap: 200, next-hop: 1}
            backup: {swap: 201, next-hop: 2}
        """;

    private static final String NEXT_HOP_GROUP = """
        next-hops:
          - {index: 1, interface: east, neighbour: 10.0.2.1, push: [34]}
          - {index: 2, interface: north, neighbour: 10.0.3.1}
          - {index: 40, group: [{weight: 3, next-hop: 1}, {next-hop: 2}]}
          - {index: 41, via: 40, push: [16]}
          - {index: 42, primary: 1, backup: 2}
        lsps:
          - {label: 100, swap: 200, next-hop: 41}
          - {label: 101, php: ip, next-hop: 41}
          - {label: 102, pop: ip, next-hop: 42}
        """;

    private GroupCases() {
    }

    static List<GoldenCase> all() {
        return List.of(weights(), stability(), entropyLabel(), entropyLabels(), ipv6(), labelsOnly(), primary(), backup(), bothDown(),
            nested(), nextHopGroup(), nextHopGroupDown(), nextHopGroupPops(), protectedNextHop());
    }

    private static GoldenCase flows(final GoldenCase golden, final Expected expected) {
        for (int flow = 0; flow < FLOWS; flow++) {
            golden.in("west", flow(flow), expected);
        }
        return golden;
    }

    private static PacketBuilder flow(final int flow) {
        return west().mpls(100, 5, 64).ipv4("198.51.100." + flow % 16, "203.0.113." + flow / 16, 60).udp(40000, 40001).payload(18);
    }

    private static GoldenCase weights() {
        return flows(GoldenCase.named("ecmp-weights")
            .says("Flows are shared by weight, each leg with its own label, and all packets of a flow go the same way")
            .config(THREE_LEGS), oneOf(EAST, NORTH, SOUTH))
            .in("west", flow(7), oneOf(EAST, NORTH, SOUTH))
            .in("west", flow(7), oneOf(EAST, NORTH, SOUTH))
            .label(100, FLOWS + 2, (FLOWS + 2) * (V4 + LSE), 0, 0)
            .and(outcome -> {
                assertThat(count(outcome, "east")).isBetween(FLOWS * 2 / 5, FLOWS * 3 / 5);
                assertThat(count(outcome, "north")).isBetween(FLOWS / 6, FLOWS / 3);
                assertThat(count(outcome, "south")).isBetween(FLOWS / 6, FLOWS / 3);
                final Set<Long> repeated = Set.of(GoldenFiles.timestamp(7), GoldenFiles.timestamp(FLOWS), GoldenFiles.timestamp(FLOWS + 1));
                assertThat(outcome.sent().values()).filteredOn(packets -> timestamps(packets).containsAll(repeated)).hasSize(1);
            });
    }

    private static GoldenCase stability() {
        return flows(GoldenCase.named("ecmp-port-down")
            .says("When a leg's port goes down only its own flows move, to all legs that are left")
            .config(THREE_LEGS).down("north"), oneOf(EAST, SOUTH))
            .label(100, FLOWS, FLOWS * (V4 + LSE), 0, 0)
            .and(outcome -> {
                final List<PcapPacket> beforeEast = GoldenFiles.sent("ecmp-weights", "east");
                final List<PcapPacket> beforeNorth = GoldenFiles.sent("ecmp-weights", "north");
                final Set<Long> east = timestamps(outcome.sent().get("east"));
                final Set<Long> flows = outcome.sent().values().stream().flatMap(packets -> timestamps(packets).stream())
                    .collect(Collectors.toSet());
                assertThat(east).containsAll(timestamps(beforeEast).stream().filter(flows::contains).toList());
                assertThat(timestamps(beforeNorth)).anyMatch(east::contains).anyMatch(time -> !east.contains(time));
            });
    }

    private static GoldenCase entropyLabel() {
        final GoldenCase golden = GoldenCase.named("ecmp-entropy-label")
            .says("An entropy label alone decides: packets with the same one stay together, whatever else differs (RFC 6790 §4.3)")
            .config(router(TWO_LEGS));
        for (int flow = 0; flow < 40; flow++) {
            golden.in("west", west().mpls(100, 5, 64).mpls(300 + flow, 0, 9).mpls(7, 0, 0).mpls(777, 0, 0)
                .ipv4("198.51.100." + flow, "203.0.113.1", 60).udp(40000, 40001).payload(18),
                oneOf(new Expected.Sent("east", "200/5/63 " + (300 + flow) + "/0/9 7/0/0 777/0/0/S ipv4/60"),
                    new Expected.Sent("north", "201/5/63 " + (300 + flow) + "/0/9 7/0/0 777/0/0/S ipv4/60")));
        }
        return golden.and(outcome -> assertThat(List.of(count(outcome, "east"), count(outcome, "north"))).containsExactlyInAnyOrder(0, 40));
    }

    private static GoldenCase entropyLabels() {
        final GoldenCase golden = GoldenCase.named("ecmp-entropy-labels")
            .says("Packets with different entropy labels part, though nothing else differs (RFC 6790 §4.3)")
            .config(router(UNSEEDED + TWO_LEGS));
        for (int flow = 0; flow < 40; flow++) {
            golden.in("west", v4(west().mpls(100, 5, 64).mpls(7, 0, 0).mpls(777 + flow, 0, 0), 60),
                oneOf(new Expected.Sent("east", "200/5/63 7/0/0 " + (777 + flow) + "/0/0/S ipv4/60"),
                    new Expected.Sent("north", "201/5/63 7/0/0 " + (777 + flow) + "/0/0/S ipv4/60")));
        }
        return golden.and(GroupCases::usesBoth);
    }

    private static GoldenCase ipv6() {
        final GoldenCase golden = GoldenCase.named("ecmp-ipv6")
            .says("IPv6 flows behind the stack are told apart by addresses and ports")
            .config(router(TWO_LEGS));
        for (int flow = 0; flow < 40; flow++) {
            golden.in("west", west().mpls(100, 5, 64).ipv6("2001:db8::1", "2001:db8:1::1", 60).tcp(50000 + flow, 443, 1).payload(18),
                oneOf(new Expected.Sent("east", "200/5/63/S ipv6/60"), new Expected.Sent("north", "201/5/63/S ipv6/60")));
        }
        return golden.and(GroupCases::usesBoth);
    }

    private static GoldenCase labelsOnly() {
        final GoldenCase golden = GoldenCase.named("ecmp-labels-only")
            .says("With the IP payload left out of the hash, only labels tell flows apart")
            .config(router("mpls: {hash-ip-payload: false, hash-seed: 0}\n" + TWO_LEGS));
        for (int flow = 0; flow < 40; flow++) {
            golden.in("west", flow(flow), oneOf(EAST, NORTH));
        }
        return golden.and(outcome -> assertThat(List.of(count(outcome, "east"), count(outcome, "north"))).containsExactlyInAnyOrder(0, 40));
    }

    private static GoldenCase primary() {
        return GoldenCase.named("protection-primary")
            .says("While its port is up, the primary path is used")
            .config(router(PAIR))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", "200/5/63/S ipv4/60"))
            .label(100, 1, V4 + LSE, 0, 0)
            .nextHop(1, 1, V4 + LSE, 0, 0);
    }

    private static GoldenCase backup() {
        return GoldenCase.named("protection-backup")
            .says("When the primary's port is down, the backup takes over, with its own label and pushes")
            .config(router(PAIR)).down("east")
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("north", "34/5/63 201/5/63/S ipv4/60"))
            .label(100, 1, V4 + LSE, 0, 0)
            .nextHop(1, 0, 0, 0, 0)
            .nextHop(2, 1, V4 + 2 * LSE, 0, 0);
    }

    private static GoldenCase bothDown() {
        return GoldenCase.named("protection-both-down")
            .says("When both are down the primary stands, and the packet is discarded there")
            .config(router(PAIR)).down("east").down("north")
            .in("west", v4(west().mpls(100, 5, 64), 60), dropped(DropReason.PORT_DOWN))
            .label(100, 1, V4 + LSE, 0, 1)
            .nextHop(1, 1, V4 + LSE, 0, 1);
    }

    private static GoldenCase nested() {
        return flows(GoldenCase.named("ecmp-of-protection")
            .says("A leg that is a protection pair keeps its flows when its primary's port goes down: the backup carries them")
            .config(UNSEEDED + THREE_LEGS.substring(0, THREE_LEGS.indexOf("lsps:")) + """
                lsps:
                  - label: 100
                    ecmp:
                      - primary: {swap: 200, next-hop: 1}
                        backup: {swap: 202, next-hop: 3}
                      - {swap: 201, next-hop: 2}
                """).down("east"), oneOf(NORTH, SOUTH))
            .and(outcome -> {
                assertThat(count(outcome, "north")).isBetween(FLOWS / 3, FLOWS * 2 / 3);
                assertThat(count(outcome, "south")).isBetween(FLOWS / 3, FLOWS * 2 / 3);
            });
    }

    private static GoldenCase nextHopGroup() {
        return flows(GoldenCase.named("next-hop-group")
            .says("A label on a next-hop group keeps its own label; each member has its egress and pushes, counted at the direct next hop")
            .config(router(UNSEEDED + NEXT_HOP_GROUP)), oneOf(new Expected.Sent("east", "34/5/63 16/5/63 200/5/63/S ipv4/60"),
                new Expected.Sent("north", "16/5/63 200/5/63/S ipv4/60")))
            .in("west", v4(west().mpls(100, 5, 64).mpls(200, 5, 64), 60).truncate(14 + LSE), dropped(DropReason.MALFORMED_STACK))
            .label(100, FLOWS, FLOWS * (V4 + LSE), 1, 0)
            .noStatistics(40).noStatistics(41)
            .and(outcome -> {
                assertThat(count(outcome, "east")).isBetween(FLOWS * 13 / 20, FLOWS * 17 / 20);
                assertThat(count(outcome, "north")).isBetween(FLOWS * 3 / 20, FLOWS * 7 / 20);
            });
    }

    private static GoldenCase nextHopGroupDown() {
        return flows(GoldenCase.named("next-hop-group-port-down")
            .says("A next-hop group leaves a member out while its port is down")
            .config(router(NEXT_HOP_GROUP)).down("east"), sent("north", "16/5/63 200/5/63/S ipv4/60"))
            .nextHop(2, FLOWS, FLOWS * (V4 + 2 * LSE), 0, 0);
    }

    private static GoldenCase nextHopGroupPops() {
        final GoldenCase golden = GoldenCase.named("next-hop-group-pops")
            .says("Popping by a next-hop group hashes the stack as it came, and pushes the member's labels on bare IP")
            .config(router(UNSEEDED + NEXT_HOP_GROUP));
        for (int flow = 0; flow < 40; flow++) {
            golden.in("west", west().mpls(101, 5, 64).ipv4("198.51.100." + flow, "203.0.113.1", 60).udp(40000, 40001).payload(18),
                oneOf(new Expected.Sent("east", "34/5/63 16/5/63/S ipv4/63"), new Expected.Sent("north", "16/5/63/S ipv4/63")));
        }
        return golden.and(outcome -> assertThat(count(outcome, "north")).isBetween(3, 20));
    }

    private static GoldenCase protectedNextHop() {
        return GoldenCase.named("next-hop-protected")
            .says("A protected next hop moves to its backup with its primary's port, for every label on it")
            .config(router(NEXT_HOP_GROUP)).down("east")
            .in("west", v4(west().mpls(102, 5, 64), 60), sent("north", "ipv4/63"))
            .label(102, 1, V4 + LSE, 0, 0)
            .nextHop(1, 0, 0, 0, 0)
            .nextHop(2, 1, V4, 0, 0);
    }

    private static void usesBoth(final Outcome outcome) {
        assertThat(count(outcome, "east")).isBetween(10, 30);
        assertThat(count(outcome, "north")).isBetween(10, 30);
    }

    private static int count(final Outcome outcome, final String port) {
        return outcome.sent().get(port).size();
    }

    private static Set<Long> timestamps(final List<PcapPacket> packets) {
        return packets.stream().map(PcapPacket::timestamp).collect(Collectors.toSet());
    }
}
