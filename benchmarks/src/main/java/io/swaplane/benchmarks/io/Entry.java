package io.swaplane.benchmarks.io;

import io.swaplane.benchmarks.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A forwarder with its rounds. */
final class Entry {
    private final Forwarder forwarder;
    private final List<Round> rounds = new ArrayList<>();

    Entry(final Forwarder forwarder) {
        this.forwarder = forwarder;
    }

    Forwarder forwarder() {
        return forwarder;
    }

    void add(final Round round) {
        rounds.add(round);
    }

    List<Round> rounds() {
        return rounds;
    }

    /** The median over the rounds. */
    double median(final ToDoubleFunction<Round> figure) {
        return Median.of(rounds.stream().mapToDouble(figure));
    }
}
