package io.swaplane.bgp.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.message.RouteTargetMembership;
import io.swaplane.bgp.rib.NextHopRule;
import io.swaplane.bgp.rib.PeerRules;
import io.swaplane.bgp.rib.WantedTargets;
import io.swaplane.bgp.vpn.TargetFilter;
import io.swaplane.control.intent.RouteTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A router that keeps what its peers want passes on what they want (RFC 4684 §3), and asks for no more. */
class MembershipsTest {
    private static final String ROUTE = "100:0 10.10.10.11/32";
    private static final String OTHER = "100:0 10.10.10.12/32";
    private static final String WANTED = "42:RT:100:1/96";
    private static final String EXTERNAL = "35:RT:100:1/96";
    private static final String ALL = "default";

    private final TestRouter router =
        new TestRouter(SpeakerOptions.of(TestRouter.ROUTER_ID).kept(TargetFilter.ofPeersAnd(List.of(RouteTarget.parse("42:7")))));

    @AfterEach
    void close() {
        router.close();
    }

    private static PeerRules inside() {
        return ScriptedPeer.rules().nextHop(NextHopRule.SELF_ALWAYS);
    }

    private ScriptedPeer internal(final String name, final String address, final boolean client) {
        return new ScriptedPeer(router, name, null, address, TestRouter.AS, inside().client(client),
            List.of(new Capability.RefreshesRoutes()), Family.VPNV4, Family.ROUTE_TARGET).up();
    }

    private ScriptedPeer external(final String name, final String address, final long as) {
        return new ScriptedPeer(router, name, address, as, ScriptedPeer.rules().accept(TestRouter.EXT0), Family.VPNV4,
            Family.ROUTE_TARGET).up();
    }

    private static PathAttributes with(final String target) {
        return ScriptedPeer.path().localPref(100).extendedCommunities(RouteTarget.parse(target).value()).build();
    }

    private static PathAttributes.Builder membership(final long... as) {
        return ScriptedPeer.path(as).extendedCommunities();
    }

    private void want(final ScriptedPeer peer, final String target) {
        peer.want(target, 64, true, peer.info().internal() ? membership().localPref(100).build() : membership(35).build());
    }

    private static List<String> wanted(final ScriptedPeer of) {
        return of.routes.keySet().stream().filter(each -> !each.startsWith("100:")).toList();
    }

    private List<String> kept() {
        return router.speaker.find(Family.VPNV4, null).stream().flatMap(table -> {
            final List<String> all = new ArrayList<>();
            for (int i = 0; i < table.destinations().limit(); i++) {
                if (table.destinations().best(i) >= 0) {
                    all.add(table.destinations().high(i) == 0x0A0A0A0B_00000000L ? ROUTE : OTHER);
                }
            }
            return all.stream();
        }).toList();
    }

    @Test
    void shouldAskForWhatPeersWantAsLongAsTheyDo() {
        final ScriptedPeer pe1 = internal("pe1", "1.1.1.1", true);
        final ScriptedPeer pe2 = internal("pe2", "1.1.1.2", true);
        final ScriptedPeer asbr3 = external("asbr3", "10.5.5.5", 35);
        router.settle();
        assertThat(wanted(pe1)).containsExactly("42:RT:42:7/96");
        want(pe2, "100:1");
        router.settle();
        assertThat(wanted(pe1)).containsExactly(WANTED, "42:RT:42:7/96");
        assertThat(asbr3.routes.get(WANTED)).isEqualTo("via 10.5.5.50 origin IGP, as-path 42");
        assertThat(wanted(pe2)).as("nobody else wants it").containsExactly("42:RT:42:7/96");

        pe1.announce(Family.VPNV4, ROUTE, 16, "1.1.1.1", with("100:1"));
        pe1.announce(Family.VPNV4, OTHER, 17, "1.1.1.1", with("100:2"));
        pe2.endOfRib(Family.ROUTE_TARGET);
        router.settle();
        assertThat(kept()).containsExactly(ROUTE);
        assertThat(pe2.routes).containsKey(ROUTE);

        pe2.leave("100:1");
        router.settle();
        assertThat(wanted(pe1)).containsExactly("42:RT:42:7/96");
        assertThat(wanted(asbr3)).containsExactly("42:RT:42:7/96");
        assertThat(pe2.routes).doesNotContainKey(ROUTE);
    }

    @Test
    void shouldWantWhatAPeerWantsNoLongerThanItsSession() {
        final ScriptedPeer pe1 = internal("pe1", "1.1.1.1", true);
        final ScriptedPeer asbr3 = external("asbr3", "10.5.5.5", 35);
        want(asbr3, "100:1");
        router.settle();
        assertThat(wanted(pe1)).contains(EXTERNAL);
        asbr3.down();
        router.settle();
        assertThat(wanted(pe1)).doesNotContain(EXTERNAL);
    }

    @Test
    void shouldWantWhatARestartingPeerForwardsByUntilItIsGivenUp() {
        final ScriptedPeer pe1 = internal("pe1", "1.1.1.1", true);
        final ScriptedPeer asbr3 = external("asbr3", "10.5.5.5", 35);
        want(asbr3, "100:1");
        final LeftRoutes left = asbr3.session().keepDown(Set.of(Family.VPNV4), Set.of(Family.VPNV4), false);
        router.settle();
        assertThat(wanted(pe1)).contains(EXTERNAL);
        left.endAll();
        router.settle();
        assertThat(wanted(pe1)).doesNotContain(EXTERNAL);
    }

    @Test
    void shouldTellAClientWhatAnotherClientWantsInItsOwnName() {
        final ScriptedPeer pe1 = internal("pe1", "1.1.1.1", true);
        final ScriptedPeer pe2 = internal("pe2", "1.1.1.2", true);
        want(pe1, "100:1");
        want(pe2, "100:1");
        router.settle();
        assertThat(pe1.routes.get(WANTED)).isEqualTo("via 10.5.5.50 origin IGP, as-path empty, local-pref 100, originator-id 2.2.2.2, "
            + "cluster-list 2.2.2.2");
        assertThat(pe2.routes).containsKey(WANTED);
        pe1.leave("100:1");
        router.settle();
        assertThat(pe1.routes).containsKey(WANTED);
        assertThat(pe2.routes).doesNotContainKey(WANTED);
    }

    @Test
    void shouldTellOthersThanClientsWhatAClientWantsAlsoIfItsPathIsNotTheBest() {
        final ScriptedPeer rr2 = internal("rr2", "1.1.1.1", false);
        final ScriptedPeer rr3 = internal("rr3", "1.1.1.2", false);
        final ScriptedPeer client = internal("client", "1.1.1.3", true);
        want(rr2, "100:1");
        router.settle();
        assertThat(wanted(rr3)).as("an internal peer's is for clients").doesNotContain(WANTED);
        assertThat(client.routes).containsKey(WANTED);
        client.want("100:1", 64, true, membership().localPref(50).build());
        router.settle();
        assertThat(rr2.routes.get(WANTED)).contains("local-pref 50", "originator-id 1.1.1.3");
        assertThat(rr3.routes.get(WANTED)).contains("local-pref 50", "originator-id 1.1.1.3");
    }

    @Test
    void shouldAskForEverythingAsLongAsAPeerDoesNotSayWhatItWants() {
        final ScriptedPeer pe1 = internal("pe1", "1.1.1.1", true);
        router.settle();
        assertThat(wanted(pe1)).containsExactly("42:RT:42:7/96");
        final ScriptedPeer silent = new ScriptedPeer(router, "old", "10.6.6.6", 36, ScriptedPeer.rules().accept(TestRouter.EXT1),
            Family.VPNV4).up();
        pe1.announce(Family.VPNV4, OTHER, 17, "1.1.1.1", with("100:2"));
        router.settle();
        assertThat(wanted(pe1)).containsExactly(ALL);
        assertThat(silent.routes).containsOnlyKeys(OTHER);
        silent.down();
        router.settle();
        assertThat(wanted(pe1)).containsExactly("42:RT:42:7/96");
    }

    @Test
    void shouldPassOnThatAPeerWantsEverything() {
        final ScriptedPeer pe1 = internal("pe1", "1.1.1.1", true);
        final ScriptedPeer asbr3 = external("asbr3", "10.5.5.5", 35);
        final ScriptedPeer asbr4 = external("asbr4", "10.6.6.6", 36);
        final PathAttributes path = membership(35).build();
        asbr3.writer().announce(Family.ROUTE_TARGET, path, asbr3.info().address());
        asbr3.writer().add(0, 0, 0, 0, 0, 0);
        asbr3.writer().flush();
        pe1.announce(Family.VPNV4, OTHER, 17, "1.1.1.1", with("100:2"));
        router.settle();
        assertThat(kept()).containsExactly(OTHER);
        assertThat(wanted(pe1)).containsExactly("42:RT:42:7/96", ALL);
        assertThat(asbr4.routes.get(ALL)).contains("as-path 42 35");
        assertThat(wanted(asbr3)).containsExactly("42:RT:42:7/96");
    }

    @Test
    void shouldAskAgainForRoutesThatWereNotKept() {
        final ScriptedPeer pe1 = internal("pe1", "1.1.1.1", true);
        final ScriptedPeer pe2 = internal("pe2", "1.1.1.2", true);
        router.settle();
        pe1.announce(Family.VPNV4, OTHER, 17, "1.1.1.1", with("100:2"));
        router.settle();
        assertThat(kept()).isEmpty();
        pe1.log.clear();
        pe2.log.clear();
        want(pe2, "100:2");
        router.settle();
        assertThat(pe1.log).contains("refresh marker");
        want(pe2, "100:3");
        router.settle();
        assertThat(pe1.log).as("once").containsOnlyOnce("refresh marker");
        assertThat(pe2.log).doesNotContain("refresh marker");
    }

    @Test
    void shouldNotTakeAMembershipThatHasBeenHere() {
        final ScriptedPeer pe1 = internal("pe1", "1.1.1.1", true);
        final ScriptedPeer asbr3 = external("asbr3", "10.5.5.5", 35);
        asbr3.want("100:1", 64, true, membership(35, TestRouter.AS).build());
        pe1.want("100:2", 64, true, membership().localPref(100).originatorId(TestRouter.ROUTER_ID).build());
        pe1.want("100:3", 64, true, membership().localPref(100).originatorId(9).clusterList(TestRouter.ROUTER_ID).build());
        router.settle();
        assertThat(wanted(pe1)).containsExactly("42:RT:42:7/96");
        assertThat(wanted(asbr3)).containsExactly("42:RT:42:7/96");
        assertThat(pe1.session().paths(Family.ROUTE_TARGET)).isZero();
    }

    @Test
    void shouldKeepABoundedNumberOfMembershipsAndThenWantEverything() {
        final ScriptedPeer pe1 = internal("pe1", "1.1.1.1", true);
        final ScriptedPeer asbr3 = external("asbr3", "10.5.5.5", 35);
        many(asbr3, 0, WantedTargets.MOST);
        router.settle();
        assertThat(asbr3.session().paths(Family.ROUTE_TARGET)).isEqualTo(WantedTargets.MOST);
        assertThat(pe1.routes).doesNotContainKey(ALL);
        many(asbr3, WantedTargets.MOST, 2 * WantedTargets.MOST);
        pe1.announce(Family.VPNV4, OTHER, 17, "1.1.1.1", with("100:2"));
        asbr3.endOfRib(Family.ROUTE_TARGET);
        router.settle();
        assertThat(asbr3.session().paths(Family.ROUTE_TARGET)).isEqualTo(WantedTargets.MOST);
        assertThat(router.speaker.table(Family.ROUTE_TARGET, null).paths().size()).isEqualTo(WantedTargets.MOST + 1);
        assertThat(pe1.routes).containsKey(ALL);
        assertThat(asbr3.routes).containsKey(OTHER);
        asbr3.down();
        router.settle();
        assertThat(wanted(pe1)).containsExactly("42:RT:42:7/96");
        assertThat(router.speaker.table(Family.ROUTE_TARGET, null).destinations().size()).isEqualTo(1);
    }

    private static void many(final ScriptedPeer peer, final int from, final int to) {
        peer.writer().announce(Family.ROUTE_TARGET, membership(35).build(), peer.info().address());
        for (int i = from; i < to; i++) {
            final long target = RouteTarget.parse("1:" + i).value();
            peer.writer().add(0, 0, 0, RouteTargetMembership.high(35, target), RouteTargetMembership.low(target),
                RouteTargetMembership.FULL_LENGTH);
        }
        peer.writer().flush();
    }

    @Test
    void shouldSayWhatItWantsWhileItTellsNoRoutesAfterAStart() {
        router.speaker.defer(true);
        final ScriptedPeer pe1 = internal("pe1", "1.1.1.1", true);
        final ScriptedPeer pe2 = internal("pe2", "1.1.1.2", true);
        want(pe2, "100:1");
        pe2.endOfRib(Family.ROUTE_TARGET);
        pe1.announce(Family.VPNV4, ROUTE, 16, "1.1.1.1", with("100:1"));
        router.settle();
        assertThat(pe1.log).contains("end-of-rib route-target");
        assertThat(wanted(pe1)).contains(WANTED);
        assertThat(pe2.routes).doesNotContainKey(ROUTE);
        router.speaker.defer(false);
        router.settle();
        assertThat(pe2.routes).containsKey(ROUTE);
    }

    @Test
    void shouldPassNothingOnWhenItKeepsEverythingAnyway() {
        try (TestRouter all = new TestRouter()) {
            final ScriptedPeer one = new ScriptedPeer(all, "asbr3", "10.5.5.5", 35, ScriptedPeer.rules().accept(TestRouter.EXT0),
                Family.VPNV4, Family.ROUTE_TARGET).up();
            final ScriptedPeer other = new ScriptedPeer(all, "asbr4", "10.6.6.6", 36, ScriptedPeer.rules().accept(TestRouter.EXT1),
                Family.VPNV4, Family.ROUTE_TARGET).up();
            want(one, "100:1");
            all.settle();
            assertThat(other.routes).containsOnlyKeys(ALL);
        }
    }

    @Test
    void shouldNotWantEverythingForAPeerThatTakesNoVpnRoutes() {
        final ScriptedPeer pe1 = internal("pe1", "1.1.1.1", true);
        final ScriptedPeer server = new ScriptedPeer(router, "server", "1.1.1.3", TestRouter.AS, inside(), Family.ROUTE_TARGET).up();
        server.session().disable(Family.ROUTE_TARGET);
        router.settle();
        assertThat(wanted(pe1)).containsExactly("42:RT:42:7/96");
        server.down();
        router.settle();
        assertThat(wanted(pe1)).containsExactly("42:RT:42:7/96");
    }

    @Test
    void shouldKeepNothingOfMembershipsThatAreTooMany() {
        final ScriptedPeer asbr3 = external("asbr3", "10.5.5.5", 35);
        many(asbr3, 0, WantedTargets.MOST);
        for (int i = 1; i < 100; i++) {
            final long target = RouteTarget.parse("2:" + i).value();
            asbr3.writer().announce(Family.ROUTE_TARGET, membership(35).build(), NextHop.of(TestRouter.ip("10.5.6." + i)));
            asbr3.writer().add(0, 0, 0, RouteTargetMembership.high(35, target), RouteTargetMembership.low(target),
                RouteTargetMembership.FULL_LENGTH);
            asbr3.writer().flush();
        }
        router.settle();
        assertThat(router.speaker.labels().vias().nextHops()).hasSize(1);
    }
}
