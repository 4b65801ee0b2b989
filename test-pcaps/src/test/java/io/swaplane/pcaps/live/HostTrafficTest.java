package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.view.PortView;
import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Wires;
import io.swaplane.io.xdp.Hosts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not MPLS stays the kernel's, also while MPLS is forwarded. */
class HostTrafficTest {
    private static final int BYTES = 4 << 20;
    private static final int BURST = 32;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRootAndPing() {
        Required.root();
        Required.ping();
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "generic", "packet", Setup.XDP_TRANSMIT})
    void shouldLeavePingTcpAndNeighbourDiscoveryToTheKernelWhileForwarding(final String mode) throws Exception {
        final Path config = Setup.in(directory, mode).write();
        try (Site site = Site.of(1500, mode); Program router = Program.router(site, config);
             ControlClient client = Program.client(directory)) {
            site.address(Site.WEST);
            addressV6(site.router(), Site.WEST, "2001:db8::1/64");
            addressV6(site.host(Site.WEST), Site.WIRE, "2001:db8::2/64");
            final AtomicBoolean running = new AtomicBoolean(true);
            final CompletableFuture<Integer> sent = CompletableFuture.supplyAsync(() -> stream(site, running));
            try {
                assertThat(ping(site.host(Site.WEST), "10.0.1.1")).contains(" 0% packet loss");
                assertThat(ping(site.host(Site.WEST), "2001:db8::1")).contains(" 0% packet loss");
                assertThat(site.router().ip("-6", "neighbour", "show", "dev", Site.WEST)).contains("2001:db8::2 lladdr");
                assertThat(Hosts.transfer(site.host(Site.WEST), site.router(), "10.0.1.1", BYTES)).isEqualTo(BYTES);
                assertThat(Hosts.transfer(site.router(), site.host(Site.WEST), "10.0.1.2", BYTES)).isEqualTo(BYTES);
            } finally {
                running.set(false);
            }
            final int frames = sent.get(10, TimeUnit.SECONDS);
            assertThat(frames).isPositive();
            assertThat(site.at(Site.EAST).atLeast(frames)).hasSize(frames);
            final PortView west = LiveForwardingTest.port(client, Site.WEST);
            assertThat(west.inPackets()).as("only MPLS comes to the router").isEqualTo(frames);
            assertThat(router.isAlive()).isTrue();
        }
    }

    private static void addressV6(final Namespace namespace, final String device, final String address) throws Exception {
        Wires.write(namespace, "net/ipv6/conf/" + device + "/disable_ipv6", "0");
        namespace.ip("address", "add", address, "dev", device, "nodad");
    }

    /** Bursts of labelled frames, one after the other, until it is enough; returns how many frames. */
    private static int stream(final Site site, final AtomicBoolean running) {
        final List<byte[]> burst = Traffic.numbered(100, BURST);
        int sent = 0;
        try {
            while (running.get() || sent == 0) {
                site.send(Site.WEST, burst);
                sent += BURST;
                // No more than a slow machine forwards, for none of them to be lost.
                site.at(Site.EAST).atLeast(sent);
            }
            return sent;
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String ping(final Namespace from, final String address) throws IOException {
        final Process process = new ProcessBuilder("ip", "netns", "exec", from.name(), "ping", "-c", "3", "-i", "0.1", "-W", "5", address)
            .redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
