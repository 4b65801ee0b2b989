package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import io.swaplane.io.netns.Wires;
import io.swaplane.pcaps.PacketBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The running program as an ASBR of option B between two neighbors of other ASs, which are real GoBGP. */
class LiveBgpTest {
    private static final LabelledRoute ROUTE = LabelledRoute.vpn4("100:0", "10.10.10.11/32", 16, "10.0.2.2");
    private static final String CONFIGURATION = Asbr.external("hold-time: 9s", "hold-time: 9s");
    private static final String WESTERN =
        CONFIGURATION.lines().filter(each -> !each.contains("- {name: east, address")).collect(Collectors.joining("\n"));
    private static final String MPLS = "8847";
    private static final int TYPE_DIGIT = 24;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRootAndGobgp() {
        Required.root();
        Required.gobgp();
    }

    private GoBgp speaker(final Asbr asbr, final String host) throws IOException {
        return GoBgp.start(asbr.site().host(host), directory, Asbr.external(host));
    }

    private static int told(final GoBgp west) {
        return Asbr.told(west, List.of(ROUTE)).get(ROUTE);
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
            frame(PacketBuilder.ethernet(Site.hostMac(Site.EAST), Site.routerMac(Site.EAST)), ROUTE.label(), 63)));
    }

    @Test
    void shouldForwardOnTheLabelsThatItsNeighborsWereToldAndTakeThemBackAtItsEnd() throws Exception {
        try (Asbr asbr = Asbr.of(directory, CONFIGURATION); GoBgp west = speaker(asbr, Site.WEST); GoBgp east = speaker(asbr, Site.EAST)) {
            east.announce(ROUTE);
            asbr.start();
            final int label = told(west);
            assertThat(west.routes()).as("rewritten").contains("10.0.1.1").contains("65000 65002");
            shouldForward(asbr.site(), label);

            asbr.site().send(Site.EAST, List.of(frame(Site.from(Site.EAST), label, 64)));
            Await.until("the label is refused from where it was not told", () -> asbr.drops("accept-class") == 1);

            asbr.program().terminate();
            assertThat(asbr.program().exitCode()).isEqualTo(143);
            Asbr.untilGone(west, List.of(ROUTE));
        }
    }

    @Test
    void shouldTakeNeighborsUpAndDropThemByAReloadWhileTheOthersGoOn() throws Exception {
        try (Asbr asbr = Asbr.of(directory, WESTERN); GoBgp west = speaker(asbr, Site.WEST); GoBgp east = speaker(asbr, Site.EAST)) {
            east.announce(ROUTE);
            asbr.start();
            Await.until("the western session is up", () -> asbr.peer(Site.WEST).established() == 1);
            asbr.reload(CONFIGURATION);
            shouldForward(asbr.site(), told(west));
            asbr.reload(WESTERN);
            Asbr.untilGone(west, List.of(ROUTE));
            asbr.reload(WESTERN.replace("name: west, address", "name: west, description: over there, address"));
            Await.until("it is described", () -> "over there".equals(asbr.peer(Site.WEST).description()));
            assertThat(asbr.peer(Site.WEST).established()).as("the other session never ended: %s", asbr.program().output()).isOne();
        }
    }

    /** Long before the hold time of 90 s. */
    @Test
    void shouldGiveUpWhoIsBehindALostLinkAtOnceAndComeBackWithIt() throws Exception {
        try (Asbr asbr = Asbr.of(directory, CONFIGURATION); GoBgp west = speaker(asbr, Site.WEST); GoBgp east = speaker(asbr, Site.EAST)) {
            east.announce(ROUTE);
            asbr.start();
            final int label = told(west);
            asbr.site().host(Site.EAST).ip("link", "set", Site.WIRE, "down");
            Await.until("the eastern session ends", () -> !asbr.peer(Site.EAST).state().equals("established"));
            assertThat(asbr.peer(Site.EAST).lastEnd()).contains("port east is down");
            Asbr.untilGone(west, List.of(ROUTE));
            asbr.shouldDrop(Site.WEST, Map.of(ROUTE, label), "withdrawn");
            assertThat(asbr.peer(Site.WEST).established()).isOne();
            asbr.site().host(Site.EAST).ip("link", "set", Site.WIRE, "up");
            shouldForward(asbr.site(), told(west));
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
