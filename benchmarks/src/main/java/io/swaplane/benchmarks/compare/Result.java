package io.swaplane.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One case's figures.
 *
 * @param name what is done to the packets.
 * @param unit what there are many of, labels or prefixes.
 * @param size how many there are.
 * @param rounds how many rounds the medians are over.
 * @param swaplaneNanos Swaplane's median, nanoseconds per packet.
 * @param shapes every shape of the C reference.
 * @param fastest index in {@code shapes} of the one that the ratio is taken to.
 * @param ratioPerRound median of the ratios within each round; {@link #ratio} is the ratio of the medians.
 */
record Result(String name, String unit, int size, int rounds, double swaplaneNanos, List<Shape> shapes, int fastest,
              double ratioPerRound) {
    /**
     * One shape of the C reference.
     *
     * @param title its name.
     * @param nanos its median, nanoseconds per packet.
     */
    record Shape(String title, double nanos) { }

    /** The figures of rounds in which Swaplane came first and the shapes of the reference behind it, in their order. */
    static Result of(final String name, final String unit, final int size, final Turns turns) {
        final List<Shape> shapes = new ArrayList<>();
        int fastest = -1;
        for (final Variant variant : Variant.values()) {
            shapes.add(new Shape(variant.title(), turns.median(1 + variant.ordinal())));
            if (variant.isYardstick() && (fastest < 0 || shapes.getLast().nanos() < shapes.get(fastest).nanos())) {
                fastest = variant.ordinal();
            }
        }
        return new Result(name, unit, size, turns.rounds(), turns.median(0), shapes, fastest, turns.medianRatio(0, 1 + fastest));
    }

    private double ratio() {
        return swaplaneNanos / shapes.get(fastest).nanos();
    }

    private double ratioToAny() {
        return swaplaneNanos / shapes.stream().mapToDouble(Shape::nanos).min().orElseThrow();
    }

    /** One JSON object. */
    String json() {
        final Shape best = shapes.get(fastest);
        final String all = shapes.stream().map(shape -> format("\"%s\":%.2f", shape.title(), shape.nanos()))
            .collect(Collectors.joining(",", "{", "}"));
        return format("{\"case\":\"%s\",\"%s\":%d,\"swaplane_ns\":%.2f,\"c_ns\":%.2f,\"c_variant\":\"%s\",\"ratio\":%.3f,"
            + "\"ratio_per_round\":%.3f,\"ratio_to_fastest_c\":%.3f,\"rounds\":%d,\"c_all_ns\":%s}",
            name, unit, size, swaplaneNanos, best.nanos(), best.title(), ratio(), ratioPerRound, ratioToAny(), rounds, all);
    }

    /** Lines for people. */
    String text() {
        final String all = shapes.stream().map(shape -> format("%s %.2f", shape.title(), shape.nanos()))
            .collect(Collectors.joining(", "));
        return format("%s %,10d %s   swaplane %6.2f ns   C %6.2f ns (%s)   ratio %.3f (per round %.3f, %d rounds)%n"
            + "                         C: %s; ratio to the fastest %.3f",
            name, size, unit, swaplaneNanos, shapes.get(fastest).nanos(), shapes.get(fastest).title(), ratio(), ratioPerRound, rounds, all,
            ratioToAny());
    }

    private static String format(final String format, final Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
