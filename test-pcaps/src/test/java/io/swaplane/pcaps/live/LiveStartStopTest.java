package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.view.ReasonView;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import io.swaplane.router.cli.ExitCode;
import io.swaplane.router.run.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The beginning, the end, and the time in between when nothing happens. */
class LiveStartStopTest {
    private static final int FRAMES = 500;
    /** What the program promises is two seconds; a slow machine may take longer to schedule it. */
    private static final long STOP_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int CYCLES = 6;
    /** Of one CPU, in percent: next to nothing is expected, so that even a slow machine stays below. */
    private static final int IDLE_PERCENT = 20;
    private static final int IDLE_SECONDS = 3;
    /** Clock ticks a second in {@code /proc/PID/stat}, on every architecture that there is. */
    private static final int TICKS = 100;
    /** Position of the time in user mode behind the name of the command; the next is the time in the kernel. */
    private static final int USER_TICKS = 11;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "generic", "packet"})
    void shouldStopAtOnceAndForwardWhatHadArrived(final String mode) throws Exception {
        final Path config = Setup.in(directory, mode).write();
        try (Site site = new Site(1500); Program router = Program.router(site, config)) {
            LiveFaultsTest.forwards(site);
            site.at(Site.EAST).clear();
            site.send(Site.WEST, Traffic.numbered(100, FRAMES));
            final long begin = System.nanoTime();
            router.terminate();
            // Killed by no signal: the status of a program that was told to stop and did.
            assertThat(router.exitCode()).as(router::output).isIn(ExitCode.OK.status(), 143);
            assertThat(System.nanoTime() - begin).isLessThan(STOP_NANOS);
            assertThat(site.hasProgram()).isFalse();
            assertThat(Setup.socket(directory)).doesNotExist();
            assertThat(site.at(Site.EAST).atLeast(FRAMES)).hasSize(FRAMES);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "packet"})
    void shouldSleepWhenNothingArrives(final String mode) throws Exception {
        final Path config = Setup.in(directory, mode).write();
        try (Site site = new Site(1500); Program router = Program.router(site, config)) {
            LiveFaultsTest.forwards(site);
            final long before = ticks(router);
            TimeUnit.SECONDS.sleep(IDLE_SECONDS);
            assertThat(ticks(router) - before).as("ticks of CPU in " + IDLE_SECONDS + " s")
                .isLessThan(IDLE_PERCENT * IDLE_SECONDS * TICKS / 100);
            LiveFaultsTest.forwards(site);
        }
    }

    private static long ticks(final Program program) throws IOException {
        final String stat = Files.readString(Path.of("/proc", Long.toString(program.pid()), "stat"));
        final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1]);
    }

    @Test
    void shouldStartAndStopOftenWithoutLeavingAnythingBehind() throws Exception {
        try (Site site = new Site(1500)) {
            for (final String mode : new String[] {"native", "generic", "packet"}) {
                final Path config = Setup.in(directory, mode).write();
                cycle(site, config, 2);
                final long descriptors = descriptors();
                cycle(site, config, CYCLES);
                assertThat(descriptors()).as("descriptors, %s", mode).isLessThanOrEqualTo(descriptors);
                assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).doesNotContain("control", "worker-0");
                assertThat(site.hasProgram()).isFalse();
            }
        }
    }

    /** In this process, as a leak would go with another. */
    private static void cycle(final Site site, final Path config, final int times) throws Exception {
        for (int i = 0; i < times; i++) {
            try (Running running = site.router().in(() -> Running.start(config, "test"))) {
                assertThat(running.summary()).hasSizeGreaterThan(3);
                LiveFaultsTest.forwards(site);
            }
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "generic", "packet"})
    void shouldReceiveOrCountEveryPacketOfAFlood(final String mode) throws Exception {
        final Path config = Setup.in(directory, mode).write();
        try (Site site = new Site(1500); Program router = Program.router(site, config); ControlClient client = Program.client(directory)) {
            final int sent = 20_000;
            site.send(Site.WEST, Traffic.numbered(100, sent));
            Await.until("every packet is received or counted", () -> site.at(Site.EAST).count() + lost(client) >= sent);
            assertThat(site.at(Site.EAST).count() + lost(client)).isEqualTo(sent);
            assertThat(router.isAlive()).isTrue();
        }
    }

    /** Packets in a counter of what did not go on. */
    static long lost(final ControlClient client) {
        try {
            return client.drops().stream().mapToLong(ReasonView::packets).sum()
                + client.interfaces().getFirst().attachment().queues().stream()
                    .mapToLong(queue -> queue.rxDropped() + queue.rxRingFull() + queue.rxOversize()).sum();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
