package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import io.swaplane.io.netns.Wires;
import io.swaplane.pcaps.PacketBuilder;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The running program as a border router of option A: two VRFs behind tags of one port, with the same addresses, whose sessions go by
 * the VRFs' TAP devices to FRRouting; in the core is GoBGP.
 *
 * <pre>
 *   red  FRRouting --- 10 |
 *                         | switch --- west | router | east --- GoBGP
 *   blue FRRouting --- 20 |
 * </pre>
 */
class OptionAInteropTest {
    private static final String RED = "red";
    private static final String BLUE = "blue";
    private static final List<String> CUSTOMERS = List.of(RED, BLUE);
    private static final List<Integer> VLANS = List.of(10, 20);
    private static final List<Integer> LABELS = List.of(900, 910);
    private static final String OWN = "192.168.1.1";
    private static final String OTHER = "192.168.1.2";
    private static final String NEAR = "10.50.0.1";
    private static final String NEAR_ROUTE = "10.50.0.0/24";
    private static final String FAR = "10.9.0.1";
    private static final String FAR_ROUTE = "10.9.0.0/16";
    private static final String BLUE_ONLY = "10.8.0.0/16";
    private static final int TYPE_DIGIT = 24;
    private static final int PORT = 4000;
    private static final int TIMEOUT_MILLIS = 60_000;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRootAndSpeakers() {
        Required.root();
        Required.gobgp();
        Required.frr();
    }

    private Path config() throws IOException {
        return Files.writeString(directory.resolve("asbr.yaml"), """
            router: asbr
            router-id: 192.0.2.1
            interfaces:
              - {name: east, port: east, mpls: core}
              - {name: red, port: west, vlan: 10, vrf: red, addresses: [192.168.1.1/30]}
              - {name: blue, port: west, vlan: 20, vrf: blue, addresses: [192.168.1.1/30]}
            neighbours:
              - {interface: red, address: 192.168.1.2, mac: "MAC"}
              - {interface: blue, address: 192.168.1.2, mac: "MAC"}
            vrfs:
              - {name: red, tap: redtap, rd: "42:1", import: ["42:1"], export: ["42:1"]}
              - {name: blue, tap: bluetap, rd: "42:2", import: ["42:2"], export: ["42:2"]}
            bgp:
              as: 42
              ebgp-requires-policy: false
              neighbors:
                - {name: core, address: 10.0.2.2, as: internal, local-address: 10.0.2.1, families: [vpnv4]}
                - {name: red, address: 192.168.1.2, as: 35, vrf: red}
                - {name: blue, address: 192.168.1.2, as: 35, vrf: blue}
            ports: [{name: west, mode: native}, {name: east, mode: native}]
            host: {metrics: off, socket: "SOCKET"}
            """.replace("MAC", Site.hostMac(Site.WEST)).replace("SOCKET", Setup.socket(directory).toString()));
    }

    /** A customer's side of the other AS: an own subnet, and the router's MAC address, which behind a tag nobody is asked for. */
    private static Namespace customer(final String name, final int vlan, final TagSwitch wire) throws Exception {
        final Namespace made = Wires.quiet(name);
        wire.host(made, vlan);
        made.ip("link", "set", Site.WIRE, "address", Site.hostMac(Site.WEST));
        made.ip("address", "add", OTHER + "/30", "dev", Site.WIRE);
        made.ip("neighbour", "add", OWN, "lladdr", Site.routerMac(Site.WEST), "dev", Site.WIRE, "nud", "permanent");
        made.ip("address", "add", NEAR + "/24", "dev", "lo");
        return made;
    }

    private static Frr speaker(final Namespace place) throws IOException {
        return Frr.router(place, 35, """
            router bgp 35
             bgp router-id 192.168.1.2
             no bgp ebgp-requires-policy
             no bgp default ipv4-unicast
             neighbor 192.168.1.1 remote-as 42
             neighbor 192.168.1.1 timers connect 2
             address-family ipv4 unicast
              network 10.50.0.0/24
              neighbor 192.168.1.1 activate
             exit-address-family
            exit
            """);
    }

    private static String routes(final Namespace customer) {
        try {
            return customer.ip("route");
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LabelledRoute near(final String customer) {
        return LabelledRoute.vpn4("42:" + (CUSTOMERS.indexOf(customer) + 1), NEAR_ROUTE, 0, "");
    }

    @Test
    void shouldJoinEachVrfToItsVlanOfTheOtherAs() throws Exception {
        try (Site site = new Site(1500)) {
            site.address(Site.EAST);
            for (final String setting : List.of("ipv4/conf/all/forwarding", "ipv4/conf/all/rp_filter", "ipv4/conf/default/rp_filter")) {
                Wires.write(site.router(), "net/" + setting, "0");
            }
            try (TagSwitch wire = new TagSwitch(site.host(Site.WEST), Site.WIRE);
                 Namespace red = customer(RED, VLANS.getFirst(), wire); Namespace blue = customer(BLUE, VLANS.getLast(), wire);
                 Frr redSpeaker = speaker(red); Frr blueSpeaker = speaker(blue);
                 GoBgp core = GoBgp.start(site.host(Site.EAST), directory, Peering.of(42, "10.0.2.2", "10.0.2.1", 42, "vpnv4"));
                 Program router = Program.router(site, config())) {
                for (final String each : CUSTOMERS) {
                    site.router().ip("address", "add", OWN + "/30", "dev", each + "tap");
                    core.announce(far(FAR_ROUTE, each));
                }
                core.announce(far(BLUE_ONLY, BLUE));
                Await.until("both are told to the core", () -> CUSTOMERS.stream().allMatch(each -> core.label(near(each)).isPresent()));
                Await.until("red is told red's: " + redSpeaker.output(), () -> routes(red).contains(FAR_ROUTE + " "));
                Await.until("blue is told blue's: " + blueSpeaker.output(),
                    () -> routes(blue).contains(FAR_ROUTE + " ") && routes(blue).contains(BLUE_ONLY + " "));
                assertThat(routes(red)).contains(FAR_ROUTE + " nhid ").contains("via " + OWN).doesNotContain(BLUE_ONLY);

                toTheCore(site, red, RED);
                toTheCore(site, blue, BLUE);
                fromTheCore(site, core, red, RED);
                fromTheCore(site, core, blue, BLUE);

                redSpeaker.kill();
                Await.until("red's is withdrawn", () -> core.label(near(RED)).isEmpty());
                assertThat(core.label(near(BLUE))).isPresent();
                fromTheCore(site, core, blue, BLUE);
                assertThat(router.isAlive()).as(router::output).isTrue();
            }
        }
    }

    private static String far(final String prefix, final String customer) {
        final int n = CUSTOMERS.indexOf(customer);
        return prefix + " label " + LABELS.get(n) + " rd 42:10" + n + " rt 42:" + (n + 1) + " nexthop 10.0.2.2";
    }

    /** What a customer's kernel sends to the far site leaves for the core with the label of its own VPN. */
    private static void toTheCore(final Site site, final Namespace customer, final String name) throws Exception {
        site.at(Site.EAST).clear();
        final byte[] text = ("from " + name).getBytes(StandardCharsets.US_ASCII);
        try (DatagramSocket socket = customer.in(() -> new DatagramSocket(PORT, InetAddress.getByName(NEAR)))) {
            socket.send(new DatagramPacket(text, text.length, InetAddress.getByName(FAR), PORT));
        }
        final String mark = HexFormat.of().formatHex(text);
        Await.until(name + "'s packet leaves for the core",
            () -> site.at(Site.EAST).atLeast(0).stream().anyMatch(each -> each.contains(mark)));
        final String label = String.format("8847%05x", LABELS.get(CUSTOMERS.indexOf(name)));
        assertThat(site.at(Site.EAST).atLeast(0)).filteredOn(each -> each.contains(mark)).singleElement()
            .satisfies(each -> assertThat(each.substring(TYPE_DIGIT)).startsWith(label));
    }

    /** What comes from the core with the label that was told for a customer's site arrives there. */
    private static void fromTheCore(final Site site, final GoBgp core, final Namespace customer, final String name) throws Exception {
        final byte[] text = ("for " + name).getBytes(StandardCharsets.US_ASCII);
        try (DatagramSocket socket = customer.in(() -> new DatagramSocket(PORT, InetAddress.getByName(NEAR)))) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            final PacketBuilder frame = Site.from(Site.EAST).mpls(core.label(near(name)).getAsInt(), 0, 64);
            site.send(Site.EAST, List.of(frame.ipv4(FAR, NEAR, 64).udp(PORT, PORT).payload(text).build()));
            final DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            socket.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII)).isEqualTo("for " + name);
        }
    }
}
