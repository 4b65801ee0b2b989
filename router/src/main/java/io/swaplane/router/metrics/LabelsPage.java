package io.swaplane.router.metrics;

import com.sun.net.httpserver.HttpExchange;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.swaplane.control.api.StateSource;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.LabelUsageView;
import io.swaplane.control.view.LabelView;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The counters of every MPLS label in the Prometheus text format, or those metrics of them that the query names
 * ({@code name[]=swaplane_label_packets_total}).
 *
 * <p>Written as it is read, page by page: the format wants each metric in one piece, so the table is read once for each, and nothing of it
 * is kept.
 */
final class LabelsPage implements Page {
    static final String PATH = "/metrics/labels";

    /** Few enough to keep the control thread from its work for well under a millisecond. */
    private static final int PAGE = 500;
    private static final int BUFFER = 1 << 15;
    private static final String NAME = "name[]";

    private final StateSource source;

    LabelsPage(final StateSource source) {
        this.source = source;
    }

    @Override
    public void answer(final HttpExchange exchange) throws IOException, StateUnavailableException {
        final Set<LabelMetric> metrics = asked(exchange.getRequestURI().getRawQuery());
        final List<String> spaces = new ArrayList<>();
        for (final LabelUsageView usage : source.labelUsage()) {
            spaces.add(usage.labelSpace());
        }
        final Writer out = new BufferedWriter(new OutputStreamWriter(Response.begin(exchange, PrometheusTextFormatWriter.CONTENT_TYPE),
            StandardCharsets.UTF_8), BUFFER);
        for (final LabelMetric metric : metrics) {
            out.write("# HELP " + metric.fullName() + ' ' + metric.help() + "\n# TYPE " + metric.fullName() + " counter\n");
            for (final String space : spaces) {
                write(metric, space, out);
            }
        }
        // Not on failure: a document that breaks off must not look whole.
        out.close();
    }

    private static Set<LabelMetric> asked(final String query) {
        if (query == null || query.isEmpty()) {
            return EnumSet.allOf(LabelMetric.class);
        }
        final Set<LabelMetric> asked = EnumSet.noneOf(LabelMetric.class);
        for (final String each : query.split("&")) {
            final String[] pair = URLDecoder.decode(each, StandardCharsets.UTF_8).split("=", 2);
            final LabelMetric metric = pair.length < 2 ? null
                : Arrays.stream(LabelMetric.values()).filter(one -> one.fullName().equals(pair[1])).findFirst().orElse(null);
            if (!pair[0].equals(NAME) || metric == null) {
                throw new BadRequestException("'" + each + "' is not known: use " + Stream.of(LabelMetric.values())
                    .map(one -> NAME + '=' + one.fullName()).collect(Collectors.joining(", ")));
            }
            asked.add(metric);
        }
        return asked;
    }

    private void write(final LabelMetric metric, final String space, final Writer out) throws IOException, StateUnavailableException {
        final LabelFilter filter = new LabelFilter(space, null, false);
        LabelPosition next = LabelPosition.START;
        while (next != null) {
            final LabelPage page = source.labels(filter, next, PAGE);
            for (final LabelView label : page.labels()) {
                out.append(metric.fullName()).append("{label=\"").append(Integer.toString(label.label()))
                    .append("\",space=\"").append(escaped(space)).append("\",owner=\"").append(escaped(label.owner()))
                    .append("\"} ").append(Long.toString(metric.of(label.statistics()))).append('\n');
            }
            next = page.next();
        }
    }

    /** A label value as the format writes it. */
    static String escaped(final String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
