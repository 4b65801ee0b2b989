package io.swaplane.bgp.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.policy.Change;
import io.swaplane.bgp.policy.Policy;
import io.swaplane.bgp.policy.Rule;
import io.swaplane.bgp.rib.NextHopRule;
import io.swaplane.bgp.vpn.TargetFilter;
import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.RoutingIntent;
import io.swaplane.control.intent.VrfIntent;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Route target constraint (RFC 4684): a peer is told the VPN routes that it wants, and what this router wants. */
class RouteTargetsTest {
    private static final String ROUTE = "100:0 10.10.10.11/32";
    private static final String OTHER = "100:0 10.10.10.12/32";

    private TestRouter router = new TestRouter();
    private ScriptedPeer pe1 = peer();
    private ScriptedPeer asbr3 = asking();

    @AfterEach
    void close() {
        router.close();
    }

    private ScriptedPeer peer() {
        return new ScriptedPeer(router, "pe1", "1.1.1.1", TestRouter.AS, ScriptedPeer.rules().nextHop(NextHopRule.SELF), Family.VPNV4).up();
    }

    private ScriptedPeer asking() {
        return new ScriptedPeer(router, "asbr3", "10.5.5.5", 35, ScriptedPeer.rules().accept(TestRouter.EXT0), Family.VPNV4,
            Family.ROUTE_TARGET).up();
    }

    private static PathAttributes with(final String... targets) {
        final long[] values = new long[targets.length];
        for (int i = 0; i < targets.length; i++) {
            values[i] = RouteTarget.parse(targets[i]).value();
        }
        return ScriptedPeer.path().localPref(100).extendedCommunities(values).build();
    }

    /** Routes with targets 100:1 and 100:2 are there, and ASBR3 has said all that it wants: neither. */
    private void converge() {
        pe1.announce(Family.VPNV4, ROUTE, 16, "1.1.1.1", with("100:1"));
        pe1.announce(Family.VPNV4, OTHER, 17, "1.1.1.1", with("100:2", "7:7"));
        asbr3.want("100:9");
        asbr3.endOfRib(Family.ROUTE_TARGET);
        router.settle();
        asbr3.log.clear();
    }

    private List<String> vpn() {
        return asbr3.routes.keySet().stream().filter(each -> each.startsWith("100:")).toList();
    }

    @Test
    void shouldTellNoVpnRouteBeforeThePeerHasSaidWhatItWants() {
        pe1.announce(Family.VPNV4, ROUTE, 16, "1.1.1.1", with("100:1"));
        router.settle();
        assertThat(asbr3.log).containsExactly("announce default via 10.5.5.50 origin IGP, as-path 42", "end-of-rib route-target");
        asbr3.want("100:1");
        router.settle();
        assertThat(vpn()).isEmpty();
        asbr3.endOfRib(Family.ROUTE_TARGET);
        router.settle();
        assertThat(vpn()).containsExactly(ROUTE);
        assertThat(asbr3.label(ROUTE)).isEqualTo(44);
        assertThat(asbr3.log.getLast()).isEqualTo("end-of-rib vpnv4");
    }

    @Test
    void shouldWaitForAMinuteForWhatThePeerWants() {
        pe1.announce(Family.VPNV4, ROUTE, 16, "1.1.1.1", with("100:1"));
        pe1.announce(Family.VPNV4, OTHER, 17, "1.1.1.1", with("100:2"));
        asbr3.want("100:1");
        router.now += TimeUnit.SECONDS.toNanos(59);
        router.settle();
        assertThat(vpn()).isEmpty();
        assertThat(asbr3.session().wantedWords(router.now)).isEqualTo("waited for, at most another 1 s, 1 so far");
        assertThat(pe1.session().wantedWords(router.now)).as("does not say").isNull();
        router.now += TimeUnit.SECONDS.toNanos(1);
        router.settle();
        assertThat(vpn()).containsExactly(ROUTE);
        assertThat(asbr3.session().wantedWords(router.now)).isEqualTo("it wants 1");
        asbr3.want("0:0", -Integer.SIZE, true, ScriptedPeer.path(35).build());
        router.settle();
        assertThat(vpn()).as("the default membership").containsExactly(ROUTE, OTHER);
        assertThat(asbr3.session().wantedWords(router.now)).isEqualTo("it wants all");
    }

    @Test
    void shouldFollowWhatThePeerWants() {
        converge();
        assertThat(vpn()).isEmpty();
        assertThat(router.entry(44)).isNull();
        asbr3.want("100:1");
        router.settle();
        assertThat(vpn()).containsExactly(ROUTE);
        assertThat(router.entry(44)).endsWith("in use");
        asbr3.want("7:7");
        router.settle();
        assertThat(vpn()).containsExactly(ROUTE, OTHER);
        asbr3.leave("100:1");
        router.settle();
        assertThat(vpn()).containsExactly(OTHER);
        assertThat(asbr3.log).last().isEqualTo("withdraw " + ROUTE);
        assertThat(router.entry(44)).endsWith("released");
    }

    @Test
    void shouldFollowTheTargetsOfRoutes() {
        converge();
        asbr3.want("100:1");
        pe1.announce(Family.VPNV4, ROUTE, 16, "1.1.1.1", with("100:3"));
        pe1.announce(Family.VPNV4, OTHER, 17, "1.1.1.1", with("100:1"));
        router.settle();
        assertThat(vpn()).containsExactly(OTHER);
    }

    @Test
    void shouldTellTheRoutesOfAllTargetsThatBeginAlike() {
        converge();
        asbr3.want("100:1", 32, true, ScriptedPeer.path(35).build());
        router.settle();
        assertThat(vpn()).containsExactly(ROUTE, OTHER);
        asbr3.want("100:1", 32, false, null);
        asbr3.want("7:0", 48, true, ScriptedPeer.path(35).build());
        router.settle();
        assertThat(vpn()).containsExactly(OTHER);
        asbr3.want("0:0", 0, true, ScriptedPeer.path(35).build());
        router.settle();
        assertThat(vpn()).containsExactly(ROUTE, OTHER);
    }

    @Test
    void shouldTellEverythingWhileAPeerNamesTooManyPartsOfTargets() {
        converge();
        for (int i = 0; i < 1000; i++) {
            asbr3.want("1:" + 256 * i, 56, true, ScriptedPeer.path(35).build());
        }
        router.settle();
        assertThat(vpn()).isEmpty();
        asbr3.want("2:0", 56, true, ScriptedPeer.path(35).build());
        router.settle();
        assertThat(vpn()).containsExactly(ROUTE, OTHER);
        asbr3.want("2:0", 56, false, null);
        router.settle();
        assertThat(vpn()).isEmpty();
    }

    @Test
    void shouldForgetWhatThePeerDoesNotWantAnyMoreAfterARefresh() {
        converge();
        asbr3.want("100:1");
        asbr3.want("100:2");
        asbr3.session().beginRefresh(Family.ROUTE_TARGET);
        asbr3.want("100:2");
        router.settle();
        assertThat(vpn()).containsExactly(ROUTE, OTHER);
        asbr3.session().endRefresh(Family.ROUTE_TARGET);
        router.settle();
        assertThat(vpn()).containsExactly(OTHER);
        assertThat(asbr3.session().paths(Family.ROUTE_TARGET)).isEqualTo(1);
    }

    @Test
    void shouldTellEverythingWhenWhatThePeerWantsCannotBeRead() {
        converge();
        asbr3.session().disable(Family.ROUTE_TARGET);
        router.settle();
        assertThat(vpn()).containsExactly(ROUTE, OTHER);
    }

    @Test
    void shouldNotTakeItsOwnWishesBackForThePeers() {
        converge();
        asbr3.want("100:1", 64, true, ScriptedPeer.path(35, TestRouter.AS).build());
        router.settle();
        assertThat(vpn()).isEmpty();
    }

    @Test
    void shouldBeginAnewInAnotherSession() {
        converge();
        asbr3.want("100:1");
        router.settle();
        asbr3.down();
        asbr3 = asking();
        router.settle();
        assertThat(vpn()).isEmpty();
        asbr3.want("100:2");
        asbr3.endOfRib(Family.ROUTE_TARGET);
        router.settle();
        assertThat(vpn()).containsExactly(OTHER);
    }

    @Test
    void shouldTellPeersThatDoNotAskEverything() {
        converge();
        final ScriptedPeer other = new ScriptedPeer(router, "asbr4", "10.6.6.6", 36, ScriptedPeer.rules().accept(TestRouter.EXT1),
            Family.VPNV4).up();
        router.settle();
        assertThat(other.routes).containsOnlyKeys(ROUTE, OTHER);
    }

    private static VrfIntent vrf(final String name, final String target) {
        final List<RouteTarget> targets = List.of(RouteTarget.parse(target));
        return new VrfIntent(name, RouteDistinguisher.parse("100:7"), targets, targets, LabelMode.PER_VRF, null);
    }

    @Test
    void shouldAskForWhatItsVrfsImport() {
        router.close();
        final VrfIntent red = vrf("red", "100:1");
        final VrfIntent blue = vrf("blue", "100:2");
        router = new TestRouter(SpeakerOptions.of(TestRouter.ROUTER_ID).kept(TargetFilter.of(List.of())),
            new RoutingIntent(List.of(red, blue), List.of(), RoutingIntent.CLASS_SELECTORS), 1 << 20, 1 << 12, 100_000);
        router.speaker.addVrf(red);
        asbr3 = asking();
        router.settle();
        assertThat(asbr3.log).containsExactly("announce 42:RT:100:1/96 via 10.5.5.50 origin IGP, as-path 42", "end-of-rib route-target");
        router.speaker.addVrf(blue);
        router.settle();
        assertThat(asbr3.routes).containsOnlyKeys("42:RT:100:1/96", "42:RT:100:2/96");
        asbr3.log.clear();
        asbr3.session().refresh(Family.ROUTE_TARGET);
        router.settle();
        assertThat(asbr3.log).hasSize(2).allMatch(each -> each.startsWith("announce 42:RT:100:"));
    }

    @Test
    void shouldKeepARouteForTheTargetThatTheImportPolicyGivesIt() {
        router.close();
        router = new TestRouter(SpeakerOptions.of(TestRouter.ROUTER_ID).kept(TargetFilter.of(List.of(RouteTarget.parse("100:1")))));
        final Policy translated = new Policy("translated", List.of(Rule.accept(List.of(), new Change.RemoveTargets(),
            new Change.AddTarget(RouteTarget.parse("100:1")))), false);
        pe1 = new ScriptedPeer(router, "pe1", "1.1.1.1", TestRouter.AS, ScriptedPeer.rules().nextHop(NextHopRule.SELF)
            .policies(translated, Policy.ACCEPT), Family.VPNV4).up();
        pe1.announce(Family.VPNV4, ROUTE, 16, "1.1.1.1", with("35:9"));
        assertThat(router.speaker.table(Family.VPNV4, null).paths().size()).isEqualTo(1);
    }
}
