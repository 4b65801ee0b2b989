package io.swaplane.bgp.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.AsPath;
import io.swaplane.bgp.message.BgpOrigin;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.policy.Match;
import io.swaplane.bgp.policy.Policy;
import io.swaplane.bgp.policy.Rule;
import io.swaplane.bgp.rib.NextHopRule;
import io.swaplane.bgp.rib.PeerRules;
import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.RoutingIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.view.TunnelView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Labelled unicast outside VRFs: a label for each way, and tunnels over which VPN routes get to their next hops. */
class LabelledUnicastTest {
    private static final String FAR = "3.3.3.3/32";
    private static final VrfIntent RED = new VrfIntent("red", RouteDistinguisher.parse("100:1"), List.of(RouteTarget.parse("100:1")),
        List.of(RouteTarget.parse("100:1")), LabelMode.PER_VRF, null);

    private final TestRouter router = new TestRouter(SpeakerOptions.of(TestRouter.ROUTER_ID),
        new RoutingIntent(List.of(RED), List.of(), RoutingIntent.CLASS_SELECTORS), 1 << 20, 1 << 12, 1000);
    /** Of the same AS, behind a tunnel that pushes 34. */
    private final ScriptedPeer inside = new ScriptedPeer(router, "inside", "1.1.1.1", TestRouter.AS,
        ScriptedPeer.rules().nextHop(NextHopRule.SELF).client(true), Family.IPV4_LABELED, Family.IPV4_UNICAST);
    private final ScriptedPeer other = new ScriptedPeer(router, "other", "1.1.1.2", TestRouter.AS,
        ScriptedPeer.rules(), Family.IPV4_LABELED);
    private final ScriptedPeer outside = new ScriptedPeer(router, "outside", "10.5.5.5", 35,
        ScriptedPeer.rules().accept(TestRouter.EXT0), Family.IPV4_LABELED);
    private final ScriptedPeer far = new ScriptedPeer(router, "far", "3.3.3.3", TestRouter.AS,
        ScriptedPeer.rules().nextHop(NextHopRule.SELF), Family.VPNV4);
    private final ScriptedPeer asbr = new ScriptedPeer(router, "asbr", "10.6.6.6", 36,
        ScriptedPeer.rules().accept(TestRouter.EXT1), Family.VPNV4);

    private final int nextHopsBefore;

    LabelledUnicastTest() {
        nextHopsBefore = router.conductor.nextHopUsage().resolved() + router.conductor.nextHopUsage().unresolved();
        router.speaker.addVrf(RED);
        router.speaker.vrfs().addGlobal();
        inside.up();
        other.up();
        outside.up();
        far.up();
        asbr.up();
        router.settle();
    }

    @AfterEach
    void close() {
        router.close();
    }

    private static PathAttributes own() {
        return PathAttributes.builder().origin(BgpOrigin.IGP).localPref(100).build();
    }

    private static PathAttributes from(final long... as) {
        return PathAttributes.builder().origin(BgpOrigin.IGP).asPath(AsPath.sequence(as)).build();
    }

    private void farVpnRoute() {
        far.announce(Family.VPNV4, "300:1 10.9.0.0/16", 77, "3.3.3.3", ScriptedPeer.path().localPref(100).build());
    }

    /** What the speaker does before the router answers. */
    private void speak() {
        for (int i = 0; i < 10; i++) {
            router.speaker.doWork();
        }
    }

    /** Moves the clock on, so that what was refused is tried again. */
    private void later() {
        router.now += 6_000_000_000L;
        router.settle();
    }

    @Test
    void shouldPushThreeLabelsWhereAVpnRouteGoesByALabelledRouteThroughATunnel() {
        farVpnRoute();
        router.settle();
        assertThat(router.stack("red", "10.9.1.1")).doesNotStartWith("forward");
        assertThat(asbr.routes).isEmpty();
        inside.announce(Family.IPV4_LABELED, FAR, 300, "1.1.1.1", own());
        router.settle();
        assertThat(router.stack("red", "10.9.1.1")).isEqualTo("forward [34, 300, 77] core0 10.20.20.1");
        assertThat(router.stack(VrfIntent.GLOBAL, "3.3.3.3")).isEqualTo("forward [34, 300] core0 10.20.20.1");
        assertThat(router.entry(asbr.label("300:1 10.9.0.0/16")))
            .isEqualTo("swap to 77, push 34 300 on core0, nbr 10.20.20.1, interface ext1, in use");
    }

    @Test
    void shouldMoveWhatRidesOnATunnelWhenItsLabelChanges() {
        farVpnRoute();
        inside.announce(Family.IPV4_LABELED, FAR, 300, "1.1.1.1", own());
        router.settle();
        final int label = asbr.label("300:1 10.9.0.0/16");
        asbr.log.clear();
        inside.announce(Family.IPV4_LABELED, FAR, 301, "1.1.1.1", own());
        router.settle();
        assertThat(router.stack("red", "10.9.1.1")).isEqualTo("forward [34, 301, 77] core0 10.20.20.1");
        assertThat(router.entry(label)).startsWith("swap to 77, push 34 301");
        assertThat(asbr.log).isEmpty();
        other.announce(Family.IPV4_LABELED, FAR, 302, "1.1.1.2", own().toBuilder().localPref(200).build());
        router.settle();
        assertThat(router.stack("red", "10.9.1.1")).isEqualTo("forward [35, 302, 77] core0 10.20.20.1");
    }

    @Test
    void shouldWithdrawVpnRoutesWhoseTunnelIsGone() {
        farVpnRoute();
        inside.announce(Family.IPV4_LABELED, FAR, 300, "1.1.1.1", own());
        router.settle();
        final int label = asbr.label("300:1 10.9.0.0/16");
        inside.withdraw(Family.IPV4_LABELED, FAR);
        router.settle();
        assertThat(router.conductor.tunnels()).noneMatch(each -> each.endpoint().equals("3.3.3.3"));
        assertThat(router.stack("red", "10.9.1.1")).doesNotStartWith("forward");
        assertThat(asbr.routes).isEmpty();
        assertThat(router.entry(label)).isEqualTo("swap to 77, to peer 3.3.3.3 (unresolved), interface ext1, released");
        inside.announce(Family.IPV4_LABELED, FAR, 300, "1.1.1.1", own());
        router.settle();
        assertThat(asbr.routes).hasSize(1);
        inside.down();
        router.settle();
        assertThat(asbr.routes).isEmpty();
        assertThat(router.conductor.tunnels()).hasSize(2);
        assertThat(router.speaker.labels().answers().lastRefusal()).isNull();
    }

    @Test
    void shouldPreferAStaticTunnel() {
        farVpnRoute();
        inside.announce(Family.IPV4_LABELED, FAR, 300, "1.1.1.1", own());
        router.settle();
        router.conductor.onTunnel(new TunnelIntent(TestRouter.ip("3.3.3.3"), "static", 24, 0, 1));
        router.settle();
        assertThat(router.stack("red", "10.9.1.1")).isEqualTo("forward [35, 77] core0 10.20.20.1");
        router.conductor.removeTunnel(Origin.STATIC, TestRouter.ip("3.3.3.3"), "static");
        router.settle();
        assertThat(router.stack("red", "10.9.1.1")).isEqualTo("forward [34, 300, 77] core0 10.20.20.1");
    }

    @Test
    void shouldResolveNoTunnelOverItself() {
        inside.announce(Family.IPV4_LABELED, FAR, 3, "3.3.3.3", own());
        farVpnRoute();
        router.settle();
        assertThat(router.conductor.tunnels()).noneMatch(each -> each.endpoint().equals("3.3.3.3"));
        assertThat(asbr.routes).isEmpty();
        // The longer path alone leads anywhere; over it the better one does, too.
        other.announce(Family.IPV4_LABELED, FAR, 300, "1.1.1.2", own().toBuilder().localPref(50).build());
        router.settle();
        assertThat(router.stack("red", "10.9.1.1")).isEqualTo("forward [35, 300, 77] core0 10.20.20.1");
        other.withdraw(Family.IPV4_LABELED, FAR);
        router.settle();
        assertThat(asbr.routes).isEmpty();
    }

    @Test
    void shouldResolveNoTwoTunnelsOverEachOther() {
        other.announce(Family.IPV4_LABELED, "4.4.4.4/32", 400, "3.3.3.3", own());
        inside.announce(Family.IPV4_LABELED, FAR, 300, "4.4.4.4", own().toBuilder().localPref(200).build());
        farVpnRoute();
        router.settle();
        assertThat(asbr.routes).isEmpty();
        assertThat(router.conductor.tunnels()).hasSize(2);
        other.announce(Family.IPV4_LABELED, FAR, 301, "1.1.1.2", own());
        router.settle();
        later();
        assertThat(router.stack("red", "10.9.1.1")).isEqualTo("forward [35, 301, 77] core0 10.20.20.1");
        other.withdraw(Family.IPV4_LABELED, FAR);
        router.settle();
        assertThat(asbr.routes).isEmpty();
        assertThat(router.conductor.tunnels()).hasSize(2);
    }

    @Test
    void shouldKnowWhereATunnelLeadsAfterTwoChangesInARowWereRefused() {
        final PathAttributes better = own().toBuilder().localPref(200).build();
        other.announce(Family.IPV4_LABELED, FAR, 301, "1.1.1.2", own());
        other.announce(Family.IPV4_LABELED, "4.4.4.4/32", 400, "3.3.3.3", own());
        inside.announce(Family.IPV4_LABELED, "5.5.5.5/32", 500, "4.4.4.4", own());
        farVpnRoute();
        router.settle();
        assertThat(router.stack("red", "10.9.1.1")).isEqualTo("forward [35, 301, 77] core0 10.20.20.1");
        inside.announce(Family.IPV4_LABELED, FAR, 310, "4.4.4.4", better);
        speak();
        inside.announce(Family.IPV4_LABELED, FAR, 311, "4.4.4.4", better);
        speak();
        other.withdraw(Family.IPV4_LABELED, FAR);
        router.settle();
        assertThat(asbr.routes).isEmpty();
        inside.announce(Family.IPV4_LABELED, FAR, 310, "4.4.4.4", better);
        other.announce(Family.IPV4_LABELED, "4.4.4.4/32", 401, "1.1.1.2", own());
        router.settle();
        later();
        assertThat(router.stack("red", "10.9.1.1")).isEqualTo("forward [35, 401, 310, 77] core0 10.20.20.1");
    }

    @Test
    void shouldTakeTheLastOfTwoWaysThatFollowAtOnce() {
        farVpnRoute();
        inside.announce(Family.IPV4_LABELED, FAR, 300, "1.1.1.1", own());
        router.settle();
        for (int label = 301; label < 304; label++) {
            inside.announce(Family.IPV4_LABELED, FAR, label, "1.1.1.1", own());
            speak();
        }
        router.settle();
        assertThat(router.stack("red", "10.9.1.1")).isEqualTo("forward [34, 303, 77] core0 10.20.20.1");
    }

    @Test
    void shouldTakeTheBetterWayWhenItIsNoCircleAnyMore() {
        other.announce(Family.IPV4_LABELED, "4.4.4.4/32", 400, "3.3.3.3", own());
        inside.announce(Family.IPV4_LABELED, FAR, 300, "4.4.4.4", own().toBuilder().localPref(200).build());
        other.announce(Family.IPV4_LABELED, FAR, 301, "1.1.1.2", own());
        farVpnRoute();
        router.settle();
        assertThat(router.stack("red", "10.9.1.1")).isEqualTo("forward [35, 301, 77] core0 10.20.20.1");
        other.announce(Family.IPV4_LABELED, "4.4.4.4/32", 401, "1.1.1.2", own());
        router.settle();
        later();
        assertThat(router.stack("red", "10.9.1.1")).isEqualTo("forward [35, 401, 300, 77] core0 10.20.20.1");
    }

    @Test
    void shouldSwapBetweenACarriersSiteAndItsProvider() {
        outside.announce(Family.IPV4_LABELED, FAR, 55, "10.5.5.5", from(35));
        inside.announce(Family.IPV4_LABELED, "1.1.1.1/32", 3, "1.1.1.1", own());
        router.settle();
        assertThat(router.entry(inside.label(FAR))).isEqualTo("swap to 55, on ext0, nbr 10.5.5.5, core, in use");
        assertThat(outside.routes.get("1.1.1.1/32")).contains("via 10.5.5.50 ").endsWith("as-path 42");
        assertThat(router.entry(outside.label("1.1.1.1/32")))
            .isEqualTo("pop (php, ip), push 34 on core0, nbr 10.20.20.1, interface ext0, in use");
        final int out = outside.label("1.1.1.1/32");
        final int in = inside.label(FAR);
        outside.down();
        router.settle();
        assertThat(inside.routes).doesNotContainKey(FAR);
        assertThat(router.entry(in)).isEqualTo("discard withdrawn, core, withdrawn");
        outside.up();
        router.settle();
        assertThat(outside.label("1.1.1.1/32")).isEqualTo(out);
    }

    @Test
    void shouldReachAnEdgeOfAnotherAsWithItsVpnLabelUnchanged() {
        final ScriptedPeer edge = new ScriptedPeer(router, "edge", "4.4.4.4", 35,
            ScriptedPeer.rules().self(NextHop.of(TestRouter.ip("2.2.2.2")), null), Family.VPNV4).up();
        router.speaker.vrfs().originate("red", Prefix.parse("10.1.0.0/24"));
        edge.announceExternal("35:1 10.4.0.0/16", 70, "4.4.4.4", 35);
        inside.announce(Family.IPV4_LABELED, "4.4.4.4/32", 400, "1.1.1.1", own());
        router.settle();
        assertThat(router.stack("red", "10.4.0.1")).isEqualTo("forward [34, 400, 70] core0 10.20.20.1");
        assertThat(edge.routes.get("100:1 10.1.0.0/24")).contains("via 2.2.2.2 ");
        assertThat(router.entry(edge.label("100:1 10.1.0.0/24"))).contains("lookup").contains(", core, in use");
        inside.withdraw(Family.IPV4_LABELED, "4.4.4.4/32");
        router.settle();
        assertThat(router.stack("red", "10.4.0.1")).doesNotStartWith("forward");
    }

    @Test
    void shouldLeaveNothingBehindWhenEveryPeerIsGone() {
        farVpnRoute();
        outside.announce(Family.IPV4_LABELED, "7.7.7.7/32", 55, "10.5.5.5", from(35));
        inside.announce(Family.IPV4_LABELED, FAR, 300, "1.1.1.1", own());
        inside.announce(Family.IPV4_UNICAST, "10.8.0.0/16", 0, "1.1.1.1", own());
        router.settle();
        assertThat(router.conductor.tunnels()).hasSize(4);
        List.of(inside, other, outside, far, asbr).forEach(ScriptedPeer::down);
        router.settle();
        later();
        later();
        later();
        assertThat(router.conductor.tunnels()).hasSize(2);
        assertThat(router.conductor.nextHopUsage().resolved() + router.conductor.nextHopUsage().unresolved()).isEqualTo(nextHopsBefore);
        assertThat(router.speaker.labels().vias().size()).isZero();
    }

    @Test
    void shouldKeepTheLabelWhereTheNextHopIsUnchanged() {
        inside.announce(Family.IPV4_LABELED, FAR, 300, "1.1.1.1", own());
        inside.announce(Family.IPV4_UNICAST, "10.8.0.0/16", 0, "1.1.1.1", own());
        router.settle();
        assertThat(other.routes.get(FAR)).startsWith("label 300 via 1.1.1.1 ");
        assertThat(other.routes).doesNotContainKey("10.8.0.0/16");
        inside.announce(Family.IPV4_LABELED, FAR, 301, "1.1.1.1", own());
        router.settle();
        assertThat(other.routes.get(FAR)).startsWith("label 301 via 1.1.1.1 ");
    }

    @Test
    void shouldGiveOneLabelForEachGatewayToRoutesWithoutLabel() {
        inside.announce(Family.IPV4_UNICAST, "10.8.0.0/16", 0, "1.1.1.1", own());
        inside.announce(Family.IPV4_UNICAST, "10.7.0.0/16", 0, "1.1.1.1", own());
        router.settle();
        assertThat(router.entry(outside.label("10.8.0.0/16")))
            .isEqualTo("pop (egress, ip), push 34 on core0, nbr 10.20.20.1, interface ext0, in use");
        assertThat(outside.label("10.7.0.0/16")).isEqualTo(outside.label("10.8.0.0/16"));
        final int label = outside.label("10.7.0.0/16");
        inside.down();
        router.settle();
        assertThat(outside.routes).isEmpty();
        assertThat(router.entry(label)).isEqualTo("discard withdrawn, interface ext0, withdrawn");
        later();
        later();
        assertThat(router.conductor.nextHops(0, 100).nextHops()).noneMatch(each -> each.index() > 24 && each.index() < 1000);
    }

    @Test
    void shouldTellItsOwnNetworksWithImplicitNull() {
        router.speaker.vrfs().originate(null, Prefix.parse("2.2.2.2/32"));
        router.settle();
        assertThat(inside.routes.get("2.2.2.2/32")).contains("via 10.5.5.50 ");
        assertThat(outside.routes.get("2.2.2.2/32")).startsWith("label 3 via 10.5.5.50 ");
        other.announce(Family.IPV4_LABELED, "2.2.2.2/32", 300, "1.1.1.2", own());
        router.settle();
        assertThat(router.conductor.tunnels()).hasSize(2);
    }

    @Test
    void shouldMakeNoTunnelToThisRouterItself() {
        router.speaker.link(null, Prefix.parse("10.20.20.2/32"), "core0");
        inside.announce(Family.IPV4_LABELED, "2.2.2.2/32", 300, "1.1.1.1", own());
        inside.announce(Family.IPV4_LABELED, "10.20.20.2/32", 300, "1.1.1.1", own());
        inside.announce(Family.IPV4_LABELED, "7.7.7.7/32", 300, "1.1.1.1", own());
        router.settle();
        assertThat(router.conductor.tunnels()).extracting(TunnelView::endpoint).containsOnly("1.1.1.1", "1.1.1.2", "7.7.7.7");
        router.speaker.sessionAddresses(sessions("7.7.7.7"));
        router.settle();
        assertThat(router.conductor.tunnels()).hasSize(2);
        router.speaker.sessionAddresses(sessions());
        router.settle();
        assertThat(router.conductor.tunnels()).hasSize(3);
    }

    private static Map<String, Set<NextHop>> sessions(final String... own) {
        final Map<String, Set<NextHop>> addresses = new HashMap<>();
        addresses.put(null, Stream.of(own).map(TestRouter::ip).map(NextHop::of).collect(Collectors.toSet()));
        return addresses;
    }

    @Test
    void shouldCountARouteToldInBothFamiliesAsTwoPaths() {
        inside.announce(Family.IPV4_UNICAST, FAR, 0, "1.1.1.1", own());
        inside.announce(Family.IPV4_LABELED, FAR, 300, "1.1.1.1", own());
        router.settle();
        assertThat(router.entry(outside.label(FAR))).startsWith("swap to 300, push 34");
        inside.withdraw(Family.IPV4_LABELED, FAR);
        router.settle();
        assertThat(router.entry(outside.label(FAR))).startsWith("pop (egress, ip), push 34");
        inside.withdraw(Family.IPV4_UNICAST, FAR);
        router.settle();
        assertThat(outside.routes).isEmpty();
        assertThat(inside.routes).isEmpty();
    }

    @Test
    void shouldSendPacketsOfRoutesWithoutLabelOverTheTunnelToTheirNextHop() {
        inside.announce(Family.IPV4_UNICAST, "10.8.0.0/16", 0, "1.1.1.1", own());
        inside.announce(Family.IPV4_UNICAST, "10.7.0.0/16", 0, "3.3.3.3", own());
        router.settle();
        assertThat(router.stack(VrfIntent.GLOBAL, "10.8.1.1")).isEqualTo("forward [34] core0 10.20.20.1");
        assertThat(router.stack(VrfIntent.GLOBAL, "10.7.1.1")).doesNotStartWith("forward");
        other.announce(Family.IPV4_LABELED, FAR, 302, "1.1.1.2", own());
        router.settle();
        assertThat(router.stack(VrfIntent.GLOBAL, "10.7.1.1")).isEqualTo("forward [35, 302] core0 10.20.20.1");
        other.withdraw(Family.IPV4_LABELED, FAR);
        router.settle();
        assertThat(router.stack(VrfIntent.GLOBAL, "10.7.1.1")).doesNotStartWith("forward");
        assertThat(router.speaker.labels().answers().lastRefusal()).isNull();
    }

    @Test
    void shouldPreferNoPathToWhoseNextHopNothingLeads() {
        other.announce(Family.IPV4_LABELED, FAR, 302, "1.1.1.2", own());
        inside.announce(Family.IPV4_UNICAST, FAR, 0, "9.9.9.9", own().toBuilder().localPref(200).build());
        router.settle();
        assertThat(router.stack(VrfIntent.GLOBAL, "3.3.3.3")).isEqualTo("forward [35, 302] core0 10.20.20.1");
        assertThat(router.entry(outside.label(FAR))).startsWith("swap to 302");
    }

    @Test
    void shouldTellNoPathToWhoseNextHopNothingLeadsAsItsOwn() {
        final ScriptedPeer plain = new ScriptedPeer(router, "plain", "10.5.5.6", 37, ScriptedPeer.rules(), Family.IPV4_UNICAST).up();
        inside.announce(Family.IPV4_UNICAST, "10.8.0.0/16", 0, "9.9.9.9", own());
        router.settle();
        assertThat(plain.routes).isEmpty();
        assertThat(outside.routes).isEmpty();
        other.announce(Family.IPV4_LABELED, "9.9.9.9/32", 302, "1.1.1.2", own());
        router.settle();
        assertThat(plain.routes).containsOnlyKeys("10.8.0.0/16", "9.9.9.9/32");
    }

    @Test
    void shouldTakeTheLabelledPathOfAnotherPeerWhenTheTunnelToTheFirstGoes() {
        inside.announce(Family.IPV4_LABELED, FAR, 301, "1.1.1.1", own());
        inside.announce(Family.IPV4_UNICAST, FAR, 0, "1.1.1.1", own());
        other.announce(Family.IPV4_LABELED, FAR, 302, "1.1.1.2", own());
        router.settle();
        assertThat(router.stack(VrfIntent.GLOBAL, "3.3.3.3")).isEqualTo("forward [34, 301] core0 10.20.20.1");
        router.conductor.removeTunnel(Origin.STATIC, TestRouter.ip("1.1.1.1"), "static");
        router.settle();
        assertThat(router.stack(VrfIntent.GLOBAL, "3.3.3.3")).isEqualTo("forward [35, 302] core0 10.20.20.1");
    }

    @Test
    void shouldGiveLabelsForSomePrefixesOnlyWhereThePolicySaysSo() {
        final Policy out = new Policy("labels for hosts", List.of(
            Rule.reject(new Match.Families(Set.of(Family.IPV4_LABELED)), range("0.0.0.0/0", 0, 31)),
            Rule.reject(new Match.Families(Set.of(Family.IPV4_UNICAST)), range("0.0.0.0/0", 32, 32))), true);
        final ScriptedPeer both = new ScriptedPeer(router, "both", "10.6.6.6", 36, ScriptedPeer.rules().accept(TestRouter.EXT1)
            .policies(Policy.ACCEPT, out), Family.IPV4_LABELED, Family.IPV4_UNICAST).up();
        inside.announce(Family.IPV4_LABELED, FAR, 300, "1.1.1.1", own());
        inside.announce(Family.IPV4_LABELED, "10.8.0.0/16", 301, "1.1.1.1", own());
        router.settle();
        assertThat(both.routes.get(FAR)).startsWith("label ");
        assertThat(both.routes.get("10.8.0.0/16")).startsWith("via 10.5.5.50 ");
    }

    private static Match range(final String prefix, final int least, final int most) {
        return new Match.Prefixes(List.of(Match.Range.of(Prefix.parse(prefix), least, most)));
    }

    @Test
    void shouldTellItsOwnNetworksWithExplicitNullToWhomIsToldSo() {
        final PeerRules rules = ScriptedPeer.rules().accept(TestRouter.EXT1).explicitNull(true)
            .self(TestRouter.SELF, NextHop.of(TestRouter.ip("2001:db8::50")));
        final ScriptedPeer other = new ScriptedPeer(router, "other", "10.6.6.6", 36, rules, Family.IPV4_LABELED, Family.IPV6_LABELED).up();
        router.speaker.vrfs().originate(null, Prefix.parse("2.2.2.2/32"));
        router.speaker.vrfs().originate(null, Prefix.parse("2001:db8:2::/48"));
        inside.announce(Family.IPV4_LABELED, FAR, 300, "1.1.1.1", own());
        router.settle();
        assertThat(other.label("2.2.2.2/32")).isZero();
        assertThat(other.label("2001:db8:2::/48")).isEqualTo(2);
        assertThat(other.label(FAR)).as("of another router").isGreaterThanOrEqualTo(16);
        assertThat(outside.label("2.2.2.2/32")).isEqualTo(3);
    }

    /** What comes through a tunnel of IPv4 would leave its last router but one as IPv4 (RFC 4798 §2). */
    @Test
    void shouldTellItsOwnIpv6NetworksWithExplicitNullIntoAnIpv4Core() {
        final ScriptedPeer core = new ScriptedPeer(router, "core", "1.1.1.3", TestRouter.AS, ScriptedPeer.rules(),
            Family.IPV4_LABELED, Family.IPV6_LABELED).up();
        final ScriptedPeer link = new ScriptedPeer(router, "link", "10.6.6.6", 36, ScriptedPeer.rules().accept(TestRouter.EXT1),
            Family.IPV4_LABELED, Family.IPV6_LABELED).up();
        router.speaker.vrfs().originate(null, Prefix.parse("2.2.2.2/32"));
        router.speaker.vrfs().originate(null, Prefix.parse("2001:db8:2::/48"));
        router.settle();
        assertThat(core.label("2001:db8:2::/48")).isEqualTo(2);
        assertThat(core.routes.get("2001:db8:2::/48")).contains("via 10.5.5.50 ");
        assertThat(core.label("2.2.2.2/32")).isEqualTo(3);
        assertThat(link.label("2001:db8:2::/48")).as("one hop away, nothing is on top").isEqualTo(3);
    }

    @Test
    void shouldReachIpv6OverAnIpv4Tunnel() {
        final ScriptedPeer six = new ScriptedPeer(router, "six", "1.1.1.1", TestRouter.AS,
            ScriptedPeer.rules().nextHop(NextHopRule.SELF), Family.IPV6_LABELED).up();
        final PeerRules rules = ScriptedPeer.rules().accept(TestRouter.EXT1).self(null, NextHop.of(TestRouter.ip("2001:db8::50")));
        final ScriptedPeer neighbour = new ScriptedPeer(router, "neighbour", "10.6.6.6", 36, rules, Family.IPV6_LABELED,
            Family.IPV6_UNICAST).up();
        six.announce(Family.IPV6_LABELED, "2001:db8:9::/48", 2, "::ffff:1.1.1.1", own());
        router.settle();
        assertThat(neighbour.routes.get("2001:db8:9::/48")).contains("via 2001:db8::50 ");
        assertThat(router.stack(VrfIntent.GLOBAL, "2001:db8:9::1")).isEqualTo("forward [34, 2] core0 10.20.20.1");
    }
}
