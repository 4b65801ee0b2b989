package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import io.swaplane.io.netns.Frames;
import io.swaplane.io.netns.Wires;
import io.swaplane.router.cli.ExitCode;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel never forwards a customer's packet: not while the router runs, not when it is killed, and else there is no router. */
class VpnFailClosedTest {
    private static final String MARK = "from red to blue";
    private static final int PACKETS = 20;
    private static final int PORT = 5000;
    /** A subnet of blue's that red's packets could reach by the kernel's routes. */
    private static final String BLUE_ONLY = "10.9.0.2";
    private static final String BLUE_ONLY_6 = "2001:db8:9::2";

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRootAndPing() {
        Required.root();
        Required.ping();
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "generic"})
    void shouldLetNothingCrossFromVrfToVrfWhileTheRouterRunsOrWhenItIsKilled(final String mode) throws Exception {
        final Path config = VpnSetup.in(directory, mode).edge(1);
        try (VpnSite site = new VpnSite(); Sniffer blue = blueOnly(site); Program router = site.edge(1, config)) {
            sendAcross(site);
            assertThat(crossed(blue)).isZero();

            Wires.write(site.edge(1), "net/ipv4/conf/red/forwarding", "1");
            assertThat(router.says("THE KERNEL FORWARDS IP")).isTrue();
            assertThat(router.output()).contains("`sysctl -w net/ipv4/conf/red/forwarding=0`");
            try (ControlClient client = Program.client(config.getParent())) {
                assertThat(client.host().kernelForwarding()).containsExactly("net/ipv4/conf/red/forwarding");
            }
            sendAcross(site);
            assertThat(crossed(blue)).as("the program takes packets first").isZero();
            Wires.write(site.edge(1), "net/ipv4/conf/red/forwarding", "0");
            assertThat(router.says("the kernel no longer forwards")).isTrue();

            router.kill();
            assertThat(site.edge(1).ip("link", "show")).doesNotContain("xdp");
            sendAcross(site);
            assertThat(crossed(blue)).as("after the router's death").isZero();

            Wires.write(site.edge(1), "net/ipv4/conf/all/forwarding", "1");
            Wires.write(site.edge(1), "net/ipv6/conf/all/forwarding", "1");
            sendAcross(site);
            Await.until("the kernel that forwards would have joined them", () -> crossed(blue) == 2 * PACKETS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipv4/conf/red/forwarding", "ipv4/conf/blue/forwarding", "ipv6/conf/all/forwarding",
        "ipv6/conf/red/forwarding"})
    void shouldNotStartWhileTheKernelForwardsAndSayWhatToSet(final String setting) throws Exception {
        final Path config = VpnSetup.in(directory, "native").edge(1);
        try (VpnSite site = new VpnSite()) {
            Wires.write(site.edge(1), "net/" + setting, "1");
            try (Program router = Program.run(site.edge(1), "run", config.toString())) {
                assertThat(router.exitCode()).as(router::output).isEqualTo(ExitCode.START.status());
                assertThat(router.output()).contains("the kernel forwards IP packets", "`sysctl -w net/" + setting + "=0`");
                assertThat(router.output().lines()).as("one clear line").hasSize(1);
            }
        }
    }

    @Test
    void shouldNotStartInAModeThatLetsTheKernelSeeCustomersPackets() throws Exception {
        final Path config = VpnSetup.in(directory, "packet").edge(1);
        try (VpnSite site = new VpnSite(); Program router = Program.run(site.edge(1), "run", config.toString())) {
            assertThat(router.exitCode()).as(router::output).isEqualTo(ExitCode.CONFIGURATION.status());
            assertThat(router.output()).contains("'packet'");
        }
    }

    @Test
    void shouldNotFallBackToThatModeAndSayWhyThereIsNoBetterOne() throws Exception {
        final Path config = VpnSetup.in(directory, "auto").edge(1);
        final List<String> withoutBpf = List.of("setpriv", "--inh-caps=-all", "--bounding-set=-all,+net_raw,+net_admin");
        try (VpnSite site = new VpnSite(); Program router = Program.run(site.edge(1), withoutBpf, System.getProperty("java.class.path"),
            "run", config.toString())) {
            assertThat(router.exitCode()).as(router::output).isEqualTo(ExitCode.START.status());
            assertThat(router.output()).contains("port red, mode auto: no AF_XDP on red", "bpf(MAP_CREATE)",
                "AF_PACKET is not for interfaces that take IP");
        }
    }

    /** Gives blue's first site another subnet, and takes down what is sent to it. */
    private static Sniffer blueOnly(final VpnSite site) throws Exception {
        site.edge(1).ip("address", "add", "10.9.0.1/24", "dev", VpnSite.BLUE);
        site.edge(1).ip("address", "add", "2001:db8:9::1/64", "dev", VpnSite.BLUE);
        final Namespace host = site.host(VpnSite.BLUE, 1);
        host.ip("address", "add", BLUE_ONLY + "/24", "dev", VpnSite.WIRE);
        host.ip("address", "add", BLUE_ONLY_6 + "/64", "dev", VpnSite.WIRE);
        return new Sniffer(host, VpnSite.WIRE, Frames.hex(VpnSite.mac(site.edge(1), VpnSite.BLUE)));
    }

    /** Red sends to blue's subnet, and when the edge's kernel answers what was sent thereafter all of it has been dealt with. */
    private static void sendAcross(final VpnSite site) throws Exception {
        final Namespace red = site.host(VpnSite.RED, 1);
        final byte[] mark = MARK.getBytes(StandardCharsets.US_ASCII);
        try (DatagramSocket socket = red.in(() -> new DatagramSocket())) {
            for (final String to : List.of(BLUE_ONLY, BLUE_ONLY_6)) {
                for (int i = 0; i < PACKETS; i++) {
                    socket.send(new DatagramPacket(mark, mark.length, InetAddress.getByName(to), PORT));
                }
            }
        }
        assertThat(VpnSite.ping(red, VpnSite.address(1, 1))).contains(" 0% packet loss");
        assertThat(VpnSite.ping(red, VpnSite.address6(1, 1))).contains(" 0% packet loss");
    }

    private static long crossed(final Sniffer blue) {
        final String mark = HexFormat.of().formatHex(MARK.getBytes(StandardCharsets.US_ASCII));
        return blue.atLeast(0).stream().filter(each -> each.contains(mark)).count();
    }
}
