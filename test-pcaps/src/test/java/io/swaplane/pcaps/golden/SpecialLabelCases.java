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

/** Labels 0 to 15, unknown labels, and stacks without a bottom. */
final class SpecialLabelCases {
    private static final String LOOKUP_AND_SWAP = """
          - {label: 100, swap: 200, next-hop: 1}
          - {label: 101, lookup: platform}
        """;

    private SpecialLabelCases() {
    }

    static List<GoldenCase> all() {
        return List.of(explicitNull(), routerAlert(), implicitNullIn(), entropyInside(), entropyOnTop(), associatedChannel(), extension(),
            extensionDropped(), unassigned(), unassignedDropped(), unknownLabel(), noBottom());
    }

    private static GoldenCase explicitNull() {
        return GoldenCase.named("explicit-null")
            .says("Labels 0 and 2 are popped wherever they stand; what follows is looked up, or is IP of that version"
                + " (RFC 4182, RFC 3032 §2.1)")
            .config(routerWith(LOOKUP_AND_SWAP))
            .in("west", v4(west().mpls(0, 5, 64), 60), punted(PuntReason.IP_LOOKUP, "ipv4/64"))
            .in("west", v6(west().mpls(2, 5, 64), 60), punted(PuntReason.IP_LOOKUP, "ipv6/64"))
            .in("west", v4(west().mpls(0, 5, 64).mpls(100, 2, 33), 60), sent("east", "200/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(2, 5, 64).mpls(100, 2, 33), 60), sent("east", "200/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(101, 5, 64).mpls(0, 2, 33), 60), punted(PuntReason.IP_LOOKUP, "ipv4/64"))
            .in("west", v4(west().mpls(101, 5, 64).mpls(0, 1, 9).mpls(2, 1, 9).mpls(100, 2, 33), 60), sent("east", "200/5/63/S ipv4/60"))
            .in("west", v6(west().mpls(0, 5, 64), 60), dropped(DropReason.NOT_IP))
            .in("west", v4(west().mpls(2, 5, 64), 60), dropped(DropReason.NOT_IP))
            .label(100, 3, 3 * V4 + 3 * LSE, 0, 0);
    }

    private static GoldenCase routerAlert() {
        return GoldenCase.named("router-alert")
            .says("Label 1 on top: the slow path gets the packet as it came (RFC 3032 §2.1)")
            .config(routerWith(LOOKUP_AND_SWAP))
            .in("west", v4(west().mpls(1, 5, 64).mpls(100, 2, 33), 60), punted(PuntReason.ROUTER_ALERT, "1/5/64 100/2/33/S ipv4/60"))
            .in("west", v4(west().mpls(101, 5, 64).mpls(1, 0, 9).mpls(100, 2, 33), 60),
                punted(PuntReason.ROUTER_ALERT, "101/5/64 1/0/9 100/2/33/S ipv4/60"))
            .label(100, 0, 0, 0, 0);
    }

    private static GoldenCase implicitNullIn() {
        return GoldenCase.named("implicit-null-in")
            .says("Label 3 never appears on the wire: dropped (RFC 3032 §2.1)")
            .config(routerWith(LOOKUP_AND_SWAP))
            .in("west", v4(west().mpls(3, 5, 64).mpls(100, 2, 33), 60), dropped(DropReason.IMPLICIT_NULL))
            .in("west", v4(west().mpls(101, 5, 64).mpls(3, 2, 33), 60), dropped(DropReason.IMPLICIT_NULL));
    }

    private static GoldenCase entropyInside() {
        return GoldenCase.named("entropy-label-inside")
            .says("Behind a popped label, ELI and EL are popped too and TTL and TC pass them by; on top they were not asked for"
                + " (RFC 6790 §4.2)")
            .config(routerWith(LOOKUP_AND_SWAP))
            .in("west", v4(west().mpls(101, 5, 64).mpls(7, 0, 9).mpls(777, 0, 0).mpls(100, 2, 33), 60),
                sent("east", "200/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(101, 5, 64).mpls(7, 0, 9).mpls(777, 0, 0), 60), punted(PuntReason.IP_LOOKUP, "ipv4/64"))
            .in("west", v6(west().mpls(101, 5, 64).mpls(7, 0, 9).mpls(777, 0, 0), 60), punted(PuntReason.IP_LOOKUP, "ipv6/64"))
            .in("west", v4(west().mpls(100, 5, 64).mpls(7, 0, 9).mpls(777, 0, 0), 60),
                sent("east", "200/5/63 7/0/9 777/0/0/S ipv4/60"))
            .in("west", v4(west().mpls(7, 5, 64).mpls(777, 0, 0).mpls(100, 2, 33), 60), dropped(DropReason.ENTROPY_LABEL))
            .in("west", v4(west().mpls(101, 5, 64).mpls(7, 0, 9), 60), dropped(DropReason.MALFORMED_SPECIAL))
            .label(100, 2, 2 * V4 + 4 * LSE, 0, 0)
            .label(101, 4, 3 * V4 + V6 + 12 * LSE, 0, 0);
    }

    private static GoldenCase entropyOnTop() {
        return GoldenCase.named("entropy-label-on-top")
            .says("A router that signalled it takes ELI on top, after a penultimate pop before it, pops it with its EL (RFC 6790 §4.2)")
            .config(router("""
                mpls: {special-labels: {entropy-label: true}}
                next-hops:
                  - {index: 1, interface: east, neighbour: 10.0.2.1}
                lsps:
                  - {label: 100, swap: 200, next-hop: 1}
                """))
            .in("west", v4(west().mpls(7, 5, 64).mpls(777, 0, 0).mpls(100, 2, 33), 60), sent("east", "200/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(7, 5, 64).mpls(777, 0, 0), 60), punted(PuntReason.IP_LOOKUP, "ipv4/64"))
            .in("west", v4(west().mpls(15, 1, 50).mpls(7, 5, 64).mpls(777, 0, 0).mpls(100, 2, 33), 60),
                sent("east", "200/5/63/S ipv4/60"));
    }

    private static GoldenCase associatedChannel() {
        return GoldenCase.named("gal-and-oam-alert")
            .says("Labels 13 (RFC 5586 §4) and 14 (RFC 3429) go to the slow path as they came")
            .config(routerWith(LOOKUP_AND_SWAP))
            .in("west", achannel(west().mpls(13, 0, 1)), punted(PuntReason.GAL, "13/0/1/S data"))
            .in("west", achannel(west().mpls(101, 5, 64).mpls(13, 0, 1)), punted(PuntReason.GAL, "101/5/64 13/0/1/S data"))
            .in("west", verification(west().mpls(14, 0, 1)), punted(PuntReason.OAM_ALERT, "14/0/1/S data"))
            .in("west", verification(west().mpls(101, 5, 64).mpls(14, 0, 1)), punted(PuntReason.OAM_ALERT, "101/5/64 14/0/1/S data"))
            .label(101, 2, 4 + 48 + 44 + 4 * LSE, 0, 0);
    }

    /** An associated channel header (RFC 5586 §2) of an experimental type, and 48 octets. */
    private static PacketBuilder achannel(final PacketBuilder frame) {
        final byte[] message = new byte[4 + 48];
        message[0] = 0x10;
        message[2] = 0x7F;
        message[3] = (byte) 0xFF;
        return frame.payload(message);
    }

    /** A connectivity verification message (ITU-T Y.1711), 44 octets. */
    private static PacketBuilder verification(final PacketBuilder frame) {
        final byte[] message = new byte[44];
        message[0] = 1;
        return frame.payload(message);
    }

    private static GoldenCase extension() {
        return GoldenCase.named("extension-label")
            .says("Label 15 and what follows it: 7 means 7, 0 to 6 and 8 to 15 are malformed, anything else is the slow path's"
                + " (RFC 7274 §3.1)")
            .config(routerWith(LOOKUP_AND_SWAP))
            .in("west", v4(west().mpls(15, 5, 64).mpls(777, 0, 1), 60), punted(PuntReason.EXTENDED_SPECIAL, "15/5/64 777/0/1/S ipv4/60"))
            .in("west", v4(west().mpls(101, 5, 64).mpls(15, 0, 9).mpls(7, 0, 8).mpls(777, 0, 0).mpls(100, 2, 33), 60),
                sent("east", "200/5/63/S ipv4/60"))
            .in("west", v4(west().mpls(15, 5, 64).mpls(7, 0, 8).mpls(777, 0, 0).mpls(100, 2, 33), 60), dropped(DropReason.ENTROPY_LABEL))
            .in("west", v4(west().mpls(15, 5, 64).mpls(0, 0, 1), 60), dropped(DropReason.MALFORMED_SPECIAL))
            .in("west", v4(west().mpls(15, 5, 64).mpls(6, 0, 1), 60), dropped(DropReason.MALFORMED_SPECIAL))
            .in("west", v4(west().mpls(15, 5, 64).mpls(8, 0, 1), 60), dropped(DropReason.MALFORMED_SPECIAL))
            .in("west", v4(west().mpls(15, 5, 64).mpls(15, 0, 1), 60), dropped(DropReason.MALFORMED_SPECIAL))
            .in("west", v4(west().mpls(15, 5, 64), 60), dropped(DropReason.MALFORMED_SPECIAL))
            .label(100, 1, V4 + LSE, 0, 0);
    }

    private static GoldenCase extensionDropped() {
        return GoldenCase.named("extension-label-dropped")
            .says("Label 15 can be dropped instead; 15 with 7 behind it still means 7 (RFC 7274 §3.1)")
            .config(router("""
                mpls: {special-labels: {drop: [15], entropy-label: true}}
                next-hops:
                  - {index: 1, interface: east, neighbour: 10.0.2.1}
                lsps:
                  - {label: 100, swap: 200, next-hop: 1}
                """))
            .in("west", v4(west().mpls(15, 5, 64).mpls(777, 0, 1), 60), dropped(DropReason.SPECIAL_LABEL))
            .in("west", v4(west().mpls(15, 5, 64).mpls(7, 0, 8).mpls(777, 0, 0).mpls(100, 2, 33), 60),
                sent("east", "200/0/7/S ipv4/60"));
    }

    private static GoldenCase unassigned() {
        final GoldenCase golden = GoldenCase.named("special-labels-punted")
            .says("Special-purpose labels without a meaning here go to the slow path as they came (RFC 7274 §4)")
            .config(routerWith(LOOKUP_AND_SWAP));
        for (final int label : new int[] {4, 5, 6, 8, 9, 10, 11, 12}) {
            golden.in("west", v4(west().mpls(label, 5, 64).mpls(100, 2, 33), 60),
                punted(PuntReason.SPECIAL_LABEL, label + "/5/64 100/2/33/S ipv4/60"));
        }
        return golden;
    }

    private static GoldenCase unassignedDropped() {
        final GoldenCase golden = GoldenCase.named("special-labels-dropped")
            .says("Each special-purpose label can be dropped instead, value by value")
            .config(router("""
                mpls: {special-labels: {drop: [1, 4, 6, 9, 11, 13]}}
                """));
        for (final int label : new int[] {1, 4, 6, 9, 11, 13}) {
            golden.in("west", v4(west().mpls(label, 5, 64), 60), dropped(DropReason.SPECIAL_LABEL));
        }
        for (final int label : new int[] {5, 8, 10, 12}) {
            golden.in("west", v4(west().mpls(label, 5, 64), 60), punted(PuntReason.SPECIAL_LABEL, label + "/5/64/S ipv4/60"));
        }
        return golden.in("west", verification(west().mpls(14, 5, 64)), punted(PuntReason.OAM_ALERT, "14/5/64/S data"));
    }

    private static GoldenCase unknownLabel() {
        return GoldenCase.named("unknown-label")
            .says("A label without an entry: the packet is discarded, never stripped and forwarded (RFC 3031 §3.18)")
            .config(routerWith(LOOKUP_AND_SWAP))
            .in("west", v4(west().mpls(16, 5, 64), 60), dropped(DropReason.UNKNOWN_LABEL))
            .in("west", v4(west().mpls(1048575, 5, 64).mpls(100, 2, 33), 60), dropped(DropReason.UNKNOWN_LABEL))
            .in("west", v4(west().mpls(100, 5, 64), 60), sent("east", "200/5/63/S ipv4/60"))
            .label(100, 1, V4 + LSE, 0, 0);
    }

    private static GoldenCase noBottom() {
        return GoldenCase.named("no-bottom")
            .says("A stack without a bottom inside the frame: a swap does not look for it (it counts the packet, which then meets a port"
                + " that is down, as a golden output must be well-formed); everything that reads so far drops the packet")
            .down("east")
            .config(router("""
                next-hops:
                  - {index: 1, interface: east, neighbour: 10.0.2.1}
                  - {index: 2, interface: north, neighbour: 10.0.3.1}
                lsps:
                  - {label: 100, swap: 200, next-hop: 1}
                  - {label: 101, lookup: platform}
                  - {label: 102, php: ip, next-hop: 1}
                  - {label: 103, pop: ip, next-hop: 1}
                  - {label: 104, receive: true}
                  - label: 105
                    ecmp:
                      - {swap: 201, next-hop: 1}
                      - {swap: 202, next-hop: 2}
                """))
            .in("west", bottomless(100, 64), dropped(DropReason.PORT_DOWN))
            .in("west", bottomless(101, 64), dropped(DropReason.MALFORMED_STACK))
            .in("west", bottomless(102, 64), dropped(DropReason.MALFORMED_STACK))
            .in("west", bottomless(103, 64), dropped(DropReason.MALFORMED_STACK))
            .in("west", bottomless(104, 64), dropped(DropReason.MALFORMED_STACK))
            .in("west", bottomless(105, 64), dropped(DropReason.MALFORMED_STACK))
            .in("west", bottomless(1, 64), dropped(DropReason.MALFORMED_STACK))
            .in("west", bottomless(100, 1), dropped(DropReason.MALFORMED_STACK))
            .in("west", v4(west().mpls(100, 5, 64), 60).truncate(14 + 3), dropped(DropReason.MALFORMED_STACK))
            .label(100, 1, 2 * LSE, 1, 1)
            .label(105, 0, 0, 1, 0);
    }

    private static PacketBuilder bottomless(final int label, final int ttl) {
        return west().mpls(label, 5, ttl, false).mpls(300, 0, 9, false);
    }
}
