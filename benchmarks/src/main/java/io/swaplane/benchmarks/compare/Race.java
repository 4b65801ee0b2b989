package io.swaplane.benchmarks.compare;

import io.swaplane.benchmarks.Scenario;
import java.util.ArrayList;
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
    private final List<? extends Contestant> contestants;
    private final Outcome expected;
    private final List<double[]> rounds = new ArrayList<>();

    Race(final Scenario scenario, final List<? extends Contestant> contestants) {
        this.scenario = scenario;
        this.contestants = contestants;
        expected = Outcome.expected(scenario, PASSES);
    }

    /**
     * Holds every contestant's frames and counters to what they must be.
     *
     * @throws IllegalStateException at the first that differs.
     */
    void check() {
        for (final Contestant contestant : contestants) {
            final String difference = Outcome.of(contestant, scenario, PASSES).difference(expected);
            if (difference != null) {
                throw new IllegalStateException(contestant.title() + " forwards wrongly: " + difference);
            }
        }
    }

    /** Runs rounds for about this long and forgets them. */
    void warmUp(final long nanos) {
        run(nanos);
        rounds.clear();
    }

    /** Runs rounds for about this long. */
    void run(final long nanos) {
        final long end = System.nanoTime() + nanos;
        for (int first = 0; System.nanoTime() < end; first++) {
            final double[] round = new double[contestants.size()];
            for (int i = 0; i < round.length; i++) {
                final int turn = (first + i) % round.length;
                round[turn] = time(contestants.get(turn));
            }
            rounds.add(round);
        }
    }

    /** Nanoseconds per packet. */
    private double time(final Contestant contestant) {
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

    /** How many rounds were run. */
    int rounds() {
        return rounds.size();
    }

    /** A contestant's median, in nanoseconds per packet. */
    double median(final int contestant) {
        return median(rounds.stream().mapToDouble(round -> round[contestant]).sorted().toArray());
    }

    /** The median over the rounds of the ratio of two contestants' times. */
    double medianRatio(final int contestant, final int reference) {
        return median(rounds.stream().mapToDouble(round -> round[contestant] / round[reference]).sorted().toArray());
    }

    static double median(final double[] sorted) {
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
