package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.io.kernel.Required;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The router is killed again and again while a producer programs it, and started again. Every new life forwards by its configuration at
 * once and by nothing of the life before, and has exactly the producer's labels, VRFs and routes once that has put them again.
 * {@code -Dswaplane.crashes=N} says how often, {@code -Dswaplane.seed=N} repeats the choices of the run that printed N, though not its
 * timing.
 */
class LiveCrashTest {
    private static final int CRASHES = Integer.getInteger("swaplane.crashes", 20);
    private static final int MOST_MILLIS = 300;
    /** So many of the former life's labels are tried. */
    private static final int STALE = 50;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @Test
    void shouldForwardByItsConfigurationAloneAfterEachCrashUntilTheProducerIsBack() throws Exception {
        final long seed = Long.getLong("swaplane.seed", System.nanoTime());
        System.out.println("crashes: " + CRASHES + ", -Dswaplane.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final CrashingClient producer = new CrashingClient(directory, random.split());
        final Path config = Setup.in(directory, "native").vrf().write();
        try (Site site = new Site(1500)) {
            for (int crash = 0; crash < CRASHES; crash++) {
                live(site, config, producer, random);
            }
            try (Program last = Program.router(site, config)) {
                check(site, producer);
                assertThat(last.isAlive()).isTrue();
            }
        }
        System.out.println("crashes: " + producer.operations() + " operations were asked for in " + CRASHES + " lives");
    }

    private void live(final Site site, final Path config, final CrashingClient producer, final SplittableRandom random) throws Exception {
        try (Program router = Program.router(site, config)) {
            check(site, producer);
            final FutureTask<Void> programming = new FutureTask<>(() -> {
                producer.runUntilTheRouterIsGone();
                return null;
            });
            Thread.ofPlatform().daemon().name("producer").start(programming);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_MILLIS)));
            assertThat(programming.isDone()).as(() -> "the producer's session ended before the router: " + producer.lastWords()).isFalse();
            router.kill();
            programming.get(60, TimeUnit.SECONDS);
        }
    }

    /** So many of a VRF's routes at most, as packets that meet them, and the labels with which they leave. */
    private static Map<byte[], Integer> routed(final CrashingClient producer, final String vrf) {
        final Map<byte[], Integer> packets = new LinkedHashMap<>();
        producer.wantedRoutes().getOrDefault(vrf, Map.of()).entrySet().stream().limit(STALE).forEach(each ->
            packets.put(Traffic.to(CrashingClient.label(vrf), CrashingClient.address(each.getKey())), each.getValue()));
        return packets;
    }

    /** What the former life's VRFs and routes did is done no longer; what the configuration says is. */
    private static void checkStaleRoutes(final Site site, final ControlClient client, final CrashingClient producer, final long dropped)
        throws Exception {
        final Map<byte[], Integer> inFixed = routed(producer, Setup.VRF);
        site.send(Site.WEST, List.copyOf(inFixed.keySet()));
        if (!inFixed.isEmpty()) {
            LiveShowTest.awaitDrops(client, "no-route", inFixed.size());
        }
        long more = 0;
        for (final String vrf : CrashingClient.VRFS) {
            final List<byte[]> packets = List.copyOf(routed(producer, vrf).keySet());
            site.send(Site.WEST, packets);
            more += packets.size();
        }
        LiveShowTest.awaitDrops(client, "unknown-label", dropped + more);
        site.at(Site.EAST).clear();
        site.send(Site.WEST, List.of(Traffic.to(Setup.VRF_LABEL, "10.50.0.1")));
        assertThat(site.at(Site.EAST).atLeast(1)).extracting(LiveCrashTest::outLabel).containsExactly(777);
    }

    private static void checkRoutes(final Site site, final CrashingClient producer) throws Exception {
        final Map<byte[], Integer> packets = new LinkedHashMap<>(routed(producer, Setup.VRF));
        CrashingClient.VRFS.forEach(vrf -> packets.putAll(routed(producer, vrf)));
        site.at(Site.EAST).clear();
        site.send(Site.WEST, List.copyOf(packets.keySet()));
        assertThat(site.at(Site.EAST).atLeast(packets.size())).extracting(LiveCrashTest::outLabel)
            .containsExactlyInAnyOrderElementsOf(packets.values());
    }

    private void check(final Site site, final CrashingClient producer) throws Exception {
        LiveFaultsTest.forwards(site);
        final List<Integer> labels = new ArrayList<>(producer.wanted().keySet());
        final List<Integer> stale = labels.subList(0, Math.min(STALE, labels.size()));
        try (ControlClient client = Program.client(directory)) {
            send(site, stale);
            LiveShowTest.awaitDrops(client, "unknown-label", stale.size());
            checkStaleRoutes(site, client, producer, stale.size());
        }
        producer.synchronise();
        site.at(Site.EAST).clear();
        send(site, stale);
        assertThat(site.at(Site.EAST).atLeast(stale.size()).stream().map(LiveCrashTest::outLabel).toList())
            .containsExactlyInAnyOrderElementsOf(stale.stream().map(producer.wanted()::get).toList());
        checkRoutes(site, producer);
    }

    private static void send(final Site site, final List<Integer> labels) throws Exception {
        for (final int label : labels) {
            site.send(Site.WEST, Traffic.numbered(label, 1));
        }
    }

    /** The label of a frame in hexadecimal digits. */
    private static int outLabel(final String frame) {
        return Integer.parseInt(frame.substring(28, 33), 16);
    }
}
