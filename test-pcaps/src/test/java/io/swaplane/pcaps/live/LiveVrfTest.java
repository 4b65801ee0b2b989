package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Wires;
import io.swaplane.pcaps.PacketBuilder;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two customers behind tags on one port, with the same addresses, and two workers; one customer's VRF has a TAP device. */
class LiveVrfTest {
    private static final String OWN = "10.255.0.1";
    private static final int PORT = 4000;
    private static final int RED = 100;
    private static final int BLUE = 200;
    private static final String CONFIG = """
        router: live
        router-id: 192.0.2.1
        vrfs:
          - {name: red, label: 1001, tap: redtap, routes: [{prefix: 10.9.0.0/16, label: 900, next-hop: 1},
             {prefix: "2001:db8:9::/48", label: 901, next-hop: 1}, {prefix: 10.255.0.1/32, receive: true}]}
          - {name: blue, label: 1002, routes: [{prefix: 10.9.0.0/16, label: 910, next-hop: 1}]}
        interfaces:
          - {name: red0, port: west, vlan: 100, mac: "%1$s", mtu: 1500, vrf: red, addresses: [10.1.0.1/24, "2001:db8:1::1/64"]}
          - {name: blue0, port: west, vlan: 200, mac: "%1$s", mtu: 1500, vrf: blue, addresses: [10.1.0.1/24]}
          - {name: east, port: east, mac: "%2$s", mtu: 1500, mpls: core}
        neighbours:
          - {interface: red0, address: 10.1.0.2, mac: "%3$s"}
          - {interface: red0, address: "2001:db8:1::2", mac: "%3$s"}
          - {interface: blue0, address: 10.1.0.2, mac: "%3$s"}
          - {interface: east, address: 10.0.2.2, mac: "%4$s"}
        next-hops:
          - {index: 1, interface: east, neighbour: 10.0.2.2}
        ports:
          - {name: west, mode: %5$s}
          - {name: east, mode: %5$s}
        workers: {count: 2}
        host: {socket: "%6$s", metrics: "off"}
        """;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "generic"})
    void shouldRouteTaggedIpByItsVrfOnEveryQueueAndDeliverItsHostsPackets(final String mode) throws Exception {
        final Path config = Files.writeString(directory.resolve("router.yaml"), CONFIG.formatted(Site.routerMac(Site.WEST),
            Site.routerMac(Site.EAST), Site.hostMac(Site.WEST), Site.hostMac(Site.EAST), mode, Setup.socket(directory)));
        try (Site site = new Site(1500, 2, 2)) {
            for (final String setting : List.of("ipv4/conf/all/forwarding", "ipv4/conf/all/rp_filter", "ipv4/conf/default/rp_filter")) {
                Wires.write(site.router(), "net/" + setting, "0");
            }
            try (Program router = Program.router(site, config)) {
                site.router().ip("address", "add", OWN + "/32", "dev", "redtap");
                for (int queue = 0; queue < 2; queue++) {
                    LiveQueuesTest.sendByQueue(site, queue);
                    toTheCore(site);
                    toTheHost(site, "from queue " + queue);
                }
                fromTheCore(site);
                assertThat(router.isAlive()).isTrue();
            }
        }
    }

    private static void toTheCore(final Site site) throws Exception {
        site.at(Site.EAST).clear();
        site.send(Site.WEST, List.of(v4(Site.from(Site.WEST).vlan(RED), 64, "10.1.0.2", "10.9.0.1"),
            v6(Site.from(Site.WEST).vlan(RED), 64, "2001:db8:1::2", "2001:db8:9::1"),
            v4(Site.from(Site.WEST).vlan(BLUE), 64, "10.1.0.2", "10.9.0.1")));
        assertThat(site.at(Site.EAST).atLeast(3)).containsExactlyInAnyOrder(
            hex(v4(to(Site.EAST).mpls(900, 0, 63), 63, "10.1.0.2", "10.9.0.1")),
            hex(v6(to(Site.EAST).mpls(901, 0, 63), 63, "2001:db8:1::2", "2001:db8:9::1")),
            hex(v4(to(Site.EAST).mpls(910, 0, 63), 63, "10.1.0.2", "10.9.0.1")));
    }

    private static void fromTheCore(final Site site) throws Exception {
        site.at(Site.WEST).clear();
        site.send(Site.EAST, List.of(v4(Site.from(Site.EAST).mpls(1001, 0, 64), 64, "10.9.0.1", "10.1.0.2"),
            v6(Site.from(Site.EAST).mpls(1001, 0, 64), 64, "2001:db8:9::1", "2001:db8:1::2"),
            v4(Site.from(Site.EAST).mpls(1002, 0, 64), 64, "10.9.0.1", "10.1.0.2")));
        assertThat(site.at(Site.WEST).atLeast(3)).containsExactlyInAnyOrder(
            hex(v4(to(Site.WEST).vlan(RED), 63, "10.9.0.1", "10.1.0.2")),
            hex(v6(to(Site.WEST).vlan(RED), 63, "2001:db8:9::1", "2001:db8:1::2")),
            hex(v4(to(Site.WEST).vlan(BLUE), 63, "10.9.0.1", "10.1.0.2")));
    }

    /** Whichever worker has it, by the VRF's TAP device. */
    private static void toTheHost(final Site site, final String text) throws Exception {
        try (DatagramSocket socket = site.router().in(() -> new DatagramSocket(PORT, InetAddress.getByName(OWN)))) {
            socket.setSoTimeout(30_000);
            site.send(Site.WEST, List.of(Site.from(Site.WEST).vlan(RED).ipv4("10.1.0.2", OWN, 64).udp(1000, PORT)
                .payload(text.getBytes(StandardCharsets.US_ASCII)).build()));
            final DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            socket.receive(packet);
            assertThat(packet.getData()).startsWith(text.getBytes(StandardCharsets.US_ASCII));
            assertThat(packet.getAddress()).isEqualTo(InetAddress.getByName("10.1.0.2"));
        }
    }

    private static PacketBuilder to(final String host) {
        return PacketBuilder.ethernet(Site.hostMac(host), Site.routerMac(host));
    }

    private static byte[] v4(final PacketBuilder frame, final int hopLimit, final String from, final String to) {
        return frame.ipv4(from, to, hopLimit).udp(1000, 2000).payload(40).build();
    }

    private static byte[] v6(final PacketBuilder frame, final int hopLimit, final String from, final String to) {
        return frame.ipv6(from, to, hopLimit).udp(1000, 2000).payload(40).build();
    }

    private static String hex(final byte[] frame) {
        return HexFormat.of().formatHex(frame);
    }
}
