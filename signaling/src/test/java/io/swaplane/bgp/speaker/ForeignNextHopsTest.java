package io.swaplane.bgp.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Addresses;
import io.swaplane.bgp.message.AsPath;
import io.swaplane.bgp.message.BgpOrigin;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.message.Repetition;
import io.swaplane.bgp.policy.Policy;
import io.swaplane.bgp.policy.Rule;
import io.swaplane.bgp.rib.NextHopScope;
import io.swaplane.bgp.rib.PeerRules;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.RoutingIntent;
import io.swaplane.control.intent.VrfIntent;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is no part of this network names no next hops in it, and no other customer's: a label of its choice would lead there. */
class ForeignNextHopsTest {
    private static final String SITE = "5.5.5.5/32";
    private static final VrfIntent RED = new VrfIntent("red", RouteDistinguisher.parse("100:1"), List.of(RouteTarget.parse("100:1")),
        List.of(RouteTarget.parse("100:1")), LabelMode.PER_VRF, null);

    private final TestRouter router = new TestRouter(SpeakerOptions.of(TestRouter.ROUTER_ID),
        new RoutingIntent(List.of(RED), List.of(), RoutingIntent.CLASS_SELECTORS), 1 << 20, 1 << 12, 1000);
    private final ScriptedPeer pe = new ScriptedPeer(router, "pe", "1.1.1.1", TestRouter.AS, ScriptedPeer.rules(), Family.VPNV4);
    private final ScriptedPeer neighbour = external(ScriptedPeer.rules());
    private final ScriptedPeer other = new ScriptedPeer(router, "other", "10.6.6.6", 36, ScriptedPeer.rules().accept(TestRouter.EXT1),
        Family.VPNV4, Family.IPV4_LABELED);

    ForeignNextHopsTest() {
        router.speaker.link(null, Prefix.parse("10.5.5.0/24"), "ext0");
        router.speaker.link(null, Prefix.parse("10.6.6.0/24"), "ext1");
        router.speaker.link(null, Prefix.parse("2001:db8:5::/64"), "ext0");
        router.speaker.addVrf(RED);
        router.speaker.vrfs().addGlobal();
        pe.up();
        neighbour.up();
        other.up();
        router.settle();
    }

    @AfterEach
    void close() {
        router.close();
    }

    private ScriptedPeer external(final PeerRules rules) {
        return new ScriptedPeer(router, "neighbour", "10.5.5.5", 35, rules.accept(TestRouter.EXT0), Family.VPNV4, Family.IPV4_LABELED,
            Family.VPNV6);
    }

    private ScriptedPeer customer(final long as, final Family family) {
        return new ScriptedPeer(router, "ce", "red", "10.1.0.3", as, PeerRules.open(NextHop.of(TestRouter.ip("10.1.0.1")))
            .accept(new Accept.Interface("ce0")), family).up();
    }

    private static PathAttributes site(final long... as) {
        return PathAttributes.builder().origin(BgpOrigin.IGP).asPath(AsPath.sequence(as)).build();
    }

    @Test
    void shouldTakeNoVpnRouteFromAnExternalNeighbourThatNamesARouterOfTheBackbone() {
        neighbour.announceExternal("35:1 10.66.0.0/16", 303, "1.1.1.1", 35);
        router.settle();
        assertThat(other.routes).isEmpty();
        assertThat(pe.routes).isEmpty();
        assertThat(neighbour.session().refused().nextHops()).isEqualTo(1);
    }

    @Test
    void shouldTakeNoLabelledHostFromAnExternalNeighbourThatNamesARouterOfTheBackbone() {
        neighbour.announce(Family.IPV4_LABELED, "10.66.0.1/32", 303, "1.1.1.1", site(35));
        router.settle();
        assertThat(other.routes).isEmpty();
        assertThat(router.stack(VrfIntent.GLOBAL, "10.66.0.1")).doesNotStartWith("forward");
        assertThat(router.conductor.tunnels()).hasSize(2);
    }

    @Test
    void shouldTakeAnotherRouterOnTheNeighboursLink() {
        neighbour.announceExternal("35:1 10.66.0.0/16", 303, "10.5.5.7", 35);
        neighbour.announceExternal("35:1 10.67.0.0/16", 303, "10.6.6.6", 35);
        neighbour.announceExternal("35:1 10.68.0.0/16", 303, "10.5.5.5", 35);
        router.settle();
        assertThat(router.speaker.table(Family.VPNV4, null).destinations().size()).isEqualTo(2);
        assertThat(neighbour.session().refused().nextHops()).isEqualTo(1);
    }

    @Test
    void shouldGiveUpARouteWhoseNextHopBecomesForeign() {
        neighbour.announceExternal("35:1 10.66.0.0/16", 303, "10.5.5.5", 35);
        router.settle();
        assertThat(other.routes).hasSize(1);
        neighbour.announceExternal("35:1 10.66.0.0/16", 303, "1.1.1.1", 35);
        router.settle();
        assertThat(other.routes).isEmpty();
    }

    @Test
    void shouldLookAtTheAddressThatCountsAndNotAtTheLinkLocalOneBesideIt() {
        final PathAttributes path = ScriptedPeer.path(35).build();
        final long linkLocal = 0xFE80_0000_0000_0000L;
        final NextHop there = NextHop.of(TestRouter.ip("2001:db8:5::5"));
        final NextHop elsewhere = NextHop.of(TestRouter.ip("2001:db8:9::9"));
        for (final NextHop each : List.of(there, elsewhere)) {
            neighbour.writer().announce(Family.VPNV6, path, new NextHop(false, each.high(), each.low(), linkLocal, 5));
            neighbour.writer().add(0, 303, 1, each.high(), 0, 64);
            neighbour.writer().flush();
        }
        assertThat(router.speaker.table(Family.VPNV6, null).destinations().size()).isEqualTo(1);
        assertThat(neighbour.session().refused().nextHops()).isEqualTo(1);
    }

    @Test
    void shouldTakeAnyNextHopFromANeighbourThatIsSeveralHopsAway() {
        neighbour.down();
        final ScriptedPeer far = external(ScriptedPeer.rules().scope(NextHopScope.ANYWHERE)).up();
        far.announceExternal("35:1 10.66.0.0/16", 303, "1.1.1.1", 35);
        router.settle();
        assertThat(router.entry(other.label("35:1 10.66.0.0/16"))).startsWith("swap to 303, push 34");
    }

    @Test
    void shouldTakeANextHopThatThePolicyNames() {
        final Policy named = new Policy("named", List.of(new Rule(List.of(), true, List.of(),
            NextHop.of(TestRouter.ip("1.1.1.1")))), false);
        neighbour.down();
        final ScriptedPeer trusted = external(ScriptedPeer.rules().policies(named, Policy.ACCEPT)).up();
        trusted.announceExternal("35:1 10.66.0.0/16", 303, "1.1.1.1", 35);
        trusted.announceExternal("35:1 10.67.0.0/16", 303, "1.1.1.2", 35);
        router.settle();
        assertThat(other.routes).containsOnlyKeys("35:1 10.66.0.0/16");
    }

    @Test
    void shouldTakeNoRouteOfACustomerThatNamesAnotherCustomersRouter() {
        for (final long as : new long[] {65001, TestRouter.AS}) {
            final PathAttributes path = as == TestRouter.AS ? site().toBuilder().localPref(100).build() : site(as);
            for (final Family family : List.of(Family.IPV4_LABELED, Family.IPV4_UNICAST)) {
                final ScriptedPeer ce = customer(as, family);
                ce.announce(family, SITE, family.labeled() ? 500 : 0, "10.2.0.2", path);
                router.settle();
                assertThat(pe.routes).as("%s of AS %s", family, as).isEmpty();
                assertThat(router.stack("red", "5.5.5.5")).doesNotStartWith("forward");
                assertThat(ce.session().refused().nextHops()).isEqualTo(1);
                ce.announce(family, SITE, family.labeled() ? 500 : 0, "10.1.0.2", path);
                router.settle();
                assertThat(pe.routes).as("%s of AS %s on its own link", family, as).hasSize(1);
                ce.down();
                router.settle();
            }
        }
    }

    @Test
    void shouldTakeNextHopsOnTheLinkOfTheInterfaceThatACustomerIsBehind() {
        final ScriptedPeer ce = new ScriptedPeer(router, "ce", "red", "10.9.9.9", 65001,
            PeerRules.open(NextHop.of(TestRouter.ip("10.1.0.1"))).accept(new Accept.Interface("ce0"))
                .scope(NextHopScope.link("ce0")), Family.IPV4_LABELED).up();
        ce.announce(Family.IPV4_LABELED, SITE, 500, "10.1.0.2", site(65001));
        ce.announce(Family.IPV4_LABELED, "6.6.6.6/32", 500, "10.2.0.2", site(65001));
        router.settle();
        assertThat(pe.routes).containsOnlyKeys("100:1 " + SITE);
        assertThat(router.stack("red", "5.5.5.5")).isEqualTo("forward [500] ce0 10.1.0.2");
    }

    @Test
    void shouldCountManyAndTellOfFew() {
        for (int i = 0; i < 1000; i++) {
            neighbour.announceExternal("35:" + i + " 10.66.0.0/16", 303, "1.1.1.1", 35);
        }
        assertThat(neighbour.session().refused().nextHops()).isEqualTo(1000);
        assertThat(LongStream.rangeClosed(1, 1000).filter(Repetition::isTold)).containsExactly(1L, 10L, 100L, 1000L);
    }

    @Test
    void shouldTakeTheNextRouteOfAMessageThatTookTheFirstOneBack() {
        final ScriptedPeer ce = new ScriptedPeer(router, "ce", "red", "10.1.0.3", 65001,
            PeerRules.open(NextHop.of(TestRouter.ip("10.1.0.1"))).accept(new Accept.Interface("ce0")).scope(NextHopScope.ANYWHERE),
            Family.IPV4_LABELED).up();
        ce.odd = true;
        final Prefix site = Prefix.parse(SITE);
        ce.writer().announce(Family.IPV4_LABELED, site(65001), NextHop.of(TestRouter.ip("10.9.9.9")));
        for (final int label : new int[] {500, 1}) {
            ce.writer().add(0, label, 0, Addresses.high(site.address()), 0, 32);
        }
        ce.writer().add(0, 501, 0, Addresses.high(TestRouter.ip("6.6.6.6")), 0, 32);
        ce.writer().flush();
        router.settle();
        assertThat(pe.routes).as("what leads nowhere").isEmpty();
        ce.down();
        router.settle();
        assertThat(router.speaker.labels().vias().size()).isZero();
    }

    @Test
    void shouldTakeTheAddressThatThePolicyNamesWithALinkLocalOneBesideIt() {
        final NextHop there = NextHop.of(TestRouter.ip("2001:db8:5::5"));
        final Policy named = new Policy("named", List.of(new Rule(List.of(), true, List.of(), there)), false);
        neighbour.down();
        final ScriptedPeer trusted = external(ScriptedPeer.rules().policies(named, Policy.ACCEPT)).up();
        trusted.writer().announce(Family.VPNV6, ScriptedPeer.path(35).build(),
            new NextHop(false, there.high(), there.low(), 0xFE80_0000_0000_0000L, 5));
        trusted.writer().add(0, 303, 1, there.high(), 0, 64);
        trusted.writer().flush();
        assertThat(router.speaker.table(Family.VPNV6, null).destinations().size()).isEqualTo(1);
    }
}
