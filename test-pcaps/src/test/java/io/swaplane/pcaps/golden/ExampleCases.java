package io.swaplane.pcaps.golden;

import static io.swaplane.pcaps.golden.CaseParts.LSE;
import static io.swaplane.pcaps.golden.CaseParts.V4;
import static io.swaplane.pcaps.golden.CaseParts.v4;
import static io.swaplane.pcaps.golden.Expected.dropped;
import static io.swaplane.pcaps.golden.Expected.punted;
import static io.swaplane.pcaps.golden.Expected.sent;

import io.swaplane.io.pcap.PcapPacket;
import io.swaplane.pcaps.ExampleCaptures;
import io.swaplane.pcaps.PacketBuilder;
import io.swaplane.table.DropReason;
import io.swaplane.table.PuntReason;
import java.util.ArrayList;
import java.util.List;

/** Inter-AS option B and carrier's carrier, as the operators' documents have them. */
final class ExampleCases {
    /** Rounds of ping, UDP and TCP in the example captures, and the octets of their packets from the label on. */
    private static final int ROUNDS = 12;
    private static final int EXAMPLE_OCTETS = ROUNDS * (4 + 20 + 8 + 56) + ROUNDS * (4 + 20 + 8 + 100) + 20 * 66
        + ROUNDS * (4 + 20 + 20 + 1000) + 50;

    private ExampleCases() {
    }

    static List<GoldenCase> all() {
        return List.of(asbr2(), asbr3(), carriersCarrier());
    }

    private static GoldenCase asbr2() {
        return example(GoldenCase.named("inter-as-asbr2")
            .says("ASBR 2 of inter-AS option B: 44 becomes 16 under tunnel label 34 (RFC 4364 §10(b))")
            .configFile("examples/asbr2.yaml"), ExampleCaptures.ASBR3_TO_ASBR2, "asbr3", 44, "p42", "34/%1$s 16/%1$s/S ipv4/62")
            .label(44, 37, EXAMPLE_OCTETS, 1, 0)
            .nextHop(23, 37, EXAMPLE_OCTETS + 37 * LSE, 0, 0);
    }

    private static GoldenCase asbr3() {
        return example(GoldenCase.named("inter-as-asbr3")
            .says("ASBR 3 of inter-AS option B: 50 becomes 44 on the link to ASBR 2 (RFC 4364 §10(b))")
            .configFile("examples/asbr3.yaml"), ExampleCaptures.PE4_TO_ASBR3, "p35", 50, "asbr2", "44/%1$s/S ipv4/62")
            .label(50, 37, EXAMPLE_OCTETS, 1, 0)
            .nextHop(11, 37, EXAMPLE_OCTETS, 0, 0);
    }

    /** The example capture: rounds of three with TTL 64 and less, then one with TTL 2, and four that are not forwarded. */
    private static GoldenCase example(final GoldenCase golden, final String capture, final String port, final int label,
                                      final String egress, final String stack) {
        final List<Expected> expected = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (final int tc : new int[] {round % 8, 0, 5}) {
                expected.add(sent(egress, stack.formatted(tc + "/" + (63 - round))));
            }
        }
        expected.add(sent(egress, stack.formatted("0/1")));
        expected.add(punted(PuntReason.TTL_EXPIRED, label + "/0/1/S ipv4/62"));
        expected.add(dropped(DropReason.UNKNOWN_LABEL));
        expected.add(dropped(DropReason.WRONG_MAC));
        expected.add(dropped(DropReason.NOT_MPLS));
        final List<PcapPacket> packets = ExampleCaptures.packets(capture);
        for (int i = 0; i < packets.size(); i++) {
            golden.in(port, packets.get(i).data(), packets.get(i).originalLength(), expected.get(i));
        }
        return golden;
    }

    private static GoldenCase carriersCarrier() {
        return GoldenCase.named("carriers-carrier")
            .says("Carrier's carrier, with label distribution by BGP: the level 1 carrier's CE, ingress PE (three labels into its core),"
                + " egress PE and far CE, one after the other, each with its own label here (RFC 4364 §9)")
            .config("""
                router: LSR
                router-id: 192.0.2.1
                interfaces:
                  - {name: level2, port: level2, mac: "02:00:00:00:00:01", mpls: core}
                  - {name: pe, port: pe, mac: "02:00:00:00:00:02", mpls: core}
                  - {name: ce, port: ce, mac: "02:00:00:00:00:03", mpls: external}
                  - {name: core, port: core, mac: "02:00:00:00:00:04", mpls: core}
                neighbours:
                  - {interface: level2, address: 10.0.1.1, mac: "02:00:00:00:01:01"}
                  - {interface: pe, address: 10.0.2.1, mac: "02:00:00:00:02:01"}
                  - {interface: ce, address: 10.0.3.1, mac: "02:00:00:00:03:01"}
                  - {interface: core, address: 10.0.4.1, mac: "02:00:00:00:04:01"}
                next-hops:
                  - {index: 1, interface: pe, neighbour: 10.0.2.1}
                  - {index: 2, interface: core, neighbour: 10.0.4.1, push: [1001]}
                  - {index: 3, interface: ce, neighbour: 10.0.3.1}
                  - {index: 4, interface: level2, neighbour: 10.0.1.1, push: [1002]}
                lsps:
                  - {label: 300, accept: core, swap: 301, next-hop: 1}
                  - {label: 301, accept: {interface: ce}, swap: 302, next-hop: 2}
                  - {label: 302, accept: core, swap: 303, next-hop: 3}
                  - {label: 303, accept: {interface: ce}, swap: implicit-null, next-hop: 4}
                """)
            .in("level2", vpn("02:00:00:00:00:01", 300), sent("pe", "301/0/63 900/0/64/S ipv4/60"))
            .in("ce", vpn("02:00:00:00:00:03", 301), sent("core", "1001/0/63 302/0/63 900/0/64/S ipv4/60"))
            .in("core", vpn("02:00:00:00:00:04", 302), sent("ce", "303/0/63 900/0/64/S ipv4/60"))
            .in("ce", vpn("02:00:00:00:00:03", 303), sent("level2", "1002/0/63 900/0/63/S ipv4/60"))
            .in("ce", vpn("02:00:00:00:00:03", 302), dropped(DropReason.ACCEPT_CLASS))
            .nextHop(2, 1, V4 + 3 * LSE, 0, 0);
    }

    private static PacketBuilder vpn(final String destination, final int label) {
        return v4(PacketBuilder.ethernet(destination, "02:00:00:00:09:09").mpls(label, 0, 64).mpls(900, 0, 64), 60);
    }
}
