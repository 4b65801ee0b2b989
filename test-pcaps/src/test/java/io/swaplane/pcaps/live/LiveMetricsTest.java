package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.api.PageReader;
import io.swaplane.control.view.HostView;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.QueueView;
import io.swaplane.control.view.ReasonView;
import io.swaplane.io.kernel.Required;
import io.swaplane.router.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus gets from the running program is what {@code show} tells. */
class LiveMetricsTest {
    private static final String DEFAULT = "127.0.0.1:9475";

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @Test
    void shouldCountWhatShowTells() throws Exception {
        final Path config = Setup.in(directory, "auto").resolved().write();
        try (Site site = new Site(1500)) {
            site.address(Site.EAST);
            try (Program router = Program.router(site, config); ControlClient client = Program.client(directory)) {
                LiveShowTest.awaitNeighbour(client, "10.0.2.2", Site.hostMac(Site.EAST));
                LiveFaultsTest.forwards(site);
                site.send(Site.WEST, Traffic.numbered(999, 7));
                LiveShowTest.awaitDrops(client, "unknown-label", 7);
                assertThat(router.output()).contains("metrics at http://" + DEFAULT + "/metrics");

                final Map<String, Long> samples = samples(get(site, DEFAULT, "/metrics"));

                assertThat(samples).containsEntry("swaplane_port_receive_packets_total{port=\"west\"}", 57L)
                    .containsEntry("swaplane_port_transmit_packets_total{port=\"east\"}", 50L)
                    .containsEntry("swaplane_port_info{device=\"west\",mode=\"xdp-copy\",port=\"west\"}", 1L)
                    .containsEntry("swaplane_neighbours_unresolved{interface=\"north\"}", 1L);
                checkPortsAndQueues(client, samples);
                checkReasons(client, samples);
                checkHost(client.host(), samples);
                checkLabels(site, client);
            }
        }
    }

    private static void checkPortsAndQueues(final ControlClient client, final Map<String, Long> samples) throws IOException {
        for (final PortView port : client.ports()) {
            final String labels = "{port=\"" + port.port() + "\"}";
            assertThat(samples).containsEntry("swaplane_port_up" + labels, port.up() ? 1L : 0L)
                .containsEntry("swaplane_port_receive_packets_total" + labels, port.inPackets())
                .containsEntry("swaplane_port_receive_bytes_total" + labels, port.inOctets())
                .containsEntry("swaplane_port_transmit_packets_total" + labels, port.outPackets())
                .containsEntry("swaplane_port_transmit_bytes_total" + labels, port.outOctets())
                .containsEntry("swaplane_port_transmit_discards_total" + labels, port.outDiscards());
        }
        final QueueView queue = client.interfaces().getFirst().attachment().queues().getFirst();
        final String labels = ",port=\"" + client.interfaces().getFirst().port().port() + "\",queue=\"0\"}";
        assertThat(samples).containsEntry("swaplane_queue_lost_packets_total{cause=\"rx-dropped\"" + labels, queue.rxDropped())
            .containsEntry("swaplane_queue_lost_packets_total{cause=\"rx-ring-full\"" + labels, queue.rxRingFull())
            .containsEntry("swaplane_queue_ring_events_total{event=\"fill-ring-empty\"" + labels, queue.fillRingEmpty());
    }

    private static void checkReasons(final ControlClient client, final Map<String, Long> samples) throws IOException {
        for (final PortView port : client.ports()) {
            for (final ReasonView drop : client.drops()) {
                assertThat(samples).containsEntry("swaplane_dropped_packets_total{port=\"" + port.port() + "\",reason=\"" + drop.reason()
                    + "\",severity=\"" + drop.severity() + "\"}", drop.byPort().getOrDefault(port.port(), 0L));
            }
            for (final ReasonView punt : client.punts()) {
                assertThat(samples).containsEntry("swaplane_punted_packets_total{port=\"" + port.port() + "\",reason=\"" + punt.reason()
                    + "\"}", punt.byPort().getOrDefault(port.port(), 0L));
            }
        }
    }

    private static void checkHost(final HostView host, final Map<String, Long> samples) {
        assertThat(samples.get("swaplane_neighbour_requests_total")).as("asked again, perhaps, since").isBetween(2L,
            host.neighbourRequests());
        assertThat(samples).containsEntry("swaplane_neighbour_refusals_total", host.neighbourRefusals())
            .containsEntry("swaplane_netlink_overruns_total", host.overruns());
    }

    private static void checkLabels(final Site site, final ControlClient client) throws Exception {
        final Map<String, Long> samples = samples(get(site, DEFAULT, "/metrics/labels"));
        final Map<String, Long> expected = new HashMap<>();
        try (PageReader<LabelPage> pages = client.labels(LabelFilter.all(false))) {
            for (LabelPage page = pages.next(); page != null; page = pages.next()) {
                page.labels().forEach(label -> add(label, expected));
            }
        }
        assertThat(samples).isEqualTo(expected)
            .containsEntry("swaplane_label_packets_total{label=\"100\",space=\"platform\",owner=\"static\"}", 50L);
    }

    private static void add(final LabelView view, final Map<String, Long> samples) {
        final String labels = "{label=\"" + view.label() + "\",space=\"platform\",owner=\"" + view.owner() + "\"}";
        samples.put("swaplane_label_packets_total" + labels, view.statistics().packets());
        samples.put("swaplane_label_bytes_total" + labels, view.statistics().octets());
        samples.put("swaplane_label_errors_total" + labels, view.statistics().errors());
        samples.put("swaplane_label_discards_total" + labels, view.statistics().discards());
    }

    @Test
    void shouldPassPromtool() throws Exception {
        Required.promtool();
        final Path config = Setup.in(directory, "auto").metrics("[::1]:9475").write();
        try (Site site = new Site(1500); Program router = Program.router(site, config)) {
            assertThat(router.output()).contains("metrics at http://[::1]:9475/metrics");
            for (final String path : new String[] {"/metrics", "/metrics/labels"}) {
                final Path scrape = Files.writeString(directory.resolve("scrape.txt"), get(site, "[::1]:9475", path));
                final Process promtool = new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true)
                    .redirectInput(scrape.toFile()).start();
                final String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(promtool.waitFor()).as(said).isZero();
                assertThat(said).isEmpty();
            }
        }
    }

    @Test
    void shouldNotStartWithoutTheConfiguredAddressAndStartWithoutTheDefaultOne() throws Exception {
        try (Site site = new Site(1500);
             ServerSocket taken = site.router().in(() -> new ServerSocket(9475, 1, InetAddress.ofLiteral("127.0.0.1")))) {
            assertThat(taken.isBound()).isTrue();
            try (Program refused = Program.run(site.router(), "run", Setup.in(directory, "auto").metrics(DEFAULT).write().toString())) {
                assertThat(refused.exitCode()).isEqualTo(ExitCode.START.status());
                assertThat(refused.output()).isEqualTo("swaplane: host.metrics: " + DEFAULT + " cannot be had: Address already in use: "
                    + "give another with 'host: {metrics: ADDRESS:PORT}', or 'off'");
            }
            assertThat(site.hasProgram()).isFalse();
            try (Program router = Program.router(site, Setup.in(directory, "auto").write())) {
                assertThat(router.says("there are no metrics: " + DEFAULT + " cannot be had: Address already in use")).isTrue();
                LiveFaultsTest.forwards(site);
            }
        }
    }

    private static String get(final Site site, final String server, final String path) throws Exception {
        return site.router().in(() -> {
            final HttpURLConnection connection = (HttpURLConnection) URI.create("http://" + server + path).toURL().openConnection();
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        });
    }

    /** Whole numbers by what stands before them; other samples are left out. */
    private static Map<String, Long> samples(final String text) {
        final Map<String, Long> samples = new HashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            final int end = line.lastIndexOf(' ');
            final double value = Double.parseDouble(line.substring(end + 1));
            if (value == Math.rint(value)) {
                samples.put(line.substring(0, end), (long) value);
            }
        });
        return samples;
    }
}
