package io.swaplane.pcaps;

import io.swaplane.io.pcap.PcapPacket;
import io.swaplane.io.pcap.PcapWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the captures that the examples replay: customer traffic to 10.10.10.11 on its way from PE 4 to PE 1, as it reaches ASBR 3 (label
 * 50) and then ASBR 2 (label 44), and a few frames that a router must not forward.
 *
 * <p>{@code java -cp … io.swaplane.pcaps.ExampleCaptures test-pcaps/captures} writes them; they are the same each time.
 */
public final class ExampleCaptures {
    /** What comes in at ASBR 2 from ASBR 3; for {@code examples/asbr2.yaml}, port {@code asbr3}. */
    public static final String ASBR3_TO_ASBR2 = "asbr3-to-asbr2.pcap";
    /** What comes in at ASBR 3 from PE 4; for {@code examples/asbr3.yaml}, port {@code p35}. */
    public static final String PE4_TO_ASBR3 = "pe4-to-asbr3.pcap";

    /** 2026-01-01 00:00:00 UTC. */
    private static final long START = 1_767_225_600_000_000_000L;
    private static final long GAP = 250_000;
    private static final String OTHER_STATION = "02:00:00:0c:00:01";
    private static final String CUSTOMER = "10.35.35.11";
    private static final String DESTINATION = "10.10.10.11";
    private static final int ROUNDS = 12;

    private ExampleCaptures() {
    }

    /** Writes both captures into the directory that the only argument names. */
    public static void main(final String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("give one argument, the directory to write to");
        }
        for (final String name : List.of(ASBR3_TO_ASBR2, PE4_TO_ASBR3)) {
            try (PcapWriter writer = new PcapWriter(Path.of(arguments[0], name))) {
                for (final PcapPacket packet : packets(name)) {
                    writer.write(packet);
                }
            }
        }
    }

    /** The packets of one of the two captures. */
    public static List<PcapPacket> packets(final String name) {
        final List<byte[]> frames = switch (name) {
            case ASBR3_TO_ASBR2 -> frames("02:00:00:02:00:01", "02:00:00:03:00:02", 44);
            case PE4_TO_ASBR3 -> frames("02:00:00:03:00:01", "02:00:00:0b:00:02", 50);
            default -> throw new IllegalArgumentException("there is no example capture " + name);
        };
        final List<PcapPacket> packets = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            packets.add(new PcapPacket(START + i * GAP, frames.get(i).length, frames.get(i)));
        }
        return packets;
    }

    private static List<byte[]> frames(final String router, final String neighbour, final int label) {
        final List<byte[]> frames = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            final int ttl = 64 - round;
            frames.add(customer(router, neighbour, label, round % 8, ttl).echo(35, round).payload(56).build());
            frames.add(customer(router, neighbour, label, 0, ttl).udp(40_000 + round, 5_060).payload(100 + 20 * round).build());
            frames.add(customer(router, neighbour, label, 5, ttl).tcp(50_000 + round, 443, 1 + 1_000 * round).payload(1_000).build());
        }
        frames.add(customer(router, neighbour, label, 0, 2).udp(33_434, 33_435).payload(18).build());
        frames.add(customer(router, neighbour, label, 0, 1).udp(33_434, 33_434).payload(18).build());
        frames.add(customer(router, neighbour, label + 1, 0, 64).udp(40_000, 5_060).payload(18).build());
        frames.add(customer(OTHER_STATION, neighbour, label, 0, 64).udp(40_000, 5_060).payload(18).build());
        frames.add(arpRequest(neighbour));
        return frames;
    }

    private static PacketBuilder customer(final String router, final String neighbour, final int label, final int tc, final int ttl) {
        return PacketBuilder.ethernet(router, neighbour).mpls(label, tc, ttl).ipv4(CUSTOMER, DESTINATION, 62);
    }

    /** Who has 10.5.5.50? Tell 10.5.5.5 (RFC 826). */
    private static byte[] arpRequest(final String neighbour) {
        final byte[] sender = PacketBuilder.ethernet(neighbour, neighbour).build();
        final byte[] arp = {0, 1, 8, 0, 6, 4, 0, 1, 0, 0, 0, 0, 0, 0, 10, 5, 5, 5, 0, 0, 0, 0, 0, 0, 10, 5, 5, 50};
        System.arraycopy(sender, 0, arp, 8, 6);
        return PacketBuilder.ethernet("ff:ff:ff:ff:ff:ff", neighbour).ethertype(0x0806).payload(arp).pad(60).build();
    }
}
