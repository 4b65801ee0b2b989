package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.view.PortView;
import io.swaplane.io.kernel.Required;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random frames on every interface of a running provider edge whose VRFs have the same addresses: what comes out of an interface belongs
 * there, while the router runs and when it is killed. {@code -Dswaplane.leaks=N} says how many, {@code -Dswaplane.leaks.minutes=N} for how
 * long at most, and {@code -Dswaplane.seed=N} repeats the frames of the run that printed N.
 */
class LiveLeaksTest {
    private static final long FRAMES = Long.getLong("swaplane.leaks", 300_000);
    private static final long MINUTES = Long.getLong("swaplane.leaks.minutes", 3);

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @Test
    void shouldLetNothingComeOutWhereItDoesNotBelong() throws Exception {
        final long begin = System.nanoTime();
        try (LeakSite site = new LeakSite(); Program router = site.start(directory); ControlClient client = Program.client(directory)) {
            final LeakRun run = run(site);
            run.forwarding(FRAMES);
            System.out.println("leaks: none; " + run + "; " + (System.nanoTime() - begin) / 1_000_000 + " ms");
            for (final LeakSite.Side side : LeakSite.Side.values()) {
                final long fewest = side == LeakSite.Side.TAP ? 0 : run.sent() / 100;
                assertThat(run.out(side)).as("frames that came out by %s", side).isGreaterThan(fewest);
            }
            for (final PortView port : client.ports()) {
                if (!port.port().startsWith("tap:")) {
                    assertThat(run.out(LeakSite.Side.valueOf(port.port().toUpperCase(Locale.ROOT))))
                        .as("frames of port %s that were looked at", port.port()).isGreaterThanOrEqualTo(port.outPackets());
                }
            }
            assertThat(router.isAlive()).isTrue();
        }
    }

    @Test
    void shouldLetNothingComeOutOfAnotherVrfWhenTheRouterIsKilled() throws Exception {
        try (LeakSite site = new LeakSite(); Program router = site.start(directory)) {
            final LeakRun run = run(site);
            run.forwarding(FRAMES / 10);
            final long before = run.out(LeakSite.Side.RED);
            router.kill();
            run.alone(FRAMES / 5);
            System.out.println("leaks: none, the router killed; " + run);
            assertThat(before).isPositive();
            assertThat(run.sent()).isGreaterThan(FRAMES / 4);
        }
    }

    private static LeakRun run(final LeakSite site) {
        final long seed = Long.getLong("swaplane.seed", System.nanoTime());
        System.out.println("leaks: -Dswaplane.seed=" + seed + " repeats the frames");
        return new LeakRun(site, seed, TimeUnit.MINUTES.toNanos(MINUTES));
    }
}
