package io.swaplane.router.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The samples of one scrape. One thread. Label values are given in the order of {@link Metric#labels}; each set of them once. */
public final class Samples {
    private final Map<Metric, List<DataPointSnapshot>> points = new EnumMap<>(Metric.class);

    Samples() {
    }

    /** A counter's or gauge's value. */
    public void put(final Metric metric, final double value, final String... labelValues) {
        final Labels labels = labels(metric, labelValues);
        add(metric, switch (metric.kind()) {
            case COUNTER -> new CounterDataPointSnapshot(value, labels, null, 0);
            case GAUGE -> new GaugeDataPointSnapshot(value, labels, null);
            default -> throw notA(metric, "counter or gauge");
        });
    }

    /** An info's labels. */
    public void putInfo(final Metric metric, final String... labelValues) {
        if (metric.kind() != Metric.Kind.INFO) {
            throw notA(metric, "info");
        }
        add(metric, new InfoDataPointSnapshot(labels(metric, labelValues)));
    }

    /** How many events there were, and their sum. */
    public void putSummary(final Metric metric, final long count, final double sum, final String... labelValues) {
        if (metric.kind() != Metric.Kind.SUMMARY) {
            throw notA(metric, "summary");
        }
        add(metric, new SummaryDataPointSnapshot(count, sum, Quantiles.EMPTY, labels(metric, labelValues), Exemplars.EMPTY, 0));
    }

    /**
     * How many events there were below each bound.
     *
     * @param upperBounds inclusive, rising, the last one infinite.
     * @param counts events above the bound before and up to this one.
     * @param sum of all of them.
     */
    public void putHistogram(final Metric metric, final double[] upperBounds, final long[] counts, final double sum,
                             final String... labelValues) {
        if (metric.kind() != Metric.Kind.HISTOGRAM) {
            throw notA(metric, "histogram");
        }
        add(metric, new HistogramDataPointSnapshot(ClassicHistogramBuckets.of(upperBounds, counts), sum, labels(metric, labelValues),
            Exemplars.EMPTY, 0));
    }

    private void add(final Metric metric, final DataPointSnapshot point) {
        points.computeIfAbsent(metric, each -> new ArrayList<>()).add(point);
    }

    private static Labels labels(final Metric metric, final String... values) {
        return Labels.of(metric.labels(), List.of(values));
    }

    private static IllegalArgumentException notA(final Metric metric, final String kind) {
        return new IllegalArgumentException(metric.fullName() + " is no " + kind);
    }

    /** All of them, for a writer of the exposition formats. */
    MetricSnapshots snapshots() {
        final List<MetricSnapshot> snapshots = new ArrayList<>();
        points.forEach((metric, samples) -> snapshots.add(snapshot(metric, samples)));
        return new MetricSnapshots(snapshots);
    }

    /** The writers put the ending of a counter's and an info's name back. */
    private static MetricSnapshot snapshot(final Metric metric, final List<DataPointSnapshot> samples) {
        final MetricMetadata named = new MetricMetadata(metric.fullName().replaceFirst("_(total|info)$", ""), metric.help());
        return switch (metric.kind()) {
            case COUNTER -> new CounterSnapshot(named, cast(samples, CounterDataPointSnapshot.class));
            case GAUGE -> new GaugeSnapshot(named, cast(samples, GaugeDataPointSnapshot.class));
            case INFO -> new InfoSnapshot(named, cast(samples, InfoDataPointSnapshot.class));
            case SUMMARY -> new SummarySnapshot(named, cast(samples, SummaryDataPointSnapshot.class));
            case HISTOGRAM -> new HistogramSnapshot(named, cast(samples, HistogramDataPointSnapshot.class));
        };
    }

    private static <T> List<T> cast(final List<DataPointSnapshot> samples, final Class<T> type) {
        return samples.stream().map(type::cast).toList();
    }
}
