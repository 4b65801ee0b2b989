package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.BgpState.Clearing;
import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import io.swaplane.io.netns.Frames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The running program as an ASBR between BIRD 3 in its own AS, in the west, and BIRD 3 in another one, in the east: VPN routes and
 * labelled unicast of both families both ways, and packets on the labels that were told.
 */
class BirdInteropTest {
    private static final String[] FAMILIES = {"vpnv4", "vpnv6", "ipv4-labeled-unicast"};
    private static final String FAMILY6 = "ipv6-labeled-unicast";
    private static final List<LabelledRoute> WESTERN = List.of(
        LabelledRoute.vpn4("100:0", "10.10.10.11/32", 910, ""),
        LabelledRoute.vpn6("100:0", "2001:db8:a::/64", 911, ""),
        LabelledRoute.unicast("192.0.2.77/32", 912, ""),
        LabelledRoute.unicast("2001:db8:77::/64", 913, ""));
    private static final List<LabelledRoute> EASTERN = List.of(
        LabelledRoute.vpn4("100:4", "10.10.40.44/32", 940, ""),
        LabelledRoute.vpn6("100:4", "2001:db8:40::/64", 941, ""),
        LabelledRoute.unicast("192.0.2.88/32", 942, ""),
        LabelledRoute.unicast("2001:db8:88::/64", 943, ""));
    private static final String CONFIGURATION = """
        router: asbr
        router-id: 192.0.2.1
        mpls: {label-hold-time: 1h}
        interfaces:
          - {name: west, port: west, mpls: core}
          - {name: east, port: east, mpls: external}
        bgp:
          as: 42
          ebgp-requires-policy: false
          neighbors:
            - {address: 10.0.1.2, as: internal, name: west, local-address: 10.0.1.1, families: FAMILIES, next-hop: self}
            - {address: "2001:db8:1::2", as: internal, name: west6, local-address: "2001:db8:1::1", families: [FAMILY6], next-hop: self}
            - {address: 10.0.2.2, as: 35, name: east, interface: east, local-address: 10.0.2.1, families: FAMILIES}
            - {address: "2001:db8:2::2", as: 35, name: east6, interface: east, local-address: "2001:db8:2::1", families: [FAMILY6]}
        ports: [{name: west, mode: native}, {name: east, mode: native}]
        host: {metrics: off, socket: "SOCKET"}
        """.replace("FAMILIES", List.of(FAMILIES).toString()).replace("FAMILY6", FAMILY6);
    private static final List<String> NEIGHBORS = List.of("west", "west6", "east", "east6");
    /** What BIRD has as label of a route withdrawn, and behind it the distinguisher and the prefix of the first eastern one. */
    private static final String WITHDRAWN = "000001" + "0000006400000004" + "0a0a282c";

    @TempDir
    private Path directory;
    private Asbr asbr;
    private Bird west;
    private Bird east;

    @BeforeAll
    static void needsRootAndSpeakers() {
        Required.root();
        Required.bird();
    }

    @BeforeEach
    void build() throws Exception {
        asbr = Asbr.of(directory, CONFIGURATION);
        for (final String each : List.of(Site.WEST, Site.EAST)) {
            asbr.site().address6(each);
        }
        west = Bird.start(asbr.site().host(Site.WEST), place(Site.WEST), peerings(42, 1));
        for (final LabelledRoute each : WESTERN) {
            west.announce(each);
        }
    }

    private Path place(final String host) throws IOException {
        return Files.createDirectory(directory.resolve(host));
    }

    private static Peering[] peerings(final int as, final int wire) {
        return new Peering[] {Peering.of(as, "10.0." + wire + ".2", "10.0." + wire + ".1", 42, FAMILIES),
            Peering.of(as, "2001:db8:" + wire + "::2", "2001:db8:" + wire + "::1", 42, FAMILY6)};
    }

    /** The east asks to have its routes kept, or not; then all is there. */
    private void start(final boolean keeping) throws IOException {
        final Namespace host = asbr.site().host(Site.EAST);
        final Path place = place(Site.EAST);
        east = keeping ? Bird.keeping(host, place, peerings(35, 2)) : Bird.start(host, place, peerings(35, 2));
        for (final LabelledRoute each : EASTERN) {
            east.announce(each);
        }
        asbr.start();
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

    private long updatesIn(final String name) {
        return asbr.peer(name).updatesIn();
    }

    private long updatesOut(final String name) {
        return asbr.peer(name).updatesOut();
    }

    @Test
    void shouldForwardBothWaysOnTheLabelsToldUntilTheyAreWithdrawn() throws Exception {
        start(false);
        shouldForwardBothWays();
        final Map<LabelledRoute, Integer> toWest = Asbr.told(west, EASTERN);
        final Map<LabelledRoute, Integer> toEast = Asbr.told(east, WESTERN);
        asbr.shouldDrop(Site.EAST, toWest, "accept-class");
        asbr.shouldDrop(Site.WEST, toEast, "accept-class");

        // Told again, what this side asks for and what it is asked for changes nothing.
        final long in = updatesIn("east");
        asbr.client().clearBgp("east", Clearing.SOFT_IN);
        Await.until("the east sends its routes of three families again", () -> updatesIn("east") >= in + FAMILIES.length);
        final long out = updatesOut("east");
        east.askAgain();
        Await.until("the east is told again", () -> updatesOut("east") >= out + FAMILIES.length);
        assertThat(Asbr.told(west, EASTERN)).isEqualTo(toWest);
        assertThat(Asbr.told(east, WESTERN)).isEqualTo(toEast);
        shouldForwardBothWays();

        try (Sniffer octets = new Sniffer(asbr.site().router(), Site.EAST, Frames.hex(Site.hostMac(Site.EAST)))) {
            for (final LabelledRoute each : EASTERN) {
                east.withdraw(each);
            }
            Asbr.untilGone(west, EASTERN);
            Await.until("the octets of a withdrawal are seen", () -> octets.atLeast(0).stream().anyMatch(each -> each.contains(WITHDRAWN)));
        }
        asbr.shouldDrop(Site.WEST, toWest, "withdrawn");
        asbr.shouldForward(Site.EAST, toEast, Site.WEST);
        for (final LabelledRoute each : WESTERN) {
            west.withdraw(each);
        }
        Asbr.untilGone(east, WESTERN);
        asbr.shouldDrop(Site.EAST, toEast, "withdrawn");
        assertThat(NEIGHBORS).as("no session ended").allSatisfy(each -> assertThat(asbr.peer(each).established()).isEqualTo(1));
    }

    @Test
    void shouldDropWhatAKilledSpeakerGaveAndTakeItUpAgain() throws Exception {
        start(false);
        shouldForwardBothWays();
        final Map<LabelledRoute, Integer> toWest = Asbr.told(west, EASTERN);
        east.kill();
        Asbr.untilGone(west, EASTERN);
        asbr.shouldDrop(Site.WEST, toWest, "withdrawn");
        east.again();
        shouldForwardBothWays();

        final long sessions = asbr.peer("west").established();
        west.reset();
        Await.until("the session of the west has come up again", () -> asbr.peer("west").established() == sessions + 1);
        shouldForwardBothWays();
    }

    private void loseEast() {
        east.kill();
        Await.until("its sessions are lost",
            () -> Stream.of("east", "east6").noneMatch(each -> asbr.peer(each).state().equals("established")));
    }

    @Test
    void shouldKeepForwardingOnTheLabelsOfASpeakerThatRestartsButThoseThatItDoesNotGiveAgain() throws Exception {
        start(true);
        shouldForwardBothWays();
        final Map<LabelledRoute, Integer> toWest = Asbr.told(west, EASTERN);
        loseEast();
        asbr.shouldForward(Site.WEST, toWest, Site.EAST);
        final long updates = updatesOut("west");
        east.again();
        shouldForwardBothWays();
        assertThat(Asbr.told(west, EASTERN)).isEqualTo(toWest);
        assertThat(updatesOut("west")).as("the west was told nothing").isEqualTo(updates);

        loseEast();
        asbr.shouldForward(Site.WEST, toWest, Site.EAST);
        final LabelledRoute gone = EASTERN.getFirst();
        final List<LabelledRoute> others = EASTERN.subList(1, EASTERN.size());
        east.again(gone);
        Asbr.untilGone(west, List.of(gone));
        asbr.shouldDrop(Site.WEST, Map.of(gone, toWest.get(gone)), "withdrawn");
        asbr.shouldForward(Site.WEST, Asbr.told(west, others), Site.EAST);
    }
}
