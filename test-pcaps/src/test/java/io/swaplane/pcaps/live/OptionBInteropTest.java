package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.BgpState.Clearing;
import io.swaplane.control.api.ControlClient;
import io.swaplane.control.view.BgpPeerView;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import io.swaplane.pcaps.PacketBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
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
    private static final List<LabelledRoute> WESTERN = List.of(
        LabelledRoute.vpn4("100:0", "10.10.10.11/32", 16, "10.0.1.2"),
        LabelledRoute.vpn6("100:0", "2001:db8:a::/64", 17, "::ffff:10.0.1.2"));
    private static final List<LabelledRoute> EASTERN = List.of(
        LabelledRoute.vpn4("100:4", "10.10.40.44/32", 44, "10.0.2.2"),
        LabelledRoute.vpn6("100:4", "2001:db8:40::/64", 45, "10.0.2.2"));
    private static final String MPLS = "8847";
    private static final int TYPE_DIGIT = 24;
    private static final int INNER = 700;

    @TempDir
    private Path directory;
    private Site site;
    private Path config;
    private GoBgp west;
    private Frr east;
    private Program router;
    private ControlClient client;

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
              neighbors:
                - {address: 10.0.1.2, as: internal, name: west, local-address: 10.0.1.1, families: [vpnv4, vpnv6], next-hop: self}
                - {address: 10.0.2.2, as: 35, name: east, interface: east, local-address: 10.0.2.1, families: [vpnv4, vpnv6]}
            ports: [{name: west, mode: native}, {name: east, mode: native}]
            host: {metrics: off, socket: "%s"}
            """.formatted(Setup.socket(directory)));
        site = new Site(1500);
        site.address(Site.WEST);
        site.address(Site.EAST);
        startWest();
        startEast();
        startRouter();
    }

    private void startWest() throws IOException {
        west = GoBgp.start(site.host(Site.WEST), directory, Peering.of(42, "10.0.1.2", "10.0.1.1", 42, "vpnv4", "vpnv6"));
        for (final LabelledRoute each : WESTERN) {
            west.announce(each);
        }
    }

    private void startEast() throws IOException {
        east = Frr.speaker(site.host(Site.EAST), Peering.of(35, "10.0.2.2", "10.0.2.1", 42, "vpnv4", "vpnv6"));
        for (final LabelledRoute each : EASTERN) {
            east.announce(each);
        }
    }

    private void startRouter() throws IOException {
        router = Program.router(site, config);
        client = Program.client(directory);
    }

    private void endRouter() throws InterruptedException {
        client.close();
        router.kill();
    }

    @AfterEach
    void end() throws IOException {
        final List<Throwable> troubles = new ArrayList<>();
        for (final AutoCloseable each : new AutoCloseable[] {client, router, west, east, site}) {
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

    /** The labels that a speaker has for the other one's routes, once it has all of them. */
    private static Map<LabelledRoute, Integer> told(final BgpSpeaker speaker, final List<LabelledRoute> routes) {
        final Map<LabelledRoute, Integer> labels = new HashMap<>();
        for (final LabelledRoute each : routes) {
            Await.until(each + " is told", () -> speaker.label(each).isPresent());
            labels.put(each, speaker.label(each).getAsInt());
        }
        return labels;
    }

    private static void untilGone(final BgpSpeaker speaker, final List<LabelledRoute> routes) {
        for (final LabelledRoute each : routes) {
            Await.until(each + " is withdrawn", () -> speaker.label(each).isEmpty());
        }
    }

    private static byte[] frame(final PacketBuilder from, final LabelledRoute to, final int label, final int ttl) {
        // The customer's own label below is not the ASBR's to look at.
        from.mpls(label, 5, ttl).mpls(INNER, 1, 9);
        final PacketBuilder packet = to.family().equals("vpnv4") ? from.ipv4("10.7.0.1", to.prefix().split("/")[0], 60)
            : from.ipv6("2001:db8:7::1", to.prefix().split("/")[0] + "1", 60);
        return packet.udp(1000, 2000).payload(32).build();
    }

    private List<String> labelled(final String host) {
        return site.at(host).atLeast(0).stream().filter(OptionBInteropTest::isLabelled).toList();
    }

    /** Whether a frame, in hexadecimal digits, has a label. */
    static boolean isLabelled(final String frame) {
        return frame.startsWith(MPLS, TYPE_DIGIT);
    }

    /** What comes in from one side with the labels that it was told leaves on the other with those that were told to the router. */
    private void shouldForward(final String from, final Map<LabelledRoute, Integer> told, final String to) throws Exception {
        for (final Map.Entry<LabelledRoute, Integer> each : told.entrySet()) {
            site.at(to).clear();
            site.send(from, List.of(frame(Site.from(from), each.getKey(), each.getValue(), 64)));
            Await.until(each + " leaves for the " + to, () -> !labelled(to).isEmpty());
            assertThat(labelled(to)).containsExactly(HexFormat.of().formatHex(
                frame(PacketBuilder.ethernet(Site.hostMac(to), Site.routerMac(to)), each.getKey(), each.getKey().label(), 63)));
        }
    }

    private void shouldForwardBothWays() throws Exception {
        shouldForward(Site.WEST, told(west, EASTERN), Site.EAST);
        shouldForward(Site.EAST, told(east, WESTERN), Site.WEST);
    }

    private long drops(final String reason) {
        try {
            return client.drops().stream().filter(each -> each.reason().equals(reason)).mapToLong(each -> each.packets()).sum();
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each of the labels, sent in from there, is dropped for this reason, and nothing leaves with a label anywhere. */
    private void shouldDrop(final String from, final Map<LabelledRoute, Integer> labels, final String reason) throws Exception {
        Site.HOSTS.forEach(each -> site.at(each).clear());
        final long before = drops(reason);
        for (final Map.Entry<LabelledRoute, Integer> each : labels.entrySet()) {
            site.send(from, List.of(frame(Site.from(from), each.getKey(), each.getValue(), 64)));
        }
        Await.until("all dropped as " + reason, () -> drops(reason) >= before + labels.size());
        assertThat(drops(reason)).isEqualTo(before + labels.size());
        assertThat(Site.HOSTS).allSatisfy(each -> assertThat(labelled(each)).isEmpty());
    }

    private BgpPeerView peer(final String name) {
        try {
            return client.bgp().peers().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldForwardBothWaysOnTheLabelsToldWhereTheyWereToldUntilTheyAreWithdrawn() throws Exception {
        shouldForwardBothWays();
        final Map<LabelledRoute, Integer> toWest = told(west, EASTERN);
        final Map<LabelledRoute, Integer> toEast = told(east, WESTERN);
        shouldDrop(Site.EAST, toWest, "accept-class");
        shouldDrop(Site.WEST, toEast, "accept-class");

        // Routes told again change nothing: those that this side asks for, and those that it is asked for. FRRouting answers those only who
        // speak of restarts, and GoBGP never asks.
        final long western = peer("west").updatesIn();
        client.clearBgp("west", Clearing.SOFT_IN);
        Await.until("the west sends its routes again", () -> peer("west").updatesIn() >= western + 2);
        for (final String family : List.of("vpnv4", "vpnv6")) {
            final long updates = peer("east").updatesOut();
            east.askAgain(family);
            Await.until("the east is told again", () -> peer("east").updatesOut() > updates);
        }
        assertThat(told(west, EASTERN)).isEqualTo(toWest);
        assertThat(told(east, WESTERN)).isEqualTo(toEast);
        shouldForwardBothWays();

        for (final LabelledRoute each : EASTERN) {
            east.withdraw(each);
        }
        untilGone(west, EASTERN);
        shouldDrop(Site.WEST, toWest, "withdrawn");
        shouldForward(Site.EAST, toEast, Site.WEST);
        for (final LabelledRoute each : WESTERN) {
            west.withdraw(each);
        }
        untilGone(east, WESTERN);
        shouldDrop(Site.EAST, toEast, "withdrawn");
        assertThat(List.of(peer("west").established(), peer("east").established())).as("no session ended").containsOnly(1L);
    }

    @Test
    void shouldForwardAgainAfterEachSideHasEndedTheSessions() throws Exception {
        shouldForwardBothWays();
        for (final String name : List.of("west", "east")) {
            final long sessions = peer(name).established();
            if (name.equals("west")) {
                west.reset();
            } else {
                east.reset();
            }
            Await.until("the session of the " + name + " has come up again", () -> peer(name).established() == sessions + 1);
            shouldForwardBothWays();
        }
        final long western = peer("west").established();
        final long eastern = peer("east").established();
        client.clearBgp(null, Clearing.HARD);
        Await.until("both have come up again",
            () -> peer("west").established() == western + 1 && peer("east").established() == eastern + 1);
        shouldForwardBothWays();
    }

    @Test
    void shouldDropAndWithdrawWhatAKilledSpeakerGaveAndTakeItUpAgain() throws Exception {
        shouldForwardBothWays();
        final Map<LabelledRoute, Integer> toWest = told(west, EASTERN);
        east.close();
        untilGone(west, EASTERN);
        shouldDrop(Site.WEST, toWest, "withdrawn");
        startEast();
        shouldForwardBothWays();

        final Map<LabelledRoute, Integer> toEast = told(east, WESTERN);
        west.close();
        untilGone(east, WESTERN);
        shouldDrop(Site.EAST, toEast, "withdrawn");
        startWest();
        shouldForwardBothWays();
    }

    @Test
    void shouldForwardAgainAfterItsOwnDeath() throws Exception {
        shouldForwardBothWays();
        endRouter();
        untilGone(west, EASTERN);
        untilGone(east, WESTERN);
        startRouter();
        shouldForwardBothWays();
    }
}
