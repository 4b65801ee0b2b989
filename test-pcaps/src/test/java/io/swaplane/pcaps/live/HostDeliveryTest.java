package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.view.ReasonView;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import io.swaplane.io.netns.Wires;
import io.swaplane.pcaps.PacketBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pop leaves for the host comes to a socket of the host by the TAP device, if its reverse path filter lets it. */
class HostDeliveryTest {
    private static final String TAP = "punt0";
    private static final int PORT = 4000;
    private static final int RECEIVE = 110;
    private static final int LOOKUP = 111;
    private static final String TAP_ADDRESS = "10.99.0.1/24";

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "generic", "packet"})
    void shouldDeliverToASocketOfTheHostAsFarAsTheReversePathFilterLetsIt(final String mode) throws Exception {
        final Path config = Setup.in(directory, mode).tap(TAP).write();
        try (Site site = new Site(1500); Program router = Program.router(site, config); ControlClient client = Program.client(directory)) {
            assertThat(router.output()).contains("packets for the host enter it by " + TAP);
            site.address(Site.WEST);
            Wires.write(site.router(), "net/ipv4/conf/all/rp_filter", "0");
            try (DatagramSocket socket = site.router().in(() -> new DatagramSocket(
                new InetSocketAddress(InetAddress.getByName("10.0.1.1"), PORT)))) {
                socket.setSoTimeout(30_000);
                for (final int label : new int[] {RECEIVE, LOOKUP}) {
                    arrives(site, socket, 0, label);
                }
                dropped(site, 1);
                dropped(site, 2);
                site.router().ip("address", "add", TAP_ADDRESS, "dev", TAP);
                arrives(site, socket, 0, RECEIVE);
                dropped(site, 1);
                arrives(site, socket, 2, LOOKUP);
                assertThat(client.punts()).anySatisfy(each -> {
                    assertThat(each.reason()).isEqualTo("receive");
                    assertThat(each.packets()).isEqualTo(5);
                });
                assertThat(client.drops()).extracting(ReasonView::packets).containsOnly(0L);
            }
            LiveFaultsTest.forwards(site);
        }
    }

    private static void arrives(final Site site, final DatagramSocket socket, final int filter, final int label) throws Exception {
        final String text = "label " + label + ", rp_filter " + filter;
        filter(site, filter);
        send(site, label, text);
        final DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        socket.receive(packet);
        assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII)).isEqualTo(text);
        assertThat(packet.getAddress()).isEqualTo(InetAddress.getByName("10.0.1.2"));
    }

    private static void dropped(final Site site, final int filter) throws Exception {
        filter(site, filter);
        final long before = filtered(site);
        send(site, RECEIVE, "dropped");
        Await.until("the reverse path filter " + filter + " drops", () -> filtered(site) == before + 1);
    }

    private static void filter(final Site site, final int value) throws Exception {
        Wires.write(site.router(), "net/ipv4/conf/" + TAP + "/rp_filter", Integer.toString(value));
    }

    private static void send(final Site site, final int label, final String text) throws Exception {
        final PacketBuilder frame = Site.from(Site.WEST).mpls(label, 0, 64).ipv4("10.0.1.2", "10.0.1.1", 60).udp(1000, PORT);
        site.send(Site.WEST, List.of(frame.payload(text.getBytes(StandardCharsets.US_ASCII)).build()));
    }

    /** How many packets the router's host has refused by their source address. */
    private static long filtered(final Site site) {
        try {
            final List<String[]> lines = site.router().in(() -> Files.readAllLines(Path.of("/proc/thread-self/net/netstat"))).stream()
                .filter(line -> line.startsWith("TcpExt:")).map(line -> line.split(" ")).toList();
            return Long.parseLong(lines.getLast()[Arrays.asList(lines.getFirst()).indexOf("IPReversePathFilter")]);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
