package io.swaplane.router.metrics;

import com.sun.net.httpserver.HttpExchange;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.swaplane.control.api.StateUnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** All metrics but those of single labels, in the Prometheus text format, or in OpenMetrics for who asks for it. */
final class MetricsPage implements Page {
    static final String PATH = "/metrics";

    private final List<MetricGroup> groups;
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
    private final ExpositionFormatWriter text = PrometheusTextFormatWriter.create();

    MetricsPage(final List<MetricGroup> groups) {
        this.groups = List.copyOf(groups);
    }

    @Override
    public void answer(final HttpExchange exchange) throws IOException, StateUnavailableException {
        final ExpositionFormatWriter writer = openMetrics.accepts(exchange.getRequestHeaders().getFirst("Accept")) ? openMetrics : text;
        final MetricSnapshots snapshots = collect();
        try (OutputStream out = Response.begin(exchange, writer.getContentType())) {
            writer.write(out, snapshots);
        }
    }

    private MetricSnapshots collect() throws StateUnavailableException {
        final Samples samples = new Samples();
        for (final MetricGroup group : groups) {
            group.collect(samples);
        }
        return samples.snapshots();
    }
}
