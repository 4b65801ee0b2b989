package io.swaplane.benchmarks.update;

import io.swaplane.control.Conductor;
import io.swaplane.control.command.CommandReader;
import io.swaplane.control.command.CommandRing;
import io.swaplane.control.command.Producer;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.Producers;
import io.swaplane.control.command.SessionMode;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.SpecialLabels;
import io.swaplane.table.LabelRange;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A router with one worker's tables, two ports and {@link #NEXT_HOPS} next hops, whose labels a producer puts through the command ring. The
 * caller's thread is both the producer's and the conductor's.
 *
 * <p>Out labels and next hops are both odd or both even, so that a packet that met half of an update shows.
 */
final class UpdatedRouter implements AutoCloseable {
    static final int FIRST_LABEL = LabelRange.FIRST_ORDINARY;
    static final int NEXT_HOPS = 16;
    static final int INGRESS = 0;
    static final int EGRESS = 1;
    static final MacAddress MAC = new MacAddress(0x0200_0000_0001L);

    /** Lowest octet of the neighbours' MAC addresses: 0 or 1 more than this. */
    private static final long NEIGHBOUR = 0x0200_0000_0010L;

    private final List<Throwable> errors = new ArrayList<>();
    private final Conductor conductor = new Conductor(router(), 1);
    private final Producers producers = new Producers(new CommandRing());
    private final CommandReader reader = new CommandReader(producers, conductor, errors::add);
    private final Producer producer = producers.open(new ProducerSettings("benchmark", "api", 50, SessionMode.RESYNC, null));

    private static RouterIntent router() {
        final List<NeighbourIntent> neighbours = new ArrayList<>();
        final List<NextHopIntent> nextHops = new ArrayList<>();
        for (int i = 1; i <= NEXT_HOPS; i++) {
            final InetAddress address = InetAddress.ofLiteral("10.0.0." + i);
            neighbours.add(new NeighbourIntent("out", address, new MacAddress(NEIGHBOUR + (i & 1))));
            nextHops.add(new NextHopIntent.Direct(i, "out", address, List.of(), true, null, null));
        }
        return new RouterIntent("updated", "192.0.2.9", Defaults.STANDARD, new LabelRange(FIRST_LABEL, LabelRange.LAST),
            LabelSettings.STANDARD, SpecialLabels.STANDARD, List.of("p0", "p1"), List.of(core("in", "p0"), core("out", "p1")), neighbours,
            List.of(), nextHops, List.of(), List.of());
    }

    private static InterfaceIntent core(final String name, final String port) {
        return new InterfaceIntent(name, port, List.of(), 0x8100, MAC, MplsMode.CORE, 1500, false, false);
    }

    Conductor conductor() {
        return conductor;
    }

    /** Sends an update: the label's out label is made from {@code value}, 0 to 65535. The ring may be full: then the conductor works. */
    void put(final int label, final int value) {
        final long forwarding = Forwarding.swap(FIRST_LABEL + value, 1 + (value + 1) % NEXT_HOPS);
        while (producer.putForward(0, label, forwarding, 0) < 0) {
            work();
        }
    }

    /** Whether a frame's out label and neighbour belong together. */
    static boolean belongTogether(final int outLabel, final int lastOctet) {
        return (outLabel & 1) == (lastOctet & 1);
    }

    /** The conductor works until every update is in the tables. */
    void settle() {
        while (producer.acknowledged() < producer.sent()) {
            work();
        }
        if (producer.poll() != null) {
            throw new IllegalStateException("not all updates are in the tables");
        }
    }

    private void work() {
        reader.doWork(System.nanoTime());
        conductor.doWork();
        if (!errors.isEmpty()) {
            throw new IllegalStateException("the conductor failed", errors.getFirst());
        }
    }

    /** The worker must have stopped. */
    @Override
    public void close() {
        producer.close();
        conductor.close();
    }
}
