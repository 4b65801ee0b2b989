package io.swaplane.pcaps.model;

import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.SpecialLabels;
import io.swaplane.pcaps.PacketBuilder;
import io.swaplane.table.LabelRange;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What each of a million labels does in each round: an out label of its own, which is odd in odd rounds and even in even ones, and with it
 * the next hop: an odd out label must never leave for the even neighbour.
 */
final class ChangingLabels implements Churn {
    static final int COUNT = 1_000_000;
    static final int FIRST = LabelRange.FIRST_ORDINARY;
    static final MacAddress ROUTER = new MacAddress(0x0200_0000_0001L);

    private static final long NEIGHBOUR = 0x0200_0000_0010L;
    private static final int STEP = 12_345;

    private static final int L2_BYTES = 14;

    private final byte[] frame = PacketBuilder.ethernet(ROUTER.toString(), "02:00:00:00:00:99").mpls(0, 0, 64)
        .ipv4("192.0.2.1", "192.0.2.2", 64).udp(1, 2).build();

    @Override
    public int count() {
        return COUNT;
    }

    @Override
    public byte[] packet(final int number) {
        return ByteBuffer.wrap(frame.clone()).putInt(L2_BYTES, FIRST + number << 12 | 1 << 8 | 64).array();
    }

    @Override
    public boolean isOf(final int number, final int round, final byte[] sent) {
        return leftBy(FIRST + number, round, sent);
    }

    /** Whether a frame has a label's out label of a round, and is for that round's neighbour. */
    static boolean leftBy(final int label, final int round, final byte[] sent) {
        return ByteBuffer.wrap(sent).getInt(L2_BYTES) >>> 12 == outLabel(label, round) && sent[5] == neighbour(round);
    }

    static int outLabel(final int label, final int round) {
        return FIRST + 2 * ((label + round * STEP) % (COUNT / 2)) + (round & 1);
    }

    /** Index of the round's next hop: 1 or 2. */
    static int nextHop(final int round) {
        return 1 + (round & 1);
    }

    /** Last octet of the round's neighbour's MAC address. */
    static int neighbour(final int round) {
        return (int) NEIGHBOUR + (round & 1) & 0xFF;
    }

    /** A router with two ports and the two next hops on the second. */
    static RouterIntent router() {
        final List<NeighbourIntent> neighbours = new ArrayList<>();
        final List<NextHopIntent> hops = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            final InetAddress address = InetAddress.ofLiteral("10.0.0." + nextHop(round));
            neighbours.add(new NeighbourIntent("out", address, new MacAddress(NEIGHBOUR + round)));
            hops.add(new NextHopIntent.Direct(nextHop(round), "out", address, List.of(), true, null, null));
        }
        return new RouterIntent("churn", "192.0.2.9", Defaults.STANDARD, new LabelRange(FIRST, LabelRange.LAST), LabelSettings.STANDARD,
            SpecialLabels.STANDARD, List.of("p0", "p1"), List.of(core("in", "p0"), core("out", "p1")), neighbours, List.of(), hops,
            List.of(), List.of());
    }

    private static InterfaceIntent core(final String name, final String port) {
        return new InterfaceIntent(name, port, List.of(), 0x8100, ROUTER, MplsMode.CORE, 1500, false, false);
    }
}
