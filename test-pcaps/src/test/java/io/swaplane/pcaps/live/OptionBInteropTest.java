package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.BgpState.Clearing;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The running program as an ASBR of option B between GoBGP in its own AS, in the west, and FRRouting in another one, in the east: VPN
 * routes of both families both ways, and packets on the labels that were told. The hold time is 90 s everywhere, so that nothing here is
 * its doing.
 */
class OptionBInteropTest {
    private static final String[] FAMILIES = {"vpnv4", "vpnv6"};
    private static final List<LabelledRoute> WESTERN = List.of(
        LabelledRoute.vpn4("100:0", "10.10.10.11/32", 16, "10.0.1.2"),
        LabelledRoute.vpn6("100:0", "2001:db8:a::/64", 17, "::ffff:10.0.1.2"));
    private static final List<LabelledRoute> EASTERN = List.of(
        LabelledRoute.vpn4("100:4", "10.10.40.44/32", 44, "10.0.2.2"),
        LabelledRoute.vpn6("100:4", "2001:db8:40::/64", 45, "10.0.2.2"));

    @TempDir
    private Path directory;
    private Asbr asbr;
    private GoBgp west;
    private Frr east;

    @BeforeAll
    static void needsRootAndSpeakers() {
        Required.root();
        Required.gobgp();
        Required.frr();
    }

    @BeforeEach
    void start() throws Exception {
        asbr = Asbr.border(directory, FAMILIES);
        startWest();
        startEast();
        asbr.start();
    }

    private void startWest() throws IOException {
        west = GoBgp.start(asbr.site().host(Site.WEST), directory, Asbr.inside(FAMILIES));
        for (final LabelledRoute each : WESTERN) {
            west.announce(each);
        }
    }

    private void startEast() throws IOException {
        east = Frr.speaker(asbr.site().host(Site.EAST), Asbr.outside(FAMILIES));
        for (final LabelledRoute each : EASTERN) {
            east.announce(each);
        }
    }

    @AfterEach
    void end() throws IOException {
        final List<Throwable> troubles = new ArrayList<>();
        for (final AutoCloseable each : new AutoCloseable[] {west, east, asbr}) {
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

    private void shouldForwardBothWays() throws Exception {
        asbr.shouldForward(Site.WEST, Asbr.told(west, EASTERN), Site.EAST);
        asbr.shouldForward(Site.EAST, Asbr.told(east, WESTERN), Site.WEST);
    }

    @Test
    void shouldForwardBothWaysOnTheLabelsToldWhereTheyWereToldUntilTheyAreWithdrawn() throws Exception {
        shouldForwardBothWays();
        final Map<LabelledRoute, Integer> toWest = Asbr.told(west, EASTERN);
        final Map<LabelledRoute, Integer> toEast = Asbr.told(east, WESTERN);
        asbr.shouldDrop(Site.EAST, toWest, "accept-class");
        asbr.shouldDrop(Site.WEST, toEast, "accept-class");

        // Routes told again change nothing: those that this side asks for, and those that it is asked for. FRRouting answers those only who
        // speak of restarts, and GoBGP never asks.
        final long western = asbr.peer("west").updatesIn();
        asbr.client().clearBgp("west", Clearing.SOFT_IN);
        Await.until("the west sends its routes again", () -> asbr.peer("west").updatesIn() >= western + 2);
        for (final String family : FAMILIES) {
            final long updates = asbr.peer("east").updatesOut();
            east.askAgain(family);
            Await.until("the east is told again", () -> asbr.peer("east").updatesOut() > updates);
        }
        assertThat(Asbr.told(west, EASTERN)).isEqualTo(toWest);
        assertThat(Asbr.told(east, WESTERN)).isEqualTo(toEast);
        shouldForwardBothWays();

        for (final LabelledRoute each : EASTERN) {
            east.withdraw(each);
        }
        Asbr.untilGone(west, EASTERN);
        asbr.shouldDrop(Site.WEST, toWest, "withdrawn");
        asbr.shouldForward(Site.EAST, toEast, Site.WEST);
        for (final LabelledRoute each : WESTERN) {
            west.withdraw(each);
        }
        Asbr.untilGone(east, WESTERN);
        asbr.shouldDrop(Site.EAST, toEast, "withdrawn");
        assertThat(List.of(asbr.peer("west").established(), asbr.peer("east").established())).as("no session ended").containsOnly(1L);
    }

    @Test
    void shouldForwardAgainAfterEachSideHasEndedTheSessions() throws Exception {
        shouldForwardBothWays();
        for (final String name : List.of("west", "east")) {
            final long sessions = asbr.peer(name).established();
            if (name.equals("west")) {
                west.reset();
            } else {
                east.reset();
            }
            Await.until("the session of the " + name + " has come up again", () -> asbr.peer(name).established() == sessions + 1);
            shouldForwardBothWays();
        }
        final long western = asbr.peer("west").established();
        final long eastern = asbr.peer("east").established();
        asbr.client().clearBgp(null, Clearing.HARD);
        Await.until("both have come up again",
            () -> asbr.peer("west").established() == western + 1 && asbr.peer("east").established() == eastern + 1);
        shouldForwardBothWays();
    }

    @Test
    void shouldDropAndWithdrawWhatAKilledSpeakerGaveAndTakeItUpAgain() throws Exception {
        shouldForwardBothWays();
        final Map<LabelledRoute, Integer> toWest = Asbr.told(west, EASTERN);
        east.close();
        Asbr.untilGone(west, EASTERN);
        asbr.shouldDrop(Site.WEST, toWest, "withdrawn");
        startEast();
        shouldForwardBothWays();

        final Map<LabelledRoute, Integer> toEast = Asbr.told(east, WESTERN);
        west.close();
        Asbr.untilGone(east, WESTERN);
        asbr.shouldDrop(Site.EAST, toEast, "withdrawn");
        startWest();
        shouldForwardBothWays();
    }

    @Test
    void shouldForwardAgainAfterItsOwnDeath() throws Exception {
        shouldForwardBothWays();
        asbr.kill();
        Asbr.untilGone(west, EASTERN);
        Asbr.untilGone(east, WESTERN);
        asbr.start();
        shouldForwardBothWays();
    }
}
