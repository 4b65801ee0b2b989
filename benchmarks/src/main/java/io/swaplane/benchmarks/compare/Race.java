package io.swaplane.benchmarks.compare;

import io.swaplane.benchmarks.Scenario;
import java.util.List;

/**
 * Contestants taking turns on the same frames. In a round each forwards the frames from the same start for at least
 * {@link #ROUND_NANOS}; who begins changes from round to round. Stamping the frames anew (the TTL would run out) and comparing the
 * frames after every run stand outside the timed part.
 */
final class Race {
    /** Least time that one contestant is timed for in one round. */
    static final long ROUND_NANOS = 25_000_000;
    /** Passes in one go: as many as the TTL allows, with a little left. */
    static final int PASSES = 250;

    private final Scenario scenario;
    private final List<SwapContestant> contestants;
    private final Outcome expected;
    private final Turns turns;

    Race(final Scenario scenario, final List<SwapContestant> contestants) {
        this.scenario = scenario;
        this.contestants = contestants;
        expected = Outcome.expected(scenario, PASSES);
        turns = new Turns(contestants.size(), contestant -> time(contestants.get(contestant)));
    }

    /**
     * Holds every contestant's frames and counters to what they must be.
     *
     * @throws IllegalStateException at the first that differs.
     */
    void check() {
        for (final SwapContestant contestant : contestants) {
            final String difference = Outcome.of(contestant, scenario, PASSES).difference(expected);
            if (difference != null) {
                throw new IllegalStateException(contestant.title() + " forwards wrongly: " + difference);
            }
        }
    }

    /** The rounds, in which each forwards for at least {@link #ROUND_NANOS}. */
    Turns turns() {
        return turns;
    }

    /** Nanoseconds per packet. */
    private double time(final SwapContestant contestant) {
        long nanos = 0;
        long packets = 0;
        while (nanos < ROUND_NANOS) {
            scenario.stamp(0);
            contestant.load();
            final long start = System.nanoTime();
            packets += contestant.run(PASSES);
            nanos += System.nanoTime() - start;
            if (!expected.hasFramesOf(contestant)) {
                throw new IllegalStateException(contestant.title() + " has forwarded wrongly while it was timed");
            }
        }
        return (double) nanos / packets;
    }
}
