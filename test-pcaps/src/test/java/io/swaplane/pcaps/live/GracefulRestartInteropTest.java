package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.view.BgpPeerView;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The running program as an ASBR of option B between GoBGP in its own AS, in the west, and FRRouting in another one, in the east, while
 * frames are sent both ways: each of the three loses its sessions or is killed, and keeps, or has kept, what the others have told
 * (RFC 4724, RFC 4781). The hold time is 90 s everywhere, so that nothing here is its doing.
 */
class GracefulRestartInteropTest {
    private static final LabelledRoute WESTERN = LabelledRoute.vpn4("100:0", "10.10.10.11/32", 16, "10.0.1.2");
    private static final LabelledRoute FORMER_WESTERN = LabelledRoute.vpn4("100:0", "10.10.10.12/32", 17, "10.0.1.2");
    private static final LabelledRoute EASTERN = LabelledRoute.vpn4("100:4", "10.10.40.44/32", 44, "10.0.2.2");
    private static final LabelledRoute FORMER_EASTERN = LabelledRoute.vpn4("100:4", "10.10.40.45/32", 45, "10.0.2.2");

    @TempDir
    private Path directory;
    private Site site;
    private Path config;
    private GoBgp west;
    private Frr east;
    private Program router;
    private ControlClient client;
    private Flow eastward;
    private Flow westward;

    @BeforeAll
    static void needsRootAndSpeakers() {
        Required.root();
        Required.gobgp();
        Required.frr();
    }

    @BeforeEach
    void start() throws Exception {
        config = Files.writeString(directory.resolve("asbr.yaml"), """
            router: asbr
            router-id: 192.0.2.1
            mpls: {label-hold-time: 1h}
            interfaces:
              - {name: west, port: west, mpls: core}
              - {name: east, port: east, mpls: external}
            bgp:
              as: 42
              ebgp-requires-policy: false
              graceful-restart: {mode: full, restart-time: 30s, stale-time: 60s}
              neighbors:
                - {address: 10.0.1.2, as: internal, name: west, local-address: 10.0.1.1, families: [vpnv4], next-hop: self}
                - {address: 10.0.2.2, as: 35, name: east, interface: east, local-address: 10.0.2.1, families: [vpnv4]}
            ports: [{name: west, mode: native}, {name: east, mode: native}]
            host: {metrics: off, socket: "%s"}
            """.formatted(Setup.socket(directory)));
        site = new Site(1500);
        site.address(Site.WEST);
        site.address(Site.EAST);
        startWest(false, WESTERN, FORMER_WESTERN);
        startEast(EASTERN, FORMER_EASTERN);
        startRouter();
        eastward = flow(Site.WEST, west, EASTERN, Site.EAST);
        told(west, FORMER_EASTERN);
        westward = flow(Site.EAST, east, WESTERN, Site.WEST);
        told(east, FORMER_WESTERN);
        shouldGoOn();
    }

    private void startWest(final boolean restarted, final LabelledRoute... routes) throws IOException {
        west = GoBgp.restarting(site.host(Site.WEST), directory, Peering.of(42, "10.0.1.2", "10.0.1.1", 42, "vpnv4"), restarted,
            List.of(routes));
    }

    private void startEast(final LabelledRoute... routes) throws IOException {
        east = Frr.restarting(site.host(Site.EAST), Peering.of(35, "10.0.2.2", "10.0.2.1", 42, "vpnv4"), List.of(routes));
    }

    private void startRouter() throws IOException {
        router = Program.router(site, config);
        client = Program.client(directory);
    }

    @AfterEach
    void end() throws IOException {
        final List<Throwable> troubles = new ArrayList<>();
        for (final AutoCloseable each : new AutoCloseable[] {eastward, westward, client, router, west, east, site}) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (final Exception | AssertionError e) {
                troubles.add(e);
            }
        }
        assertThat(troubles).isEmpty();
    }

    private static int told(final BgpSpeaker speaker, final LabelledRoute route) {
        Await.until(route + " is told", () -> speaker.label(route).isPresent());
        return speaker.label(route).getAsInt();
    }

    private static void untilGone(final BgpSpeaker speaker, final LabelledRoute route) {
        Await.until(route + " is withdrawn", () -> speaker.label(route).isEmpty());
    }

    /** From a host, by the label that its speaker was told for a route of the other one. */
    private Flow flow(final String from, final BgpSpeaker speaker, final LabelledRoute route, final String to) {
        return new Flow(site, from, to, told(speaker, route), route.label(), route.prefix().split("/")[0]);
    }

    private void shouldGoOn() {
        eastward.goesOn();
        westward.goesOn();
    }

    private void shouldHaveLostNothing() {
        shouldGoOn();
        eastward.shouldHaveLostNothing();
        westward.shouldHaveLostNothing();
    }

    private BgpPeerView peer(final String name) {
        try {
            return client.bgp().peers().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isUp(final String name) {
        return peer(name).state().equals("established");
    }

    private void untilDown(final String name) {
        Await.until("the session of the " + name + " is lost", () -> !isUp(name));
    }

    private void untilUp(final String name) {
        Await.until("the session of the " + name + " is up", () -> isUp(name));
    }

    /** What FRRouting has of graceful restart with the router: its bits, and what has come. */
    private String frrHas() {
        final String all = east.vtysh("show bgp neighbors 10.0.2.1 json").replaceAll("\\s", "");
        return all.substring(Math.max(0, all.indexOf("gracefulRestartInfo")));
    }

    private void shouldHaveSaidThatItHasKeptItsForwarding(final String name) {
        assertThat(peer(name).capabilities()).anyMatch(each -> each.startsWith("graceful restart in 60 s of vpnv4 (preserved)"));
    }

    @Test
    void shouldForwardWhileItsPeersAreKilledAndStartAgain() throws Exception {
        east.close();
        untilDown("east");
        shouldGoOn();
        assertThat(List.of(west.label(EASTERN).isPresent(), west.label(FORMER_EASTERN).isPresent())).containsOnly(true);
        startEast(EASTERN);
        untilUp("east");
        shouldHaveSaidThatItHasKeptItsForwarding("east");
        untilGone(west, FORMER_EASTERN);
        shouldGoOn();

        west.close();
        untilDown("west");
        shouldGoOn();
        assertThat(List.of(east.label(WESTERN).isPresent(), east.label(FORMER_WESTERN).isPresent())).containsOnly(true);
        startWest(true, WESTERN);
        untilUp("west");
        shouldHaveSaidThatItHasKeptItsForwarding("west");
        untilGone(east, FORMER_WESTERN);
        shouldHaveLostNothing();

        // GoBGP says this time that its forwarding is not what it was.
        west.close();
        untilDown("west");
        assertThat(east.label(WESTERN)).isPresent();
        startWest(false);
        assertThat(router.says("neighbor west: has not kept its forwarding of [vpnv4]: its routes go")).isTrue();
        untilGone(east, WESTERN);
        west.announce(WESTERN);
        told(east, WESTERN);
    }

    @Test
    void shouldHaveItsLabelsKeptOverALostConnectionAndDroppedAfterItsOwnDeath() throws Exception {
        final long before = peer("east").established();
        // Without a NOTIFICATION to either side.
        site.router().shell("ss -K -t dst 10.0.2.2");
        Await.until("the east has come up again", () -> peer("east").established() == before + 1);
        shouldHaveLostNothing();
        assertThat(frrHas()).contains("\"rBit\":false", "\"fBit\":true");

        client.close();
        router.kill();
        west.close();
        Await.until("FRRouting keeps the route",
            () -> east.vtysh("show bgp ipv4 vpn " + WESTERN.prefix() + " json").contains("\"stale\":true"));
        startRouter();
        untilGone(east, WESTERN);
        untilUp("east");
        // The route did not go by an end of RIB: this router waits for the west's before it tells any.
        assertThat(frrHas()).contains("\"rBit\":true", "\"fBit\":false", "\"endOfRibRecv\":{}");
        startWest(false, WESTERN);
        westward = flow(Site.EAST, east, WESTERN, Site.WEST);
        eastward = flow(Site.WEST, west, EASTERN, Site.EAST);
        shouldHaveLostNothing();
    }
}
