package io.swaplane.benchmarks;

import java.util.stream.DoubleStream;

/** The median of figures; of an even number of them, the mean of the middle two. */
public final class Median {
    private Median() {
    }

    /** The median of at least one figure. */
    public static double of(final DoubleStream figures) {
        final double[] sorted = figures.sorted().toArray();
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
