package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.NetDevice;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import io.swaplane.io.netns.Wires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A provider edge whose customer is a real FRRouting router, by sessions of IPv4 and IPv6 in a VRF, and whose neighbor in the core is
 * GoBGP, which speaks for a second edge of static configuration. The customer's hosts reach the far host and are reached.
 *
 * <pre>
 *   FRRouting   wire --- ce | pe1 | core --- core | pe2 | far --- wire   host
 *   AS 65001                swaplane              GoBGP and swaplane
 * </pre>
 */
class CustomerInteropTest {
    private static final LabelledRoute NEAR = LabelledRoute.vpn4("100:1", "10.11.0.0/24", 0, "172.16.0.1");
    private static final LabelledRoute NEAR6 = LabelledRoute.vpn6("100:1", "2001:db8:11::/64", 0, "172.16.0.1");
    private static final LabelledRoute FAR = LabelledRoute.vpn4("100:2", "10.22.0.0/24", 60, "172.16.0.2");
    private static final LabelledRoute FAR6 = LabelledRoute.vpn6("100:2", "2001:db8:22::/64", 60, "::ffff:172.16.0.2");
    private static final List<String> FAR_HOSTS = List.of("10.22.0.2", "2001:db8:22::2");
    private static final List<String> NEAR_HOSTS = List.of("10.11.0.1", "2001:db8:11::1");

    private final Map<String, Namespace> places = new LinkedHashMap<>();
    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRootAndSpeakers() {
        Required.root();
        Required.ping();
        Required.gobgp();
        Required.frr();
    }

    @BeforeEach
    void build() throws Exception {
        for (final String each : List.of("ce", "pe1", "pe2", "host")) {
            final Namespace made = new Namespace(each);
            places.put(each, made);
            for (final String setting : List.of("ipv4/conf/all/forwarding", "ipv6/conf/all/forwarding", "ipv4/conf/all/rp_filter",
                "ipv4/conf/default/rp_filter", "ipv6/conf/all/accept_dad", "ipv6/conf/default/accept_dad")) {
                Wires.write(made, "net/" + setting, "0");
            }
        }
        join("ce", "wire", "10.1.0.2/24", "2001:db8:1::2/64", "pe1", "ce", "10.1.0.1/24", "2001:db8:1::1/64");
        join("host", "wire", "10.22.0.2/24", "2001:db8:22::2/64", "pe2", "far", "10.22.0.1/24", "2001:db8:22::1/64");
        Namespace.join(place("pe1"), "core", place("pe2"), "core", "mtu", "1600");
        place("pe1").ip("address", "add", "172.16.0.1/24", "dev", "core");
        place("pe2").ip("address", "add", "172.16.0.2/24", "dev", "core");
        place("ce").ip("address", "add", "10.11.0.1/24", "dev", "lo");
        place("ce").ip("address", "add", "2001:db8:11::1/64", "dev", "lo");
        place("host").ip("route", "add", "default", "via", "10.22.0.1");
        place("host").ip("-6", "route", "add", "default", "via", "2001:db8:22::1");
    }

    private void join(final String host, final String device, final String own, final String own6, final String edge, final String port,
                      final String edges, final String edges6) throws Exception {
        Namespace.join(place(edge), port, place(host), device);
        place(edge).ip("address", "add", edges, "dev", port);
        place(edge).ip("address", "add", edges6, "dev", port);
        place(host).ip("address", "add", own, "dev", device);
        place(host).ip("address", "add", own6, "dev", device);
        place(host).in(() -> {
            new NetDevice(device).setTransmitChecksumOffload(false);
            return host;
        });
    }

    private Namespace place(final String name) {
        return places.get(name);
    }

    @AfterEach
    void remove() throws IOException {
        for (final Namespace each : places.values()) {
            each.close();
        }
    }

    private Path near() throws IOException {
        final Path own = Files.createDirectories(directory.resolve("pe1"));
        return Files.writeString(own.resolve("pe1.yaml"), """
            router: pe1
            router-id: 192.0.2.1
            interfaces:
              - {name: core, port: core, mpls: core, mtu: 1600}
              - {name: ce, port: ce, vrf: red, addresses: [10.1.0.1/24, "2001:db8:1::1/64"]}
            vrfs:
              - {name: red, rd: "100:1", import: ["100:1"], export: ["100:1"]}
            bgp:
              as: 42
              neighbors:
                - {address: 10.1.0.2, as: 65001, name: ce, vrf: red, import: accept, export: accept}
                - {address: "2001:db8:1::2", as: 65001, name: ce6, vrf: red, import: accept, export: accept}
                - {address: 172.16.0.2, as: internal, name: pe2, local-address: 172.16.0.1, families: [vpnv4, vpnv6]}
            ports: [{name: core, mode: native}, {name: ce, mode: native}]
            host: {metrics: off, socket: "%s"}
            """.formatted(Setup.socket(own)));
    }

    /** The second edge's data plane, with the labels that its speaker was told. */
    private Path far(final int label, final int label6) throws IOException {
        final Path own = Files.createDirectories(directory.resolve("pe2"));
        return Files.writeString(own.resolve("pe2.yaml"), """
            router: pe2
            router-id: 192.0.2.2
            interfaces:
              - {name: core, port: core, mpls: core, mtu: 1600}
              - {name: far, port: far, vrf: red}
            next-hops:
              - {index: 1, interface: core, neighbour: 172.16.0.1}
            vrfs:
              - name: red
                label: %d
                routes:
                  - {prefix: 10.11.0.0/24, label: %d, next-hop: 1}
                  - {prefix: "2001:db8:11::/64", label: %d, next-hop: 1}
            ports: [{name: core, mode: native}, {name: far, mode: native}]
            host: {metrics: off, socket: "%s"}
            """.formatted(FAR.label(), label, label6, Setup.socket(own)));
    }

    private static Frr customer(final Namespace place) throws IOException {
        return Frr.router(place, 65001, """
            router bgp 65001
             bgp router-id 10.1.0.2
             no bgp ebgp-requires-policy
             no bgp default ipv4-unicast
             neighbor 10.1.0.1 remote-as 42
             neighbor 10.1.0.1 timers connect 2
             neighbor 2001:db8:1::1 remote-as 42
             neighbor 2001:db8:1::1 timers connect 2
             address-family ipv4 unicast
              network 10.11.0.0/24
              neighbor 10.1.0.1 activate
             exit-address-family
             address-family ipv6 unicast
              network 2001:db8:11::/64
              neighbor 2001:db8:1::1 activate
             exit-address-family
            exit
            """);
    }

    private void shouldReach(final String from, final List<String> addresses) throws Exception {
        for (final String each : addresses) {
            final String[] source = from.equals("ce") ? new String[] {"-I", NEAR_HOSTS.get(addresses.indexOf(each))} : new String[0];
            VpnSite.reach(place(from), each, source);
            assertThat(VpnSite.ping(place(from), each, source)).as("%s to %s", from, each).contains(" 0% packet loss");
        }
    }

    private String kernelRoutes(final String... words) {
        try {
            return place("ce").ip(words);
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldJoinACustomersRouterToTheFarSiteByTheLabelsExchanged() throws Exception {
        try (GoBgp core = GoBgp.start(place("pe2"), directory, Peering.of(42, "172.16.0.2", "172.16.0.1", 42, "vpnv4", "vpnv6"));
             Frr customer = customer(place("ce"));
             Program edge = Program.ready(Program.run(place("pe1"), "run", near().toString()))) {
            core.announce(FAR);
            core.announce(FAR6);
            Await.until("the customer's routes are told to the core",
                () -> core.label(NEAR).isPresent() && core.label(NEAR6).isPresent());
            Await.until("the far site's routes are in the customer's kernel", () -> kernelRoutes("route").contains("10.22.0.0/24")
                && kernelRoutes("-6", "route").contains("2001:db8:22::/64"));
            assertThat(kernelRoutes("route", "show", "10.22.0.0/24")).contains("via 10.1.0.1");
            assertThat(customer.vtysh("show bgp ipv4 unicast 10.22.0.0/24")).contains("42");
            final int label = core.label(NEAR).getAsInt();
            final int label6 = core.label(NEAR6).getAsInt();
            try (Program other = Program.ready(Program.run(place("pe2"), "run", far(label, label6).toString()))) {
                shouldReach("ce", FAR_HOSTS);
                shouldReach("host", NEAR_HOSTS);
                assertThat(other.isAlive()).as(other::output).isTrue();
            }
            core.withdraw(FAR);
            Await.until("withdrawn from the customer's kernel", () -> !kernelRoutes("route").contains("10.22.0.0/24"));
            assertThat(kernelRoutes("-6", "route")).contains("2001:db8:22::/64");
            customer.kill();
            Await.until("withdrawn from the core", () -> core.label(NEAR).isEmpty() && core.label(NEAR6).isEmpty());
            assertThat(edge.isAlive()).as(edge::output).isTrue();
        }
    }
}
