package io.swaplane.router.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.swaplane.control.Conductor;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.router.cli.ConductorControl;
import io.swaplane.router.cli.ConductorState;
import io.swaplane.router.cli.MadeUpBgp;
import io.swaplane.router.config.ConfigFile;
import io.swaplane.table.DropReason;
import io.swaplane.table.PuntReason;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsServerTest {
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private Conductor conductor;
    private ConductorState state;
    private MetricsServer server;

    @BeforeEach
    void start() throws Exception {
        conductor = new Conductor(ConfigFile.read(Path.of("../examples/asbr2.yaml")), 1);
        state = new ConductorState(conductor);
        server = new MetricsServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void stop() {
        server.close();
        conductor.close();
    }

    private void serve(final MetricGroup... groups) {
        server.serve(List.of(groups), state, faults::add);
    }

    private void serveRouter() {
        server.serve(RouterMetrics.of(state, new ConductorControl(conductor), new MadeUpBgp(), "1.2.3"), state, faults::add);
    }

    private Scrape get(final String path, final String... headers) throws IOException {
        return Scrape.of(server.address(), path, headers);
    }

    @Test
    void shouldTellWhatTheRouterShows() throws Exception {
        serveRouter();

        final Scrape scrape = get("/metrics");

        assertThat(scrape.status()).isEqualTo(200);
        assertThat(scrape.contentType()).startsWith("text/plain; version=0.0.4");
        assertThat(scrape.samples()).contains(
            entry("swaplane_router_info{router=\"asbr2\",version=\"1.2.3\"}", 1.0),
            entry("swaplane_port_info{device=\"eth1\",mode=\"xdp-copy\",port=\"p42\"}", 1.0),
            entry("swaplane_port_refused_mode_info{cause=\"the driver of eth1 has no zero-copy\",mode=\"xdp-zero-copy\",port=\"p42\"}",
                1.0),
            entry("swaplane_port_unserved_packets_total{port=\"p42\"}", 5.0),
            entry("swaplane_queue_lost_packets_total{cause=\"rx-ring-full\",port=\"p42\",queue=\"0\"}", 17.0),
            entry("swaplane_queue_lost_packets_total{cause=\"rx-dropped\",port=\"p42\",queue=\"0\"}", 0.0),
            entry("swaplane_worker_info{cpu=\"any\",idle=\"block\",worker=\"0\"}", 1.0),
            entry("swaplane_worker_state{state=\"offline\",worker=\"0\"}", 1.0),
            entry("swaplane_worker_state{state=\"stopped\",worker=\"0\"}", 0.0),
            entry("swaplane_worker_stalls_total{worker=\"0\"}", 2.0),
            entry("swaplane_worker_longest_stall_seconds{worker=\"0\"}", 0.004),
            entry("swaplane_labels{owner=\"bgp\",space=\"platform\"}", 1.0),
            entry("swaplane_label_range_labels{owner=\"any\",state=\"in-use\"}", 1.0),
            entry("swaplane_label_range_labels{owner=\"any\",state=\"resting\"}", 0.0),
            entry("swaplane_label_range_labels{owner=\"any\",state=\"free\"}", 1_048_559.0),
            entry("swaplane_commands_total{result=\"programmed\"}", 0.0),
            entry("swaplane_command_ring_bytes", 0.0),
            entry("swaplane_producer_session_open{producer=\"configuration\"}", 0.0),
            entry("swaplane_next_hops{state=\"resolved\"}", 2.0),
            entry("swaplane_next_hops{state=\"unresolved\"}", 0.0),
            entry("swaplane_next_hops_without_memory", 0.0),
            entry("swaplane_next_hop_memory_shortages_total", 0.0),
            entry("swaplane_neighbours{state=\"reachable\"}", 1.0),
            entry("swaplane_neighbours{state=\"failed\"}", 0.0),
            entry("swaplane_neighbours_unresolved{interface=\"ATM6/1.20\"}", 0.0),
            entry("swaplane_tap_packets_total{device=\"swaplane0\",result=\"refused\"}", 3.0),
            entry("swaplane_neighbour_refusals_total", 5.0),
            entry("swaplane_netlink_overruns_total", 6.0));
        final Map<String, Double> samples = scrape.samples();
        assertThat(samples.keySet()).as("of a port whose counters cannot be read there are none, not 0")
            .filteredOn(key -> key.startsWith("swaplane_queue") || key.startsWith("swaplane_port_unserved"))
            .isNotEmpty().allMatch(key -> key.contains("port=\"p42\""));
        assertThat(samples.get("process_resident_memory_bytes")).isBetween(1e6, 1e12);
        assertThat(samples.get("process_start_time_seconds")).isBetween(1.6e9, System.currentTimeMillis() / 1e3);
        assertThat(samples).containsKeys("jvm_memory_used_bytes{area=\"heap\"}", "process_cpu_seconds_total", "process_open_fds");
        assertThat(faults).isEmpty();
    }

    @Test
    void shouldGiveEveryReasonForEveryPortAlsoWhenItNeverHappened() throws Exception {
        serveRouter();

        final Scrape scrape = get("/metrics");

        assertThat(conductor.ports()).isNotEmpty().allSatisfy(port -> {
            for (final DropReason reason : DropReason.values()) {
                assertThat(scrape.samples()).containsEntry("swaplane_dropped_packets_total{port=\"" + port.port() + "\",reason=\""
                    + reason.label() + "\",severity=\"" + reason.severity().name().toLowerCase() + "\"}", 0.0);
            }
            for (final PuntReason reason : PuntReason.values()) {
                assertThat(scrape.samples()).containsEntry("swaplane_punted_packets_total{port=\"" + port.port() + "\",reason=\""
                    + reason.label() + "\"}", 0.0);
            }
        });
        for (final DropReason reason : DropReason.values()) {
            assertThat(scrape.text()).contains(reason.label() + ": " + reason.sentence());
        }
    }

    /** The conventions that {@code promtool check metrics} holds a scrape to, and those of the documentation of Prometheus. */
    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/metrics/labels", "/metrics/vrfs"})
    void shouldFollowTheConventionsOfPrometheus(final String path) throws Exception {
        serveRouter();

        final Map<String, String> types = new HashMap<>();
        final Set<String> helped = new TreeSet<>();
        String family = "";
        for (final String line : get(path).text().split("\n")) {
            final String[] words = line.split("[ {]", 5);
            if (line.startsWith("# HELP ")) {
                family = words[2];
                assertThat(helped.add(family)).as("%s in one piece", family).isTrue();
                assertThat(line).as("help").endsWith(".");
            } else if (line.startsWith("# TYPE ")) {
                assertThat(words[2]).isEqualTo(family);
                types.put(family, words[3]);
            } else {
                final String ending = switch (types.get(family)) {
                    case "summary" -> "(_count|_sum)";
                    case "histogram" -> "(_bucket|_count|_sum)";
                    default -> "";
                };
                assertThat(line).matches(family + ending + "(\\{[a-z]+=\".*\"\\})? [0-9.E]+");
            }
        }
        assertThat(types.keySet()).isEqualTo(helped).isNotEmpty().allMatch(name -> name.matches("[a-z][a-z0-9_]*[a-z]"));
        types.forEach((name, type) -> assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter")));
        assertThat(types.keySet()).noneMatch(name -> name.matches(".*(octets|millis|nanos|micros|kilobytes|milliseconds|_count|_sum).*"));
    }

    @Test
    void shouldSpeakOpenMetricsToWhoAsksForIt() throws Exception {
        serveRouter();

        final Scrape scrape = get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5");

        assertThat(scrape.contentType()).startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(scrape.text()).endsWith("# EOF\n").contains("# TYPE swaplane_port_receive_packets counter\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/metrics/labels", "/metrics/vrfs"})
    void shouldCompressForWhoTakesIt(final String path) throws Exception {
        serveRouter();

        final HttpURLConnection connection = Scrape.connect(server.address(), path);
        connection.setRequestProperty("Accept-Encoding", "gzip");

        assertThat(connection.getHeaderField("Content-Encoding")).isEqualTo("gzip");
        try (BufferedReader in = new BufferedReader(new InputStreamReader(new GZIPInputStream(
            new ByteArrayInputStream(connection.getInputStream().readAllBytes())), StandardCharsets.UTF_8))) {
            assertThat(in.lines()).anyMatch(line -> line.startsWith("# HELP swaplane_"));
        }
    }

    @Test
    void shouldGiveTheCountersOfEachLabel() throws Exception {
        serveRouter();

        assertThat(get("/metrics/labels").samples()).containsExactly(
            entry("swaplane_label_packets_total{label=\"44\",space=\"platform\",owner=\"bgp\"}", 0.0),
            entry("swaplane_label_bytes_total{label=\"44\",space=\"platform\",owner=\"bgp\"}", 0.0),
            entry("swaplane_label_errors_total{label=\"44\",space=\"platform\",owner=\"bgp\"}", 0.0),
            entry("swaplane_label_discards_total{label=\"44\",space=\"platform\",owner=\"bgp\"}", 0.0));
        assertThat(get("/metrics/labels?name%5B%5D=swaplane_label_bytes_total&name[]=swaplane_label_packets_total").samples()).hasSize(2);
    }

    @Test
    void shouldCountVrfsAndRoutesAndThoseOfEachVrfForWhoAsks() throws Exception {
        try (Conductor edge = new Conductor(ConfigFile.read(Path.of("../examples/pe.yaml")), 1)) {
            final ConductorState edgeState = new ConductorState(edge);
            server.serve(RouterMetrics.of(edgeState, new ConductorControl(edge), null, "1.2.3"), edgeState, faults::add);

            final Map<String, Double> samples = get("/metrics").samples();
            assertThat(samples).contains(entry("swaplane_vrfs", 2.0), entry("swaplane_routes{family=\"ipv4\"}", 21.0),
                entry("swaplane_routes{family=\"ipv6\"}", 4.0));
            assertThat(samples.get("swaplane_route_memory_bytes")).isPositive();
            assertThat(samples.keySet()).noneMatch(key -> key.startsWith("swaplane_vrf_routes"));
            assertThat(get("/metrics/vrfs").samples()).containsExactly(
                entry("swaplane_vrf_routes{vrf=\"global\",family=\"ipv4\"}", 6.0),
                entry("swaplane_vrf_routes{vrf=\"global\",family=\"ipv6\"}", 0.0),
                entry("swaplane_vrf_routes{vrf=\"red\",family=\"ipv4\"}", 8.0),
                entry("swaplane_vrf_routes{vrf=\"red\",family=\"ipv6\"}", 4.0),
                entry("swaplane_vrf_routes{vrf=\"blue\",family=\"ipv4\"}", 7.0),
                entry("swaplane_vrf_routes{vrf=\"blue\",family=\"ipv6\"}", 0.0));
        }
    }

    @Test
    void shouldRefuseWhatThereIsNot() throws Exception {
        serveRouter();

        assertThat(get("/metrics/labels?name[]=swaplane_port_up")).satisfies(refused -> {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).startsWith("'name[]=swaplane_port_up' is not known: use name[]=swaplane_label_packets_total, ");
        });
        assertThat(get("/metrics/labels?labels=true").status()).isEqualTo(400);
        assertThat(get("/metrics/label").status()).isEqualTo(404);
        assertThat(get("/")).isEqualTo(new Scrape(404, "text/plain; charset=utf-8",
            "there are /metrics, for each MPLS label /metrics/labels, and for each VRF /metrics/vrfs\n"));
        final HttpURLConnection post = Scrape.connect(server.address(), "/metrics");
        post.setRequestMethod("POST");
        assertThat(post.getResponseCode()).isEqualTo(405);
        assertThat(post.getHeaderField("Allow")).isEqualTo("GET");
    }

    @Test
    void shouldSayThatTheStateCannotBeReadNow() throws Exception {
        serve(into -> {
            throw new StateUnavailableException("the control thread did not answer in time");
        });

        assertThat(get("/metrics")).isEqualTo(new Scrape(503, "text/plain; charset=utf-8", "the control thread did not answer in time\n"));
        assertThat(faults).isEmpty();
    }

    @Test
    void shouldTellAFaultAndGoOn() throws Exception {
        serve(into -> {
            throw new IllegalStateException("broken");
        });

        assertThat(get("/metrics").status()).isEqualTo(500);
        assertThat(get("/metrics/labels").status()).isEqualTo(200);
        assertThat(faults).singleElement().satisfies(fault -> assertThat(fault).hasMessage("broken"));
    }

    @Test
    void shouldTurnAwayTooManyScrapesAtATimeWithoutWaiting() throws Exception {
        final CountDownLatch both = new CountDownLatch(MetricsServer.SCRAPES);
        final CountDownLatch end = new CountDownLatch(1);
        serve(into -> {
            both.countDown();
            awaitThat(end);
        });
        final List<Thread> scrapes = Stream.generate(() -> Thread.ofPlatform().start(this::getAll)).limit(MetricsServer.SCRAPES).toList();
        both.await();

        assertThat(get("/metrics")).isEqualTo(new Scrape(503, "text/plain; charset=utf-8", "too many scrapes at a time\n"));
        assertThat(get("/metrics/labels").status()).isEqualTo(200);

        end.countDown();
        for (final Thread each : scrapes) {
            each.join();
        }
        assertThat(get("/metrics").status()).isEqualTo(200);
    }

    private void getAll() {
        try {
            assertThat(get("/metrics").status()).isEqualTo(200);
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitThat(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldReadLabelsInSmallPagesAndBreakOffVisiblyWhenTheStateGoesAwayInTheMiddle() {
        final List<Integer> limits = new CopyOnWriteArrayList<>();
        server.serve(List.of(), new FailingLabels(state, limits), faults::add);

        assertThatThrownBy(() -> get("/metrics/labels")).isInstanceOf(IOException.class);
        assertThat(limits).isNotEmpty().allMatch(limit -> limit <= 500);
    }

    @Test
    void shouldNotGetAnAddressThatIsTaken() {
        assertThatThrownBy(() -> new MetricsServer(server.address())).isInstanceOf(IOException.class)
            .hasMessageContaining("Address already in use");
    }

    @Test
    void shouldHaveEachMetricOfTheTableInARouter() throws Exception {
        serveRouter();

        final Set<String> given = get("/metrics").text().lines().filter(line -> line.startsWith("# TYPE ")).map(line -> line.split(" ")[2])
            .collect(Collectors.toSet());
        assertThat(given).isEqualTo(Stream.of(Metric.values()).map(Metric::fullName).collect(Collectors.toSet()));
    }
}
