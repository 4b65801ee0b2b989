package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import java.io.IOException;
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
    private Asbr asbr;
    private GoBgp west;
    private Frr east;
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
        asbr = Asbr.restarting(directory);
        startWest(false, WESTERN, FORMER_WESTERN);
        startEast(EASTERN, FORMER_EASTERN);
        asbr.start();
        eastward = flow(Site.WEST, west, EASTERN, Site.EAST);
        told(west, FORMER_EASTERN);
        westward = flow(Site.EAST, east, WESTERN, Site.WEST);
        told(east, FORMER_WESTERN);
        shouldGoOn();
    }

    private void startWest(final boolean restarted, final LabelledRoute... routes) throws IOException {
        west = GoBgp.restarting(asbr.site().host(Site.WEST), directory, Asbr.inside("vpnv4"), restarted, List.of(routes));
    }

    private void startEast(final LabelledRoute... routes) throws IOException {
        east = Frr.restarting(asbr.site().host(Site.EAST), Asbr.outside("vpnv4"), List.of(routes));
    }

    @AfterEach
    void end() throws IOException {
        final List<Throwable> troubles = new ArrayList<>();
        for (final AutoCloseable each : new AutoCloseable[] {eastward, westward, west, east, asbr}) {
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
        return Asbr.told(speaker, List.of(route)).get(route);
    }

    private static void untilGone(final BgpSpeaker speaker, final LabelledRoute route) {
        Asbr.untilGone(speaker, List.of(route));
    }

    /** From a host, by the label that its speaker was told for a route of the other one. */
    private Flow flow(final String from, final BgpSpeaker speaker, final LabelledRoute route, final String to) {
        return new Flow(asbr, from, to, told(speaker, route), route.label(), route.prefix().split("/")[0]);
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

    private boolean isUp(final String name) {
        return asbr.peer(name).state().equals("established");
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
        assertThat(asbr.peer(name).capabilities()).anyMatch(each -> each.startsWith("graceful restart in 60 s of vpnv4 (preserved)"));
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
        assertThat(asbr.program().says("neighbor west: has not kept its forwarding of [vpnv4]: its routes go")).isTrue();
        untilGone(east, WESTERN);
        west.announce(WESTERN);
        told(east, WESTERN);
    }

    @Test
    void shouldHaveItsLabelsKeptOverALostConnectionAndDroppedAfterItsOwnDeath() throws Exception {
        final long before = asbr.peer("east").established();
        // Without a NOTIFICATION to either side.
        asbr.site().router().shell("ss -K -t dst 10.0.2.2");
        Await.until("the east has come up again", () -> asbr.peer("east").established() == before + 1);
        shouldHaveLostNothing();
        assertThat(frrHas()).contains("\"rBit\":false", "\"fBit\":true");

        asbr.kill();
        west.close();
        Await.until("FRRouting keeps the route",
            () -> east.vtysh("show bgp ipv4 vpn " + WESTERN.prefix() + " json").contains("\"stale\":true"));
        asbr.start();
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
