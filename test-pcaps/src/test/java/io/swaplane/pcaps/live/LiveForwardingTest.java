package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.view.PortView;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The running program forwards as a replay does, in every mode that virtual wires have. */
class LiveForwardingTest {
    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "generic", "packet", Setup.XDP_TRANSMIT})
    void shouldForwardAsReplayDoesAndMoveToTheBackupWhileALinkIsDown(final String mode) throws Exception {
        final Path config = Setup.in(directory, mode).write();
        try (Site site = Site.of(1500, mode); Program router = Program.router(site, config);
             ControlClient client = Program.client(directory)) {
            final List<byte[]> frames = Traffic.all(1500);
            final Expected expected = Expected.of(config, frames);
            compare(site, frames, expected);
            assertThat(client.drops()).isEqualTo(expected.view().drops());
            assertThat(client.punts()).isEqualTo(expected.view().punts());
            assertThat(client.ports()).isEqualTo(expected.view().ports());

            site.host(Site.EAST).ip("link", "set", Site.WIRE, "down");
            awaitPort(client, Site.EAST, false);
            assertThat(router.says("port east is down")).isTrue();
            compareDuringOutage(site, config);

            site.host(Site.EAST).ip("link", "set", Site.WIRE, "up");
            awaitPort(client, Site.EAST, true);
            compare(site, frames, expected);
            assertThat(router.times("port east is down")).isOne();
            assertThat(router.times("port east is up")).isOne();
        }
    }

    private static void compareDuringOutage(final Site site, final Path config) throws Exception {
        final List<byte[]> frames = Traffic.flows(103);
        frames.addAll(Traffic.flows(106));
        final Expected expected = Expected.of(config, frames, Site.EAST);
        assertThat(expected.sent().get(Site.NORTH)).hasSameSizeAs(frames);
        compare(site, frames, expected);
    }

    static void compare(final Site site, final List<byte[]> frames, final Expected expected) throws Exception {
        Site.HOSTS.forEach(host -> site.at(host).clear());
        site.send(Site.WEST, frames);
        for (final String host : Site.HOSTS) {
            assertThat(site.at(host).atLeast(expected.sent().get(host).size())).as("what %s gets", host)
                .isEqualTo(expected.sent().get(host));
        }
    }

    static void awaitPort(final ControlClient client, final String port, final boolean up) {
        Await.until(port + (up ? " is up" : " is down"), () -> port(client, port).up() == up);
    }

    static PortView port(final ControlClient client, final String port) {
        try {
            return client.ports().stream().filter(each -> each.port().equals(port)).findFirst().orElseThrow();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
