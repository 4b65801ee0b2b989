package io.swaplane.benchmarks.compare;

import io.swaplane.benchmarks.Median;
import io.swaplane.benchmarks.RouteScenario;
import io.swaplane.fastpath.FrameRef;
import io.swaplane.memory.Memory;
import io.swaplane.table.Counters;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Contestants that route the same packets in turns. The frames are stamped before each pass, outside the timed part, with destinations that
 * the table has not been asked for in a million packets; in a round each contestant gets {@value #PASSES} passes, of which the median
 * counts, and who begins changes from round to round.
 */
final class RouteRace {
    private static final int PASSES = 51;
    private static final int CHECKED_PASSES = 3;

    private final RouteScenario scenario;
    private final List<Contestant> contestants;
    private final Turns turns;
    private long pass;

    RouteRace(final RouteScenario scenario, final List<Contestant> contestants) {
        this.scenario = scenario;
        this.contestants = contestants;
        turns = new Turns(contestants.size(), contestant -> time(contestants.get(contestant)));
    }

    /**
     * Holds every contestant's frames and counters to what they must be.
     *
     * @throws IllegalStateException at the first that differs.
     */
    void check() {
        for (final Contestant contestant : contestants) {
            for (int i = 0; i < CHECKED_PASSES; i++) {
                check(contestant);
                pass++;
            }
        }
    }

    private void check(final Contestant contestant) {
        final long[] expected = counters();
        scenario.stamp(pass);
        contestant.load();
        final int count = scenario.frames().length;
        require(contestant.run() == count, contestant, "frames are missing");
        for (int i = 0; i < count; i++) {
            final byte[] frame = scenario.expectedFrame(i, pass);
            final byte[] sent = new byte[FrameRef.length(contestant.frame(i))];
            Memory.copyOut(FrameRef.address(contestant.frame(i)), sent, 0, sent.length);
            require(Arrays.equals(sent, frame), contestant, "frame " + i + " is " + Arrays.toString(sent) + " and not "
                + Arrays.toString(frame));
            final int nextHop = 2 * ForwardingWord.nextHop(scenario.expectedWord(i, pass));
            expected[nextHop]++;
            expected[nextHop + 1] += frame.length - 14;
        }
        if (scenario.kind() == RouteScenario.Kind.POP_LOOKUP) {
            expected[0] += count;
            expected[1] += (long) count * (RouteScenario.FRAME_BYTES - 14);
        }
        require(Arrays.equals(counters(), expected), contestant, "counters are wrong");
    }

    private static void require(final boolean condition, final Contestant contestant, final String complaint) {
        if (!condition) {
            throw new IllegalStateException(contestant.title() + " forwards wrongly: " + complaint);
        }
    }

    /** Packets and octets of the label, at 0, and of each next hop. */
    private long[] counters() {
        final long[] all = new long[2 * (RouteScenario.NEXT_HOPS + 1)];
        for (int id = 0; id <= RouteScenario.NEXT_HOPS; id++) {
            final Counters counters = id == 0 ? scenario.tables().labelCounters(ForwardingTables.PLATFORM, RouteScenario.LABEL)
                : scenario.tables().nextHopCounters(id);
            all[2 * id] = counters.packets();
            all[2 * id + 1] = counters.octets();
        }
        return all;
    }

    /** The rounds, in which each gets {@value #PASSES} passes. */
    Turns turns() {
        return turns;
    }

    private double time(final Contestant contestant) {
        final int count = scenario.frames().length;
        final double[] nanos = new double[PASSES];
        for (int i = 0; i < PASSES; i++) {
            scenario.stamp(pass++);
            contestant.load();
            final long start = System.nanoTime();
            final long left = contestant.run();
            nanos[i] = (double) (System.nanoTime() - start) / count;
            require(left == count, contestant, "frames are missing while it was timed");
        }
        return Median.of(DoubleStream.of(nanos));
    }
}
