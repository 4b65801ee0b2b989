package io.swaplane.bgp.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.rib.NextHopRule;
import io.swaplane.bgp.session.InProcessFabric;
import io.swaplane.bgp.session.PeerAs;
import io.swaplane.bgp.session.PeerSettings;
import io.swaplane.bgp.session.RestartSettings;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.view.BgpPeerView;
import io.swaplane.control.view.BgpRouteFilter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * An ASBR whose peers restart, or that does (RFC 4724, RFC 4781, RFC 8538): PE1 gives label 16, for which ASBR3 is told 44. Sessions are
 * real, within the process; times are either too long to matter or waited for.
 */
class GracefulRestartTest {
    private static final String ROUTE = "100:0 10.10.10.11/32";
    private static final String OTHER = "100:0 10.10.10.12/32";
    private static final String IN_USE = "swap to 16, push 34 on core0, nbr 10.20.20.1, interface ext0, in use";
    private static final int LONG = 600;

    private final Set<Set<String>> cut = ConcurrentHashMap.newKeySet();
    private final InProcessFabric fabric = new InProcessFabric(this::find);
    private final LiveRouter asbr2 = new LiveRouter(Figure78.border("asbr2", "2.2.2.2", "1.1.1.1", "10.5.5.5",
        Figure78.pin("1.1.1.1", 16, new Accept.Interface("ext0"), Figure78.ASBR2_LABEL)));
    private final FabricPeer pe1 = new FabricPeer(fabric.router("pe1"), settings("2.2.2.2", "1.1.1.1", 42, 42, "1.1.1.1").build());
    private final FabricPeer asbr3 = new FabricPeer(fabric.router("asbr3"), settings("10.5.5.50", "10.5.5.5", 35, 42, "3.3.3.3")
        .families(Family.ROUTE_TARGET).build());

    GracefulRestartTest() throws IOException {
    }

    @AfterEach
    void close() {
        pe1.close();
        asbr3.close();
        asbr2.close();
    }

    private Optional<InProcessFabric.Arrival> find(final String router, final PeerSettings settings) {
        final String to = AroundAsbr2.at(settings.address());
        return cut.contains(Set.of(router, to)) ? Optional.empty()
            : Optional.of(new InProcessFabric.Arrival(to, "", settings.localAddress().orElseThrow()));
    }

    private static PeerSettings.Builder settings(final String address, final String from, final long localAs, final long remoteAs,
                                                 final String routerId) {
        return PeerSettings.peer(Figure78.ip(address), localAs, PeerAs.of(remoteAs), Figure78.id(routerId)).localAddress(Figure78.ip(from))
            .retrySeconds(1).dampingSeconds(1).families(Family.VPNV4);
    }

    /** ASBR2's BGP begins; more families are exchanged with ASBR3. */
    private void speak(final RestartSettings restarts, final Family... more) throws IOException {
        asbr2.speak(Figure78.settings(42, "2.2.2.2", List.of(
            new BgpPeer("pe1", null, settings("1.1.1.1", "2.2.2.2", 42, 42, "2.2.2.2").passive(true).gracefulRestart(restarts).build(),
                Figure78.rules("2.2.2.2").nextHop(NextHopRule.SELF), false),
            new BgpPeer("asbr3", null, settings("10.5.5.5", "10.5.5.50", 42, 35, "2.2.2.2").passive(true).gracefulRestart(restarts)
                .families(more).build(),
                Figure78.rules("10.5.5.50").accept(new Accept.Interface("ext0")), false)), List.of(), List.of()), fabric.router("asbr2"));
    }

    /** Routes of PE1 have come to ASBR3, and the next session says nothing. */
    private void converge(final RestartSettings restarts, final Capability.GracefulRestart said) throws IOException {
        pe1.restart = said;
        pe1.greeting = GracefulRestartTest::tellAll;
        speak(restarts);
        pe1.open();
        asbr3.open();
        Waiting.so("told", () -> asbr3.labels.size() == 2 && asbr3.log.contains("end-of-rib vpnv4"));
        assertThat(asbr2.entry(Figure78.ASBR2_LABEL)).isEqualTo(IN_USE);
        asbr3.log.clear();
        pe1.greeting = peer -> { };
    }

    private static void tellAll(final FabricPeer peer) {
        peer.announce(ROUTE, "100:1", 16);
        peer.announce(OTHER, "100:1", 16);
        peer.end(Family.VPNV4);
    }

    private static RestartSettings helper() {
        return new RestartSettings(false, LONG, LONG);
    }

    private BgpPeerView view(final int peer) {
        try {
            return asbr2.bgp().summary().peers().get(peer);
        } catch (final StateUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    /** Prefixes of routes that are shown as left from an earlier session. */
    private List<String> stale() {
        try {
            return asbr2.bgp().routes(new BgpRouteFilter("vpnv4", null, null, BgpRouteFilter.Match.WITHIN, null, false)).next(LONG).stream()
                .filter(each -> each.paths().getFirst().stale()).map(each -> each.rd() + " " + each.prefix()).toList();
        } catch (final StateUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    private void cut(final String peer) {
        cut.add(Set.of(peer, "asbr2"));
        fabric.recheck();
    }

    /** The session of a peer breaks and comes again; the first peer is PE1. */
    private void bounce(final int peer) {
        final String name = peer == 0 ? "pe1" : "asbr3";
        final long before = view(peer).established();
        cut(name);
        Waiting.so("down", () -> !view(peer).state().equals("established"));
        cut.clear();
        Waiting.so("up again", () -> view(peer).established() > before && view(peer).state().equals("established"));
    }

    @Test
    void shouldGoOnForwardingWhileThePeerRestarts() throws Exception {
        converge(helper(), FabricPeer.keeps(LONG, true));
        assertThat(view(0).capabilities()).contains("graceful restart in 600 s of vpnv4 (preserved), also after notifications");
        assertThat(stale()).isEmpty();
        cut("pe1");
        Waiting.so("down", () -> !view(0).state().equals("established"));
        assertThat(stale()).containsExactlyInAnyOrder(ROUTE, OTHER);
        assertThat(asbr2.entry(Figure78.ASBR2_LABEL)).isEqualTo(IN_USE);
        cut.clear();
        Waiting.so("up again", () -> view(0).established() == 2);
        assertThat(asbr2.entry(Figure78.ASBR2_LABEL)).isEqualTo(IN_USE);
        pe1.act(peer -> {
            peer.announce(ROUTE, "100:1", 16);
            peer.end(Family.VPNV4);
        });
        Waiting.so("swept", () -> asbr3.log.contains("withdraw " + OTHER));
        assertThat(asbr3.log).containsExactly("withdraw " + OTHER);
        assertThat(asbr2.entry(Figure78.ASBR2_LABEL)).isEqualTo(IN_USE);
        assertThat(stale()).isEmpty();
    }

    @Test
    void shouldReplaceALabelThatTheRestartedPeerGivesAnew() throws Exception {
        converge(helper(), FabricPeer.keeps(LONG, true));
        bounce(0);
        pe1.act(peer -> {
            peer.announce(ROUTE, "100:1", 18);
            peer.end(Family.VPNV4);
        });
        Waiting.until(() -> asbr2.entry(Figure78.ASBR2_LABEL), "discard withdrawn");
        Waiting.so("told", () -> asbr3.labels.size() == 1
            && asbr3.labels.getOrDefault(ROUTE, Figure78.ASBR2_LABEL) != Figure78.ASBR2_LABEL);
        assertThat(asbr2.entry(asbr3.labels.get(ROUTE))).startsWith("swap to 18, push 34 on core0").endsWith("in use");
    }

    @Test
    void shouldDropStaleRoutesAtOnceWhenThePeerHasNotKeptItsForwarding() throws Exception {
        converge(helper(), FabricPeer.keeps(LONG, true));
        pe1.restart = FabricPeer.keeps(LONG, false);
        bounce(0);
        Waiting.so("withdrawn", () -> asbr3.labels.isEmpty());
        Waiting.until(() -> asbr2.entry(Figure78.ASBR2_LABEL), "discard withdrawn");
    }

    @Test
    void shouldDropStaleRoutesAtOnceWhenThePeerSpeaksOfItNoMore() throws Exception {
        converge(helper(), FabricPeer.keeps(LONG, true));
        pe1.restart = null;
        bounce(0);
        Waiting.so("withdrawn", () -> asbr3.labels.isEmpty());
    }

    @Test
    void shouldNotFollowARefreshBeforeTheEndOfTheRoutes() throws Exception {
        converge(helper(), FabricPeer.keeps(LONG, true));
        bounce(0);
        pe1.act(peer -> {
            peer.session().beginRefresh(Family.VPNV4);
            peer.announce(ROUTE, "100:1", 16);
            peer.session().endRefresh(Family.VPNV4);
        });
        Waiting.so("told", () -> view(0).families().getFirst().received() == 1);
        assertThat(asbr3.log).isEmpty();
        pe1.act(peer -> peer.end(Family.VPNV4));
        Waiting.so("swept", () -> asbr3.log.contains("withdraw " + OTHER));
        pe1.act(peer -> {
            peer.session().beginRefresh(Family.VPNV4);
            peer.session().endRefresh(Family.VPNV4);
        });
        Waiting.so("refreshed", () -> asbr3.log.contains("withdraw " + ROUTE));
        assertThat(asbr3.log).containsExactly("withdraw " + OTHER, "withdraw " + ROUTE);
    }

    @Test
    void shouldMarkNoRefreshBeforeTheEndOfItsRoutes() throws Exception {
        pe1.restart = FabricPeer.keeps(LONG, true);
        asbr3.restart = FabricPeer.keeps(LONG, true);
        pe1.greeting = peer -> peer.announce(ROUTE, "100:1", 16);
        speak(new RestartSettings(true, LONG, LONG));
        asbr3.open();
        Waiting.so("up", () -> asbr3.log.contains("up"));
        asbr3.act(peer -> peer.session().requestRefresh(Family.VPNV4));
        pe1.open();
        Waiting.so("there", () -> view(0).families().getFirst().received() == 1);
        pe1.act(peer -> peer.end(Family.VPNV4));
        Waiting.so("all told", () -> asbr3.log.contains("end-of-rib vpnv4"));
        asbr3.act(peer -> peer.session().requestRefresh(Family.VPNV4));
        Waiting.so("told again", () -> asbr3.log.contains("refresh ends"));
        assertThat(asbr3.log).containsExactly("up", "announce " + ROUTE, "end-of-rib vpnv4", "refresh begins", "announce " + ROUTE,
            "refresh ends");
    }

    @Test
    void shouldWaitNoLongerThanThePeersRestartTime() throws Exception {
        converge(helper(), FabricPeer.keeps(1, true));
        cut("pe1");
        Waiting.so("withdrawn", () -> asbr3.labels.isEmpty());
        Waiting.until(() -> asbr2.entry(Figure78.ASBR2_LABEL), "discard withdrawn");
    }

    @Test
    void shouldWaitNoLongerThanTheStaleTimeForTheEndOfTheRoutes() throws Exception {
        converge(new RestartSettings(false, LONG, 1), FabricPeer.keeps(LONG, true));
        bounce(0);
        Waiting.so("withdrawn", () -> asbr3.labels.isEmpty());
        assertThat(view(0).state()).isEqualTo("established");
    }

    @Test
    void shouldKeepNothingOfAPeerThatDoesNotKeepItsForwarding() throws Exception {
        converge(helper(), new Capability.GracefulRestart(false, true, 0, List.of()));
        assertThat(view(0).capabilities()).contains("graceful restart as helper, also after notifications");
        cut("pe1");
        Waiting.so("withdrawn", () -> asbr3.labels.isEmpty());
    }

    @Test
    void shouldKeepRoutesAfterANotificationOnlyWhenBothSaySo() throws Exception {
        converge(helper(), FabricPeer.keeps(LONG, true));
        pe1.greeting = GracefulRestartTest::tellAll;
        pe1.act(peer -> peer.session().reset(""));
        Waiting.so("up again", () -> view(0).established() == 2 && view(0).families().getFirst().received() == 2);
        assertThat(asbr3.log).isEmpty();
        assertThat(asbr2.entry(Figure78.ASBR2_LABEL)).isEqualTo(IN_USE);
        pe1.restart = new Capability.GracefulRestart(false, false, LONG, FabricPeer.keeps(LONG, true).entries());
        bounce(0);
        Waiting.so("told again", () -> view(0).families().getFirst().received() == 2);
        assertThat(asbr3.log).isEmpty();
        pe1.greeting = peer -> { };
        pe1.act(peer -> peer.session().reset(""));
        Waiting.so("withdrawn", () -> asbr3.labels.isEmpty());
    }

    /** RFC 4724 §4.2: with a peer that does not outlive notifications. */
    @Test
    void shouldKeepNoRouteOverTwoRestartsThatWasNotSentBetween() throws Exception {
        converge(helper(), new Capability.GracefulRestart(false, false, LONG, FabricPeer.keeps(LONG, true).entries()));
        bounce(0);
        pe1.act(peer -> peer.announce(ROUTE, "100:1", 16));
        Waiting.so("told", () -> view(0).families().getFirst().received() == 1);
        cut("pe1");
        Waiting.so("swept", () -> asbr3.log.contains("withdraw " + OTHER));
        assertThat(asbr3.log).containsExactly("withdraw " + OTHER);
        assertThat(asbr2.entry(Figure78.ASBR2_LABEL)).isEqualTo(IN_USE);
    }

    /** RFC 8538 §4.1: with one that does. */
    @Test
    void shouldKeepRoutesOverTwoRestartsUntilTheEndOfTheRoutes() throws Exception {
        converge(helper(), FabricPeer.keeps(LONG, true));
        bounce(0);
        pe1.act(peer -> peer.announce(ROUTE, "100:1", 16));
        Waiting.so("told", () -> view(0).families().getFirst().received() == 1);
        bounce(0);
        pe1.act(peer -> peer.announce(ROUTE, "100:1", 16));
        Waiting.so("told again", () -> view(0).families().getFirst().received() == 1);
        assertThat(asbr3.log).isEmpty();
        pe1.act(peer -> peer.end(Family.VPNV4));
        Waiting.so("swept", () -> asbr3.log.contains("withdraw " + OTHER));
        assertThat(asbr3.log).containsExactly("withdraw " + OTHER);
        assertThat(asbr2.entry(Figure78.ASBR2_LABEL)).isEqualTo(IN_USE);
    }

    @Test
    void shouldKeepNothingAfterAHardReset() throws Exception {
        converge(helper(), FabricPeer.keeps(LONG, true));
        pe1.act(peer -> peer.session().shutDown("for good"));
        Waiting.so("withdrawn", () -> asbr3.labels.isEmpty());
        assertThat(view(0).lastEnd())
            .isEqualTo("received cease: hard reset (6/9), cease: administrative shutdown (6/2): \"for good\"");
    }

    @Test
    void shouldSayAsHelperThatItKeepsNothingItself() throws Exception {
        converge(helper(), null);
        assertThat(asbr3.said.getFirst()).contains(new Capability.GracefulRestart(false, true, 0, List.of()));
    }

    @Test
    void shouldTellNothingAfterAStartBeforeAllPeersHaveSentTheirRoutes() throws Exception {
        pe1.restart = FabricPeer.keeps(LONG, true);
        asbr3.restart = FabricPeer.keeps(LONG, true);
        pe1.greeting = peer -> peer.announce(ROUTE, "100:1", 16);
        speak(new RestartSettings(true, LONG, LONG));
        asbr3.open();
        Waiting.so("up", () -> asbr3.log.contains("up"));
        pe1.open();
        Waiting.so("there", () -> view(0).families().getFirst().received() == 1);
        assertThat(asbr3.log).containsExactly("up");
        assertThat(asbr3.said.getFirst()).contains(new Capability.GracefulRestart(true, true, LONG,
            List.of(new Capability.GracefulRestart.Entry(Family.VPNV4.numbers(), false))));
        pe1.act(peer -> peer.end(Family.VPNV4));
        Waiting.so("all told", () -> asbr3.log.contains("end-of-rib vpnv4"));
        assertThat(asbr3.log).containsExactly("up", "announce " + ROUTE, "end-of-rib vpnv4");
    }

    @Test
    void shouldNotWaitAfterAStartForPeersThatHaveJustStartedToo() throws Exception {
        pe1.restart = new Capability.GracefulRestart(true, true, LONG, List.of());
        asbr3.restart = FabricPeer.keeps(LONG, true);
        shouldTellWithoutAnEnd(LONG);
    }

    @Test
    void shouldNotWaitAfterAStartForPeersThatKnowNoGracefulRestart() throws Exception {
        asbr3.restart = FabricPeer.keeps(LONG, true);
        shouldTellWithoutAnEnd(LONG);
    }

    /** This router has started, and PE1 does not say that it has told all. */
    private void shouldTellWithoutAnEnd(final int restartSeconds) throws Exception {
        pe1.greeting = peer -> peer.announce(ROUTE, "100:1", 16);
        speak(new RestartSettings(true, restartSeconds, LONG));
        asbr3.open();
        pe1.open();
        Waiting.so("told", () -> asbr3.labels.containsKey(ROUTE));
    }

    @Test
    void shouldTellRoutesAfterTheRestartTimeWhateverPeersHaveSent() throws Exception {
        pe1.restart = FabricPeer.keeps(LONG, true);
        shouldTellWithoutAnEnd(2);
    }

    @Test
    void shouldSayThatItsLabelsHaveOutlivedALostConnection() throws Exception {
        asbr3.restart = new Capability.GracefulRestart(false, true, 0, List.of());
        converge(new RestartSettings(true, LONG, LONG), FabricPeer.keeps(LONG, true));
        cut("asbr3");
        Waiting.so("down", () -> !view(1).state().equals("established"));
        assertThat(asbr2.entry(Figure78.ASBR2_LABEL)).isEqualTo(IN_USE);
        cut.clear();
        Waiting.so("up again", () -> asbr3.said.size() == 2 && asbr3.log.contains("end-of-rib vpnv4"));
        assertThat(asbr3.said.getLast().orElseThrow().restarting()).isFalse();
        assertThat(asbr3.preserved()).containsExactly(Family.VPNV4);
        assertThat(asbr3.labels).containsEntry(ROUTE, Figure78.ASBR2_LABEL);
        assertThat(asbr2.entry(Figure78.ASBR2_LABEL)).isEqualTo(IN_USE);
    }

    @Test
    void shouldKeepLabelsOfThePeersTargetsUntilItAsksForThemAgain() throws Exception {
        asbr3.restart = FabricPeer.keeps(LONG, true);
        asbr3.greeting = peer -> {
            peer.want("100:1", true);
            peer.end(Family.ROUTE_TARGET);
            peer.end(Family.VPNV4);
        };
        pe1.greeting = peer -> {
            peer.announce(ROUTE, "100:1", 16);
            peer.announce(OTHER, "100:2", 17);
            peer.end(Family.VPNV4);
        };
        speak(helper(), Family.ROUTE_TARGET);
        pe1.open();
        asbr3.open();
        Waiting.so("told", () -> asbr3.labels.containsKey(ROUTE) && asbr3.log.contains("end-of-rib vpnv4"));
        assertThat(asbr3.labels).containsOnlyKeys("default", ROUTE);
        asbr3.greeting = peer -> { };
        bounce(1);
        Waiting.so("asked", () -> asbr3.labels.containsKey("default"));
        assertThat(asbr3.labels).containsOnlyKeys("default");
        assertThat(asbr2.entry(Figure78.ASBR2_LABEL)).as("it has not been told again").isEqualTo(IN_USE);
        asbr3.act(peer -> {
            peer.want("100:1", true);
            peer.want("100:2", true);
            peer.want("100:2", false);
            peer.end(Family.ROUTE_TARGET);
        });
        Waiting.so("told again", () -> asbr3.labels.containsKey(ROUTE));
        assertThat(asbr3.labels).containsOnlyKeys("default", ROUTE).containsEntry(ROUTE, Figure78.ASBR2_LABEL);
        assertThat(asbr2.entry(Figure78.ASBR2_LABEL)).isEqualTo(IN_USE);
    }

    @Test
    void shouldLetGoOfLabelsOfAPeerThatDoesNotComeBack() throws Exception {
        asbr3.restart = new Capability.GracefulRestart(false, true, 0, List.of());
        converge(new RestartSettings(true, 1, LONG), FabricPeer.keeps(LONG, true));
        cut("asbr3");
        Waiting.until(() -> asbr2.entry(Figure78.ASBR2_LABEL), "released");
    }
}
