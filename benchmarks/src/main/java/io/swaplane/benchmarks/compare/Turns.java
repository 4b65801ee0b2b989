package io.swaplane.benchmarks.compare;

import io.swaplane.benchmarks.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Rounds in which contestants are timed in turns, so that they share the machine's moods; who begins changes from round to round. */
final class Turns {
    private final int contestants;
    private final IntToDoubleFunction time;
    private final List<double[]> rounds = new ArrayList<>();

    /** Turns of this many contestants; {@code time} times the one at an index, in nanoseconds per packet or lookup. */
    Turns(final int contestants, final IntToDoubleFunction time) {
        this.contestants = contestants;
        this.time = time;
    }

    /** Runs rounds for about this long and forgets them. */
    void warmUp(final long nanos) {
        run(nanos);
        rounds.clear();
    }

    /** Runs rounds for about this long, of timed and other work; at least one. */
    void run(final long nanos) {
        final long end = System.nanoTime() + nanos;
        int first = 0;
        do {
            final double[] round = new double[contestants];
            for (int i = 0; i < contestants; i++) {
                final int turn = (first + i) % contestants;
                round[turn] = time.applyAsDouble(turn);
            }
            rounds.add(round);
            first++;
        } while (System.nanoTime() < end);
    }

    /** How many rounds were run. */
    int rounds() {
        return rounds.size();
    }

    /** A contestant's median, in nanoseconds. */
    double median(final int contestant) {
        return Median.of(rounds.stream().mapToDouble(round -> round[contestant]));
    }

    /** The median over the rounds of the ratio of two contestants' times. */
    double medianRatio(final int contestant, final int reference) {
        return Median.of(rounds.stream().mapToDouble(round -> round[contestant] / round[reference]));
    }
}
