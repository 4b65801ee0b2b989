package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.io.kernel.LibC;
import io.swaplane.io.kernel.RawSocket;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ports of two queues. The western host chooses a frame's queue by the CPU that sends it, and a veth keeps the number: queue n of one end
 * is queue n of the other.
 */
class LiveQueuesTest {
    private static final int FLOOD = 5_000;
    private static final String NO_CPU = "0";

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "generic"})
    void shouldForwardWhatArrivesOnEachQueueByItsWorker(final String mode) throws Exception {
        final Path config = Setup.in(directory, mode).workers(2).write();
        try (Site site = new Site(1500, 2, 2, 2); Program router = Program.router(site, config);
             ControlClient client = Program.client(directory)) {
            assertThat(router.output()).contains("port west: xdp-" + (mode.equals("native") ? "copy" : mode) + ", 2 queues", "2 workers");
            final List<byte[]> frames = Traffic.all(1500);
            final Expected expected = Expected.of(config, frames);
            for (int queue = 0; queue < 2; queue++) {
                sendByQueue(site, queue);
                LiveForwardingTest.compare(site, frames, expected);
            }
            assertThat(client.ports()).allSatisfy(port -> assertThat(port.inPackets())
                .isEqualTo(2 * expected.view().ports().get(client.ports().indexOf(port)).inPackets()));
            assertThat(client.interfaces().getFirst().attachment().queues()).hasSize(2)
                .allSatisfy(queue -> assertThat(queue.rxDropped() + queue.rxRingFull()).isZero());
        }
    }

    /** The proof that frames come by the queue that the tests say. */
    @Test
    void shouldForwardNothingFromAQueueWithoutAWorker() throws Exception {
        final Path config = Setup.in(directory, "native").write();
        try (Site site = new Site(1500, 2, 2, 2); Program router = Program.router(site, config);
             ControlClient client = Program.client(directory)) {
            sendByQueue(site, 1);
            site.send(Site.WEST, Traffic.numbered(100, 50));
            sendByQueue(site, 0);
            final List<byte[]> served = Traffic.numbered(101, 50);
            LiveForwardingTest.compare(site, served, Expected.of(config, served));
            assertThat(LiveForwardingTest.port(client, Site.WEST).inPackets()).isEqualTo(50);
            assertThat(router.isAlive()).isTrue();
        }
    }

    /** What the western host sends comes by that queue, of two. */
    static void sendByQueue(final Site site, final int queue) throws Exception {
        site.queuesByCpu(Site.WEST, queue == 0 ? everyCpu() : NO_CPU, queue == 0 ? NO_CPU : everyCpu());
    }

    private static String everyCpu() throws Exception {
        return Long.toHexString((1L << lastCpu() + 1) - 1);
    }

    /** Its file ends with it: 0-3 or 0,2-5. */
    private static int lastCpu() throws Exception {
        final String online = Files.readString(Path.of("/sys/devices/system/cpu/online")).strip();
        return Integer.parseInt(online.replaceAll(".*[-,]", ""));
    }

    @Test
    void shouldReceiveOrCountEveryPacketThatArrivesOnBothQueuesAtOnce() throws Exception {
        final Path config = Setup.in(directory, "native").workers(2).write();
        try (Site site = new Site(1500, 2, 2, 2); Program router = Program.router(site, config);
             ControlClient client = Program.client(directory); ExecutorService senders = Executors.newFixedThreadPool(2)) {
            site.queuesByCpu(Site.WEST, "1", "2");
            final Future<?> first = senders.submit(sender(site, 0, 100));
            final Future<?> second = senders.submit(sender(site, lastCpu() == 0 ? 0 : 1, 109));
            first.get(60, TimeUnit.SECONDS);
            second.get(60, TimeUnit.SECONDS);
            Await.until("every packet is received or counted", () -> arrived(site) + LiveStartStopTest.lost(client) >= 2 * FLOOD);
            assertThat(arrived(site) + LiveStartStopTest.lost(client)).isEqualTo(2 * FLOOD);
            assertThat(expected(config, 100, Site.EAST)).containsAll(site.at(Site.EAST).atLeast(0));
            assertThat(expected(config, 109, Site.NORTH)).containsAll(site.at(Site.NORTH).atLeast(0));
            assertThat(router.isAlive()).isTrue();
        }
    }

    private static List<String> expected(final Path config, final int label, final String host) throws Exception {
        return Expected.of(config, Traffic.numbered(label, FLOOD)).sent().get(host);
    }

    private static long arrived(final Site site) {
        return site.at(Site.EAST).count() + site.at(Site.NORTH).count();
    }

    private static Callable<Void> sender(final Site site, final int cpu, final int label) {
        return () -> {
            try (RawSocket socket = new RawSocket(site.host(Site.WEST), Site.WIRE)) {
                stayOn(cpu);
                for (final byte[] frame : Traffic.numbered(label, FLOOD)) {
                    socket.send(frame);
                }
            }
            return null;
        };
    }

    private static void stayOn(final int cpu) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment mask = arena.allocate(Long.BYTES, Long.BYTES);
            mask.set(ValueLayout.JAVA_LONG, 0, 1L << cpu);
            assertThat(LibC.schedSetaffinity(0, Long.BYTES, mask.address())).isGreaterThanOrEqualTo(0);
        }
    }

    @Test
    void shouldRefuseAPortWithFewerQueuesThanWorkers() throws Exception {
        try (Site site = new Site(1500, 2, 1, 2)) {
            LiveFaultsTest.refuses(site, Setup.in(directory, "native").workers(2).write(), "port east, mode native: ",
                "east has 1 receive queue(s), not one for each of 2 workers", "ethtool -L east combined 2");
        }
    }

    @Test
    void shouldRefuseAPacketSocketForSeveralWorkers() throws Exception {
        try (Site site = new Site(1500, 2, 2, 2)) {
            LiveFaultsTest.refuses(site, Setup.in(directory, "packet").workers(2).write(), "port west, mode packet: ",
                "an AF_PACKET port has one queue, and there are 2 workers: use one worker");
        }
    }
}
