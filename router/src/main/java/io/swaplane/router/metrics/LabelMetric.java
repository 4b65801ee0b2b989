package io.swaplane.router.metrics;

import io.swaplane.control.view.StatisticsView;
import java.util.List;
import java.util.function.ToLongFunction;

/** The metrics of single MPLS labels, which {@code GET /metrics/labels} gives: counters with the labels {@link #LABELS}. */
enum LabelMetric {
    PACKETS("swaplane_label_packets_total", "Packets forwarded, popped or given to the host by the label's entry.",
        StatisticsView::packets),
    BYTES("swaplane_label_bytes_total", "Octets of these packets, from the label on.", StatisticsView::octets),
    ERRORS("swaplane_label_errors_total", "Packets with the label that were dropped, or whose TTL expired.", StatisticsView::errors),
    DISCARDS("swaplane_label_discards_total", "Of the packets, those that the egress then had no room for.", StatisticsView::discards);

    /** Names of the Prometheus labels: the MPLS label, its label space and its entry's owner. */
    static final List<String> LABELS = List.of("label", "space", "owner");

    private final String fullName;
    private final String help;
    private final ToLongFunction<StatisticsView> value;

    LabelMetric(final String fullName, final String help, final ToLongFunction<StatisticsView> value) {
        this.fullName = fullName;
        this.help = help;
        this.value = value;
    }

    /** Its name in a scrape. */
    String fullName() {
        return fullName;
    }

    /** What it counts, in a sentence. */
    String help() {
        return help;
    }

    long of(final StatisticsView statistics) {
        return value.applyAsLong(statistics);
    }
}
