package io.swaplane.router.metrics;

import com.sun.net.httpserver.HttpExchange;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.swaplane.control.api.StateSource;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.view.VrfPage;
import io.swaplane.control.view.VrfView;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How many routes each VRF has, in the Prometheus text format; written as it is read, page by page. */
final class VrfsPage implements Page {
    static final String PATH = "/metrics/vrfs";
    static final String NAME = "swaplane_vrf_routes";
    static final String HELP = "Routes of a VRF or of the global table, of every kind, by family: ipv4 or ipv6.";
    static final List<String> LABELS = List.of("vrf", "family");

    private static final int PAGE = 500;

    private final StateSource source;

    VrfsPage(final StateSource source) {
        this.source = source;
    }

    @Override
    public void answer(final HttpExchange exchange) throws IOException, StateUnavailableException {
        VrfPage page = source.vrfs(0, PAGE);
        final Writer out = new BufferedWriter(new OutputStreamWriter(Response.begin(exchange, PrometheusTextFormatWriter.CONTENT_TYPE),
            StandardCharsets.UTF_8));
        out.write("# HELP " + NAME + ' ' + HELP + "\n# TYPE " + NAME + " gauge\n");
        write(page.vrfs(), out);
        while (page.next() != 0) {
            page = source.vrfs(page.next(), PAGE);
            write(page.vrfs(), out);
        }
        // Not on failure: a document that breaks off must not look whole.
        out.close();
    }

    private static void write(final List<VrfView> vrfs, final Writer out) throws IOException {
        for (final VrfView each : vrfs) {
            sample(each, "ipv4", each.ipv4Routes(), out);
            sample(each, "ipv6", each.ipv6Routes(), out);
        }
    }

    private static void sample(final VrfView vrf, final String family, final int routes, final Writer out) throws IOException {
        out.append(NAME).append("{vrf=\"").append(LabelsPage.escaped(vrf.name())).append("\",family=\"").append(family).append("\"} ")
            .append(Integer.toString(routes)).append('\n');
    }
}
