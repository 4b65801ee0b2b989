package io.swaplane.router.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** docs/METRICS.md says what the program serves; {@code -Dswaplane.metrics=regenerate} writes it anew. */
class MetricsDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/METRICS.md");
    private static final String BEGINNING = """
        # Metrics

        Made from the program's own table of metrics; a test holds it true. How to scrape them is in [OPERATIONS.md](OPERATIONS.md#metrics).

        ## `/metrics`
        """;
    private static final String LABELS = """

        ## `/metrics/labels`

        Only for who asks: four time series for each MPLS label. `name[]=` in the query asks for some of them only.
        """;
    private static final String VRFS = """

        ## `/metrics/vrfs`

        Only for who asks: two time series for each VRF.
        """;
    private static final String HEAD = """

        | metric | type | labels | what |
        |---|---|---|---|
        """;

    private static String document() {
        final StringBuilder text = new StringBuilder(BEGINNING).append(HEAD);
        for (final Metric each : Metric.values()) {
            row(text, each.fullName(), each.kind().name().toLowerCase(Locale.ROOT), each.labels(), each.help());
        }
        text.append(LABELS).append(HEAD);
        for (final LabelMetric each : LabelMetric.values()) {
            row(text, each.fullName(), "counter", LabelMetric.LABELS, each.help());
        }
        text.append(VRFS).append(HEAD);
        row(text, VrfsPage.NAME, "gauge", VrfsPage.LABELS, VrfsPage.HELP);
        return text.toString();
    }

    private static void row(final StringBuilder text, final String name, final String type, final List<String> labels, final String help) {
        text.append("| `").append(name).append("` | ").append(type).append(" | ")
            .append(labels.isEmpty() ? "" : '`' + String.join("`, `", labels) + '`').append(" | ").append(help).append(" |\n");
    }

    @Test
    void shouldDocumentEachMetric() throws IOException {
        if ("regenerate".equals(System.getProperty("swaplane.metrics"))) {
            Files.writeString(DOCUMENT, document());
        }
        assertThat(DOCUMENT).hasContent(document());
    }
}
