package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.view.ReasonView;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A protected path while its primary port loses the carrier under traffic. */
class LinkFlipTest {
    private static final int BURST = 20;
    private static final int ENOUGH = 40 * BURST;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "generic", "packet", Setup.XDP_TRANSMIT})
    void shouldSendNothingByTheDeadPortAfterTheFlipAndAccountForEveryPacket(final String mode) throws Exception {
        final Path config = Setup.in(directory, mode).write();
        try (Site site = Site.of(1500, mode); Program router = Program.router(site, config);
             ControlClient client = Program.client(directory)) {
            final AtomicBoolean running = new AtomicBoolean(true);
            final CompletableFuture<Integer> sent = CompletableFuture.supplyAsync(() -> stream(site, running));
            try {
                assertThat(site.at(Site.EAST).atLeast(ENOUGH)).hasSizeGreaterThanOrEqualTo(ENOUGH);
                assertThat(site.at(Site.NORTH).count()).isZero();
                site.host(Site.EAST).ip("link", "set", Site.WIRE, "down");
                LiveForwardingTest.awaitPort(client, Site.EAST, false);
                // What the worker had in its hands while the port was taken down is out with the next frame on the backup.
                site.at(Site.NORTH).atLeast(site.at(Site.NORTH).count() + 2 * BURST);
                final long before = handedToDevice(site, Site.EAST);
                assertThat(site.at(Site.NORTH).atLeast(ENOUGH)).hasSizeGreaterThanOrEqualTo(ENOUGH);
                assertThat(handedToDevice(site, Site.EAST)).as("frames that left by the dead port").isEqualTo(before);
            } finally {
                running.set(false);
            }
            check(site, client, sent.get(10, TimeUnit.SECONDS));
            assertThat(router.times("port east is down")).isOne();

            // Nothing that waited for the dead port comes out late.
            final int received = site.at(Site.EAST).count();
            site.host(Site.EAST).ip("link", "set", Site.WIRE, "up");
            LiveForwardingTest.awaitPort(client, Site.EAST, true);
            site.send(Site.WEST, Traffic.numbered(106, 1));
            assertThat(site.at(Site.EAST).atLeast(received + 1)).hasSize(received + 1);
        }
    }

    private static void check(final Site site, final ControlClient client, final int sent) {
        Await.until("every packet is accounted for", () -> missing(site, client, sent) <= deviceDrops(site, Site.EAST));
        assertThat(missing(site, client, sent)).as("received or counted, and not both").isNotNegative();
        assertThat(LiveForwardingTest.port(client, Site.WEST).inPackets()).isEqualTo(sent);
        assertThat(LiveForwardingTest.port(client, Site.NORTH).outPackets()).isEqualTo(site.at(Site.NORTH).count());
    }

    /**
     * What was neither received by a host nor dropped by the router. It was given to the device before the router knew that it was dead,
     * and is in the kernel's count; what the kernel told an AF_PACKET port that it dropped is in both counts.
     */
    private static long missing(final Site site, final ControlClient client, final int sent) {
        try {
            return sent - site.at(Site.EAST).count() - site.at(Site.NORTH).count()
                - client.drops().stream().mapToLong(ReasonView::packets).sum();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int stream(final Site site, final AtomicBoolean running) {
        final List<byte[]> burst = Traffic.numbered(106, BURST);
        int sent = 0;
        try {
            while (running.get()) {
                site.send(Site.WEST, burst);
                sent += BURST;
                TimeUnit.MILLISECONDS.sleep(1);
            }
            return sent;
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long handedToDevice(final Site site, final String device) {
        return statistic(site, device, 2) + deviceDrops(site, device);
    }

    private static long deviceDrops(final Site site, final String device) {
        return statistic(site, device, 4);
    }

    /** A number of {@code ip -s link}'s line on transmission: bytes, packets, errors, dropped, …; counted from one. */
    private static long statistic(final Site site, final String device, final int column) {
        try {
            final List<String> lines = site.router().ip("-s", "link", "show", device).lines().toList();
            return Long.parseLong(lines.getLast().trim().split("\\s+")[column - 1]);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
