package io.swaplane.router.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.bgp.router.BgpPeer;
import io.swaplane.bgp.router.BgpSettings;
import io.swaplane.control.Conductor;
import io.swaplane.control.api.RouterOperations.Configuration;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.command.CommandReader;
import io.swaplane.control.command.CommandRing;
import io.swaplane.control.command.Job;
import io.swaplane.control.command.Producer;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.Producers;
import io.swaplane.control.command.SessionMode;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.view.Difference;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.ReloadView;
import io.swaplane.router.config.ConfigFile;
import io.swaplane.router.config.Host;
import io.swaplane.router.config.LiveConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reloads of a router whose control thread is this test's. */
@Timeout(60)
class ReloaderTest {
    private static final Duration NOT_AT_ALL = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofMinutes(1);
    /** More steps than one slice has. */
    private static final int MANY = 1_500;

    private final Producers producers = new Producers(new CommandRing());
    private Router router;
    private final AtomicReference<List<BgpPeer>> neighbors = new AtomicReference<>();
    private LiveConfiguration first;

    /** What the router does with a reload. */
    private final class Router implements Reloadable {
        private final Conductor conductor;
        private final CommandReader commands;
        private final Queue<Job> handed = new ConcurrentLinkedQueue<>();
        private volatile RouterIntent intent;

        private Router(final RouterIntent intent) {
            this.intent = intent;
            conductor = new Conductor(intent, 1);
            commands = new CommandReader(producers, conductor, fault -> {
                throw new AssertionError(fault);
            });
        }

        @Override
        public RouterIntent asRun(final RouterIntent configured) {
            return configured;
        }

        @Override
        public RouterIntent intent() {
            return intent;
        }

        @Override
        public void intent(final RouterIntent reloaded) {
            intent = reloaded;
        }

        @Override
        public Conductor conductor() {
            return conductor;
        }

        @Override
        public void start(final Job job) {
            handed.add(job);
        }

        /** One cycle of the control thread. */
        private boolean cycle() {
            for (Job job = handed.poll(); job != null; job = handed.poll()) {
                commands.start(job);
            }
            return conductor.doWork() + commands.doWork(0) > 0;
        }

        private void finish() {
            boolean work = true;
            while (work) {
                work = cycle();
            }
        }

        private List<Integer> labels() {
            return conductor.view().labels().stream().map(LabelView::label).toList();
        }
    }

    private static Configuration configuration(final String nextHops, final int... labels) {
        final String lsps = IntStream.of(labels).mapToObj(label -> "  - {label: " + label + ", drop: true}\n")
            .collect(Collectors.joining());
        final String text = """
            router: lsr
            router-id: 10.0.0.1
            interfaces:
              - {name: left0, port: left0, mpls: core, mtu: 1500}
            next-hops:
              - {index: 1, interface: left0, neighbour: 10.1.0.1}
            """ + nextHops + "lsps:\n" + lsps;
        return new Configuration("next.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Configuration labels(final int... labels) {
        return configuration("", labels);
    }

    private static int[] many() {
        return IntStream.range(2_000, 2_000 + MANY).toArray();
    }

    @BeforeEach
    void start() throws Exception {
        final Configuration configuration = configuration("  - {index: 2, via: 1, push: [300]}\n", 100);
        first = ConfigFile.readLive(configuration.name(), configuration.text(), Host.ANY);
        router = new Router(first.intent());
    }

    @AfterEach
    void stop() {
        router.conductor.close();
    }

    private Reloader reloader(final Duration patience) {
        return new Reloader(router, Path.of("first.yaml"), first, Host.ANY, neighbors::set, patience);
    }

    private Producer producer() {
        return producers.open(new ProducerSettings("script", "api", 50, SessionMode.RESYNC, null));
    }

    private static void put(final Producer producer, final int label, final int nextHop) {
        assertThat(producer.putLabel(new LspIntent(label, LspIntent.PLATFORM, "api", new Accept.Core(), new Action.Swap(200, nextHop), null,
            null, null))).isPositive();
    }

    private static LiveConfiguration speaking(final String bgp) throws Exception {
        final Configuration silent = labels(100);
        return ConfigFile.readLive("bgp.yaml", (new String(silent.text(), StandardCharsets.UTF_8)
            + "vrfs: [{name: red, rd: \"100:1\", import: [100:1]}]\n" + bgp).getBytes(StandardCharsets.UTF_8), Host.ANY);
    }

    @Test
    void shouldChangeBgpsNeighborsWithTheRest() throws Exception {
        first = speaking(neighbors("10.0.0.8", "10.0.0.9"));
        final String next = "vrfs: [{name: red, rd: \"100:1\", import: [100:1]}]\n" + neighbors("10.0.0.8", "10.0.0.7");
        router.conductor.close();
        router = new Router(first.intent());
        final Configuration labels = labels(101);
        final Configuration wanted = new Configuration("next.yaml",
            (new String(labels.text(), StandardCharsets.UTF_8) + next).getBytes(StandardCharsets.UTF_8));
        final Reloader reloader = reloader(LONG);
        assertThat(reloader.diff(wanted).differences()).extracting(Difference::line).endsWith(
            "- BGP neighbor 10.0.0.9: 10.0.0.9, AS 42, vpnv4, import accept, export accept",
            "+ BGP neighbor 10.0.0.7: 10.0.0.7, AS 42, vpnv4, import accept, export accept");

        assertThat(reload(reloader, wanted).differences()).hasSize(4);
        assertThat(neighbors.get()).extracting(BgpPeer::name).containsExactly("10.0.0.8", "10.0.0.7");
        assertThat(router.labels()).containsExactly(101);
        assertThat(reloader.diff(wanted).differences()).as("they are the running ones").isEmpty();
    }

    private static String neighbors(final String... addresses) {
        return "bgp: {as: 42, neighbors: [" + Stream.of(addresses)
            .map(each -> "{address: " + each + ", as: 42, local-address: 10.0.0.1, families: [vpnv4]}").collect(Collectors.joining(", "))
            + "]}\n";
    }

    @Test
    void shouldNameWhatOfBgpNeedsARestart() throws Exception {
        final String neighbor = "{address: 10.0.0.9, as: 42, local-address: 10.0.0.1, families: [vpnv4]}";
        final BgpSettings was = speaking("bgp: {as: 42, neighbors: [" + neighbor + "]}").bgp();

        assertThat(BgpDiff.between(was, speaking("bgp: {as: 42, neighbors: [" + neighbor + "]}").bgp())).isEmpty();
        assertThat(BgpDiff.between(was, null)).containsExactly("bgp");
        assertThat(BgpDiff.between(null, was)).containsExactly("bgp");
        assertThat(BgpDiff.between(was, speaking("bgp: {as: 42, listen: [\"10.0.0.1:179\"], cluster-id: 1.1.1.1, labels: per-route, "
            + "best-path: {multipath: 2}, next-hops: [{address: 1.1.1.1, metric: 1}], networks: [10.0.0.0/8], retain: all, neighbors: ["
            + neighbor + "]}").bgp())).containsExactly("bgp.listen", "bgp.cluster-id", "bgp.labels", "bgp.best-path", "bgp.next-hops",
            "bgp.networks", "bgp.retain");
        final String host = "bgp: {as: 42, networks: [1.1.1.1/32], neighbors: [" + neighbor + "]}\n";
        assertThat(BgpDiff.between(speaking(host).bgp(), speaking(host + "tunnels: [{endpoint: 1.1.1.1, next-hop: 1}]\n").bgp()))
            .as("the host is told with a label from now on").containsExactly("tunnels to bgp.networks");
        final BgpSettings others = speaking("bgp: {as: 42, neighbors: [" + neighbor.replace("vpnv4", "vpnv6") + "]}").bgp();
        assertThat(BgpDiff.between(was, others)).as("neighbors do not").isEmpty();
        assertThat(BgpDiff.neighbors(was, others)).extracting(Difference::line).containsExactly("~ BGP neighbor 10.0.0.9: 10.0.0.9, AS 42, "
            + "vpnv4, import accept, export accept -> 10.0.0.9, AS 42, vpnv6, import accept, export accept");
        assertThat(BgpDiff.neighbors(was, speaking("bgp: {as: 42, neighbors: [" + neighbor.replace("}", ", md5: x}") + "]}").bgp()))
            .extracting(Difference::now).containsExactly("10.0.0.9, AS 42, vpnv4, import accept, export accept, with another session");
        assertThat(BgpDiff.neighbors(was, speaking("bgp: {as: 42, neighbors: [" + neighbor.replace("}", ", allow-as: 1, next-hop: self, "
            + "graceful-restart: {mode: full}}") + "]}").bgp())).extracting(Difference::now)
            .containsExactly("10.0.0.9, AS 42, vpnv4, import accept, export accept, with another next-hop, allow-as, graceful-restart");
    }

    @Test
    void shouldRefuseAReloadThatChangesBgp() throws Exception {
        final Configuration next = labels(101);
        final Configuration speaking = new Configuration(next.name(),
            (new String(next.text(), StandardCharsets.UTF_8) + "bgp: {as: 42}\n").getBytes(StandardCharsets.UTF_8));
        assertThat(reloader(LONG).diff(speaking).restartNeeded()).containsExactly("bgp");
        assertThat(reloader(LONG).reload(speaking).restartNeeded()).containsExactly("bgp");
        assertThat(router.labels()).containsExactly(100);
    }

    @Test
    void shouldEndAReloadThatNobodyWaitsForAnyMore() throws Exception {
        final Reloader reloader = reloader(NOT_AT_ALL);
        final Configuration next = labels(many());
        assertThatThrownBy(() -> reloader.reload(next)).isInstanceOf(StateUnavailableException.class)
            .hasMessageStartingWith("the reload is still going on");
        assertThat(router.labels()).containsExactly(100);
        router.finish();

        assertThat(router.labels()).hasSize(MANY).doesNotContain(100);
        assertThat(reloader.diff(next).differences()).as("it is the running one").isEmpty();
    }

    @Test
    void shouldTakeBackAReloadThatNobodyWaitsForAnyMore() throws Exception {
        put(producer(), 500, 2);
        router.finish();
        final Reloader reloader = reloader(NOT_AT_ALL);
        assertThatThrownBy(() -> reloader.reload(labels(many()))).isInstanceOf(StateUnavailableException.class);
        router.finish();

        assertThat(router.labels()).containsExactly(100, 500);
        assertThat(router.intent()).isSameAs(first.intent());
    }

    @Test
    void shouldRefuseAReloadWhileAnotherGoesOn() throws Exception {
        final Reloader reloader = reloader(NOT_AT_ALL);
        assertThatThrownBy(() -> reloader.reload(labels(many()))).isInstanceOf(StateUnavailableException.class);
        router.cycle();
        final ReloadView second = reloader.reload(labels(101));
        assertThat(second.refusal()).startsWith("another reload is still going on");
        router.finish();
        assertThat(router.labels()).hasSize(MANY);

        assertThat(reload(reloader(LONG), labels(101)).refusal()).isNull();
        assertThat(router.labels()).containsExactly(101);
    }

    /** By another thread, as this one is the control thread. */
    private ReloadView reload(final Reloader reloader, final Configuration next) throws InterruptedException {
        final CountDownLatch asked = new CountDownLatch(1);
        final CompletableFuture<ReloadView> done = CompletableFuture.supplyAsync(() -> {
            try {
                asked.countDown();
                return reloader.reload(next);
            } catch (final StateUnavailableException e) {
                throw new AssertionError(e);
            }
        }, task -> Thread.ofPlatform().start(task));
        asked.await();
        while (!done.isDone()) {
            router.cycle();
        }
        return done.join();
    }

    @Test
    void shouldGoOnAfterABadConfiguration() throws Exception {
        final Reloader reloader = reloader(LONG);
        assertThat(reloader.reload(labels(7)).problems()).isNotEmpty();
        assertThat(reloader.reload(new Configuration("next.yaml", "router: other".getBytes(StandardCharsets.UTF_8))).problems())
            .isNotEmpty();
        assertThat(router.labels()).containsExactly(100);
        assertThat(reload(reloader, labels(101)).differences()).hasSize(3);
        assertThat(router.labels()).containsExactly(101);
    }

    @Test
    void shouldCarryOutNoCommandInTheMidstOfAReload() throws Exception {
        final Producer producer = producer();
        router.finish();
        assertThatThrownBy(() -> reloader(NOT_AT_ALL).reload(labels(many()))).isInstanceOf(StateUnavailableException.class);
        router.cycle();
        put(producer, 500, 2);
        put(producer, 501, 1);
        assertThat(router.labels()).as("a slice of the reload").hasSizeBetween(2, MANY);
        router.finish();

        assertThat(router.labels()).as("next hop 2 went first").hasSize(MANY + 1).contains(501).doesNotContain(500);
    }

    @Test
    void shouldWaitForABulkThatIsUnderWay() throws Exception {
        final Producer producer = producer();
        producer.begin();
        for (final int label : many()) {
            put(producer, label, 1);
        }
        producer.commit();
        router.cycle();
        router.cycle();
        assertThatThrownBy(() -> reloader(NOT_AT_ALL).reload(labels(2_000 + MANY - 1))).isInstanceOf(StateUnavailableException.class);
        router.finish();

        assertThat(router.labels()).hasSize(MANY);
        assertThat(router.conductor().label(LspIntent.PLATFORM, 2_000 + MANY - 1).orElseThrow().owner())
            .as("the configuration, which came last, is the stronger").isEqualTo("static");
    }
}
