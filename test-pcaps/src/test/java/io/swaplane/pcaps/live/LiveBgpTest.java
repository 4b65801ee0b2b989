package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import io.swaplane.io.netns.Wires;
import io.swaplane.pcaps.PacketBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The running program as an ASBR of option B between two neighbors of other ASs, which are real GoBGP. */
class LiveBgpTest {
    private static final String ROUTE = "10.10.10.11/32 label 16 rd 100:0 rt 100:1 nexthop 10.0.2.2";
    private static final String SHOWN = "100:0:10.10.10.11/32";
    private static final int GIVEN = 16;
    private static final String MPLS = "8847";
    private static final int TYPE_DIGIT = 24;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRootAndGobgp() {
        Required.root();
        Required.gobgp();
    }

    private Path config(final String more) throws IOException {
        return Files.writeString(directory.resolve("asbr.yaml"), """
            router: asbr
            router-id: 192.0.2.1
            interfaces:
              - {name: west, port: west, mpls: external}
              - {name: east, port: east, mpls: external}
            bgp:
              as: 65000
              ebgp-requires-policy: false
              neighbors:
                - {address: 10.0.1.2, as: 65001, name: west, interface: west, local-address: 10.0.1.1, families: [vpnv4], hold-time: 9s}
                - {address: 10.0.2.2, as: 65002, name: east, interface: east, local-address: 10.0.2.1, families: [vpnv4], hold-time: 9s}
            """ + more + "ports: [{name: west, mode: native}, {name: east, mode: native}]\n"
            + "host: {metrics: off, socket: \"" + Setup.socket(directory) + "\"}\n");
    }

    private static Site site() throws Exception {
        final Site site = new Site(1500);
        site.address(Site.WEST);
        site.address(Site.EAST);
        return site;
    }

    private GoBgp speaker(final Site site, final String host) throws IOException {
        final int n = Site.HOSTS.indexOf(host) + 1;
        return GoBgp.vpn(site.host(host), directory, 65000 + n, "10.0." + n + ".2", "10.0." + n + ".1", 65000);
    }

    /** The label that the western speaker was told. */
    private static int told(final GoBgp west, final Program router) {
        Await.until("the western neighbor has the route", () -> west.label(SHOWN).isPresent());
        assertThat(router.isAlive()).as(router::output).isTrue();
        return west.label(SHOWN).getAsInt();
    }

    private static byte[] frame(final PacketBuilder from, final int label, final int ttl) {
        return from.mpls(label, 0, ttl).ipv4("10.7.0.1", "10.10.10.11", 60).udp(1000, 2000).payload(32).build();
    }

    /** What the router sent there with labels. */
    private static List<String> labelled(final Site site, final String host, final int count) {
        Await.until("labelled frames at " + host, () -> labelled(site, host).size() >= count);
        return labelled(site, host);
    }

    private static List<String> labelled(final Site site, final String host) {
        return site.at(host).atLeast(0).stream().filter(each -> each.startsWith(MPLS, TYPE_DIGIT)).toList();
    }

    private static void shouldForward(final Site site, final int label) throws Exception {
        site.at(Site.EAST).clear();
        site.send(Site.WEST, List.of(frame(Site.from(Site.WEST), label, 64)));
        assertThat(labelled(site, Site.EAST, 1)).containsExactly(HexFormat.of().formatHex(
            frame(PacketBuilder.ethernet(Site.hostMac(Site.EAST), Site.routerMac(Site.EAST)), GIVEN, 63)));
    }

    private static long drops(final ControlClient client, final String reason) throws IOException {
        return client.drops().stream().filter(each -> each.reason().equals(reason)).mapToLong(each -> each.packets()).sum();
    }

    @Test
    void shouldForwardOnTheLabelsThatItsNeighborsWereToldAndComeBackAfterItsDeath() throws Exception {
        final Path config = config("");
        try (Site site = site(); GoBgp west = speaker(site, Site.WEST); GoBgp east = speaker(site, Site.EAST)) {
            east.announce(ROUTE);
            try (Program router = Program.router(site, config); ControlClient client = Program.client(directory)) {
                final int label = told(west, router);
                assertThat(west.routes()).as("rewritten").contains("10.0.1.1").contains("65000 65002");
                shouldForward(site, label);

                final long before = drops(client, "accept-class");
                site.send(Site.EAST, List.of(frame(Site.from(Site.EAST), label, 64)));
                Await.until("the label is refused from where it was not told", () -> dropsNow(client) > before);

                router.kill();
            }
            Await.until("the western neighbor has lost the route", () -> west.label(SHOWN).isEmpty());
            try (Program router = Program.router(site, config)) {
                shouldForward(site, told(west, router));
                router.terminate();
                assertThat(router.exitCode()).isEqualTo(143);
                Await.until("the route is withdrawn at the end", () -> west.label(SHOWN).isEmpty());
            }
        }
    }

    @Test
    void shouldTakeNeighborsUpAndDropThemByAReloadWhileTheOthersGoOn() throws Exception {
        final Path config = config("");
        final String both = Files.readString(config);
        final String western = both.lines().filter(each -> !each.contains("name: east, interface")).collect(Collectors.joining("\n"));
        Files.writeString(config, western);
        try (Site site = site(); GoBgp west = speaker(site, Site.WEST); GoBgp east = speaker(site, Site.EAST)) {
            east.announce(ROUTE);
            try (Program router = Program.router(site, config); ControlClient client = Program.client(directory)) {
                Await.until("the western session is up", () -> established(client, Site.WEST) == 1);
                Files.writeString(config, both);
                router.hangUp();
                shouldForward(site, told(west, router));
                Files.writeString(config, western);
                router.hangUp();
                Await.until("the route went with its neighbor", () -> west.label(SHOWN).isEmpty());
                assertThat(established(client, Site.WEST)).as("the other session never ended: %s", router.output()).isOne();
            }
        }
    }

    /** How often a session has come up. */
    private static long established(final ControlClient client, final String name) {
        try {
            return client.bgp().peers().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow().established();
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long dropsNow(final ControlClient client) {
        try {
            return drops(client, "accept-class");
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldStopForwardingWhenTheRouteIsWithdrawn() throws Exception {
        try (Site site = site(); GoBgp west = speaker(site, Site.WEST); GoBgp east = speaker(site, Site.EAST)) {
            east.announce(ROUTE);
            try (Program router = Program.router(site, config("")); ControlClient client = Program.client(directory)) {
                final int label = told(west, router);
                shouldForward(site, label);
                east.withdraw(ROUTE);
                Await.until("the western neighbor has lost the route", () -> west.label(SHOWN).isEmpty());
                site.at(Site.EAST).clear();
                Await.until("packets with its label are dropped", () -> isDropped(site, client, label));
                assertThat(labelled(site, Site.EAST)).isEmpty();
            }
        }
    }

    private static boolean isDropped(final Site site, final ControlClient client, final int label) {
        try {
            final long before = client.drops().stream().mapToLong(each -> each.packets()).sum();
            site.send(Site.WEST, List.of(frame(Site.from(Site.WEST), label, 64)));
            return client.drops().stream().mapToLong(each -> each.packets()).sum() > before;
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Two customers with the same addresses, in a VRF each; the interfaces' addresses are the kernel's own. */
    @Test
    void shouldHaveSessionsWithCustomersOfTheSameAddressEachInItsVrf() throws Exception {
        final Path config = Files.writeString(directory.resolve("edge.yaml"), """
            router: edge
            router-id: 192.0.2.1
            interfaces:
              - {name: west, port: west, vrf: red, addresses: [10.1.0.1/24]}
              - {name: east, port: east, vrf: blue, addresses: [10.1.0.1/24]}
            vrfs:
              - {name: red, rd: "100:1", import: ["100:1"], export: ["100:1"], networks: [10.99.1.0/24]}
              - {name: blue, rd: "100:2", import: ["100:2"], export: ["100:2"], networks: [10.99.2.0/24], redistribute: [connected]}
            bgp:
              as: 65000
              neighbors:
                - {address: 10.1.0.2, as: 65001, name: red-ce, vrf: red, import: accept, export: accept, hold-time: 9s, ttl-security: 1}
                - {address: 10.1.0.2, as: 65002, name: blue-ce, vrf: blue, import: accept, export: accept, hold-time: 9s}
            ports: [{name: west, mode: native}, {name: east, mode: native}]
            host: {metrics: off, socket: "%s"}
            """.formatted(Setup.socket(directory)));
        try (Site site = new Site(1500)) {
            customers(site);
            try (GoBgp red = GoBgp.ip(site.host(Site.WEST), directory, 65001, "10.1.0.2", "10.1.0.1", 65000, true);
                 GoBgp blue = GoBgp.ip(site.host(Site.EAST), directory, 65002, "10.1.0.2", "10.1.0.1", 65000, false);
                 Program router = Program.router(site, config)) {
                red.announce("10.10.1.0/24");
                blue.announce("10.20.2.0/24");
                Await.until("red is told red's", () -> red.routes().contains("10.99.1.0/24"));
                Await.until("blue is told blue's", () -> blue.routes().contains("10.99.2.0/24") && blue.routes().contains("10.1.0.0/24"));
                assertThat(red.routes()).doesNotContain("10.99.2.0", "10.20.2.0");
                assertThat(blue.routes()).doesNotContain("10.99.1.0", "10.10.1.0");
                Await.until("red routes to its customer", () -> shown(site, "red").contains("10.10.1.0/24"));
                Await.until("blue routes to its customer", () -> shown(site, "blue").contains("10.20.2.0/24"));
                assertThat(shown(site, "red")).as(router::output).doesNotContain("10.20.2.0");
                assertThat(shown(site, "blue")).doesNotContain("10.10.1.0");
            }
        }
    }

    private static void customers(final Site site) throws Exception {
        for (final String setting : List.of("all", "default", Site.WEST, Site.EAST)) {
            Wires.write(site.router(), "net/ipv4/conf/" + setting + "/rp_filter", "0");
        }
        for (final String each : List.of(Site.WEST, Site.EAST)) {
            site.router().ip("address", "add", "10.1.0.1/24", "dev", each);
            site.host(each).ip("address", "add", "10.1.0.2/24", "dev", Site.WIRE);
        }
    }

    /** What the router shows of a VRF's routes. */
    private String shown(final Site site, final String vrf) {
        try (Program show = Program.run(site.router(), "show", "ip", "route", "vrf", vrf, "--socket", Setup.socket(directory).toString())) {
            assertThat(show.exitCode()).as(show::output).isZero();
            return show.output();
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
