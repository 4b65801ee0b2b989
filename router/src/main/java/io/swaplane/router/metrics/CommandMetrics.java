package io.swaplane.router.metrics;

import io.swaplane.control.Applied;
import io.swaplane.control.api.RouterControl;
import io.swaplane.control.command.CommandStatistics;
import io.swaplane.control.command.LatencyHistogram;
import io.swaplane.control.command.Producer;
import io.swaplane.control.command.ProducerCounters;
import io.swaplane.control.intent.RefusalReason;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** What producers ask of the router and what becomes of it. Reads counters that need no control thread. */
record CommandMetrics(RouterControl control) implements MetricGroup {
    private static final double NANOS = 1e9;

    @Override
    public void collect(final Samples into) {
        final CommandStatistics statistics = control.commands();
        for (final Applied how : Applied.values()) {
            into.put(Metric.COMMANDS, statistics.applied(how), how.name().toLowerCase(Locale.ROOT));
        }
        for (final RefusalReason reason : RefusalReason.values()) {
            into.put(Metric.COMMANDS_REFUSED, statistics.refused(reason), name(reason));
        }
        into.put(Metric.BULKS, statistics.bulks());
        into.put(Metric.COMMANDS_STAGED, statistics.stagedOctets());
        into.put(Metric.COMMAND_RING, control.producers().ring().occupied());
        into.put(Metric.COMMAND_RING_CAPACITY, control.producers().ring().capacity());
        collectLatency(statistics.latency(), into);
        collectProducers(into);
    }

    private static void collectLatency(final LatencyHistogram latency, final Samples into) {
        final double[] bounds = new double[LatencyHistogram.BUCKETS];
        final long[] counts = new long[LatencyHistogram.BUCKETS];
        for (int i = 0; i < LatencyHistogram.BUCKETS; i++) {
            bounds[i] = i == LatencyHistogram.BUCKETS - 1 ? Double.POSITIVE_INFINITY : LatencyHistogram.upperBoundNanos(i) / NANOS;
            counts[i] = latency.count(i);
        }
        into.putHistogram(Metric.COMMAND_LATENCY, bounds, counts, latency.sumNanos() / NANOS);
    }

    private void collectProducers(final Samples into) {
        final Set<String> open = new HashSet<>();
        for (final Producer session : control.producers().sessions()) {
            open.add(session.settings().name());
        }
        for (final ProducerCounters counters : control.producers().counters()) {
            final String producer = counters.producer();
            into.put(Metric.PRODUCER_SESSION, open.contains(producer) ? 1 : 0, producer);
            into.put(Metric.PRODUCER_COMMANDS, counters.sent(), producer);
            into.put(Metric.PRODUCER_NOT_TAKEN, counters.ringFull(), producer, "ring-full");
            into.put(Metric.PRODUCER_NOT_TAKEN, counters.windowFull(), producer, "window-full");
            into.put(Metric.PRODUCER_NOT_TAKEN, counters.tooLarge(), producer, "too-large");
            for (final RefusalReason reason : RefusalReason.values()) {
                into.put(Metric.PRODUCER_REFUSED, counters.refused(reason), producer, name(reason));
            }
        }
    }

    /** A reason as in a metric's label. */
    static String name(final RefusalReason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
