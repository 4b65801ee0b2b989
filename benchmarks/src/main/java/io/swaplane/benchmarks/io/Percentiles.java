package io.swaplane.benchmarks.io;

import java.util.List;
import java.util.Locale;

/**
 * How long something took, many times.
 *
 * @param title what, as a word for programs.
 * @param nanos each time.
 */
record Percentiles(String title, List<Long> nanos) {
    private static final double NANOS_A_MILLI = 1e6;

    /** The smallest time, in milliseconds, that this share of the times do not exceed. */
    double at(final double share) {
        final long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)] / NANOS_A_MILLI;
    }

    /** One JSON object. */
    String json() {
        return String.format(Locale.ROOT, "{\"case\":\"%s\",\"times\":%d,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f}", title,
            nanos.size(), at(0.5), at(0.99), at(1));
    }

    /** A line for people. */
    String text() {
        return String.format(Locale.ROOT, "%-34s %4d times   p50 %8.3f ms   p99 %8.3f ms   max %8.3f ms", title, nanos.size(), at(0.5),
            at(0.99), at(1));
    }
}
