package io.swaplane.bgp.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.AsPath;
import io.swaplane.bgp.message.BgpOrigin;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.rib.BestPathOptions;
import io.swaplane.bgp.rib.NextHopRule;
import io.swaplane.bgp.rib.NextHopScope;
import io.swaplane.bgp.rib.PeerRules;
import io.swaplane.bgp.rib.SpeakerIdentity;
import io.swaplane.bgp.vpn.TargetFilter;
import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.RoutingIntent;
import io.swaplane.control.intent.VrfIntent;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A provider edge: customers' routes become VPN routes and VPN routes customers' routes, by route targets. */
class ProviderEdgeTest {
    private static final VrfIntent RED = vrf("red", "100:1", "100:1");
    private static final VrfIntent BLUE = vrf("blue", "100:2", "100:9");
    private static final Prefix REMOTE = Prefix.parse("10.9.0.0/16");

    private final TestRouter router = new TestRouter(new SpeakerOptions(new SpeakerIdentity(TestRouter.ROUTER_ID, 1),
        new BestPathOptions(false, false, 2), TargetFilter.of(List.of()), false),
        new RoutingIntent(List.of(RED, BLUE), List.of(), RoutingIntent.CLASS_SELECTORS), 1 << 20, 1 << 12, 1000);
    private final ScriptedPeer pe = new ScriptedPeer(router, "pe", "1.1.1.1", TestRouter.AS,
        ScriptedPeer.rules().nextHop(NextHopRule.SELF), Family.VPNV4);
    private final ScriptedPeer ce = new ScriptedPeer(router, "ce", "red", "10.1.0.2", 65001,
        PeerRules.open(NextHop.of(TestRouter.ip("10.1.0.1"))), Family.IPV4_UNICAST);

    private static VrfIntent vrf(final String name, final String target, final String rd) {
        return new VrfIntent(name, RouteDistinguisher.parse(rd), List.of(RouteTarget.parse(target)), List.of(RouteTarget.parse(target)),
            LabelMode.PER_VRF, null);
    }

    ProviderEdgeTest() {
        router.speaker.addVrf(RED);
        router.speaker.addVrf(BLUE);
        pe.up();
        ce.up();
        router.settle();
    }

    @AfterEach
    void close() {
        router.close();
    }

    private String route(final String vrf, final Prefix prefix) {
        return router.conductor.route(vrf, prefix).map(view -> view.owner() + " " + view.legs()).orElse(null);
    }

    private static PathAttributes target(final String target, final long... as) {
        return ScriptedPeer.path(as).localPref(100).extendedCommunities(RouteTarget.parse(target).value()).build();
    }

    @Test
    void shouldNotAskForEverForANextHopThatWasRefusedAndThatNothingNeeds() {
        final ScriptedPeer carrier = new ScriptedPeer(router, "carrier", "red", "10.2.0.2", 65001,
            PeerRules.open(NextHop.of(TestRouter.ip("10.2.0.1"))).scope(NextHopScope.link("nowhere")), Family.IPV4_LABELED).up();
        router.speaker.link("red", Prefix.parse("10.77.0.0/24"), "nowhere");
        carrier.announce(Family.IPV4_LABELED, "10.8.0.0/16", 500, "10.77.0.2", ScriptedPeer.path(65001).build());
        router.settle();
        router.now += 5_000_000_000L;
        router.settle();
        final long refused = router.speaker.labels().answers().refused();
        assertThat(refused).isGreaterThan(1);
        carrier.withdraw(Family.IPV4_LABELED, "10.8.0.0/16");
        router.settle();
        for (int i = 0; i < 4; i++) {
            router.now += 5_000_000_000L;
            router.settle();
        }
        assertThat(router.speaker.labels().answers().refused()).isEqualTo(refused);
        carrier.announce(Family.IPV4_LABELED, "10.8.0.0/16", 500, "10.77.0.2", ScriptedPeer.path(65001).build());
        router.settle();
        assertThat(router.speaker.labels().answers().refused()).isGreaterThan(refused);
    }

    @Test
    void shouldRouteTheVrfsPacketsOverTheTunnelOfAVpnRoute() {
        pe.announce(Family.VPNV4, "200:1 10.9.0.0/16", 77, "1.1.1.1", target("100:1"));
        router.settle();
        assertThat(route("red", REMOTE)).startsWith("bgp").contains("77").contains("34");
        assertThat(route("blue", REMOTE)).isNull();
        assertThat(ce.routes.get("10.9.0.0/16")).startsWith("via 10.1.0.1 origin IGP, as-path 42");
        pe.withdraw("200:1 10.9.0.0/16");
        router.settle();
        assertThat(route("red", REMOTE)).isNull();
        assertThat(ce.routes).isEmpty();
    }

    @Test
    void shouldRouteByBgpWhenTheConfigurationsRouteGoes() {
        final RouteAction drop = new RouteAction.Drop();
        final Prefix outside = Prefix.parse("20.9.0.0/16");
        router.speaker.vrfs().addGlobal();
        final ScriptedPeer neighbour = new ScriptedPeer(router, "neighbour", "1.1.1.9", TestRouter.AS, ScriptedPeer.rules(),
            Family.IPV4_UNICAST).up();
        router.conductor.onRoute(new RouteIntent("red", REMOTE, drop, null, null));
        pe.announce(Family.VPNV4, "200:1 10.9.0.0/16", 77, "1.1.1.1", target("100:1"));
        neighbour.announce(Family.IPV4_UNICAST, "20.9.0.0/16", 0, "10.5.5.5", ScriptedPeer.path().localPref(100).build());
        router.settle();
        assertThat(route("red", REMOTE)).startsWith("static");
        assertThat(route("global", outside)).startsWith("bgp");
        router.conductor.onRoute(new RouteIntent("global", outside, drop, null, null));
        assertThat(route("global", outside)).as("taken over").startsWith("static");
        router.conductor.removeRoute("red", REMOTE);
        router.conductor.removeRoute("global", outside);
        assertThat(route("red", REMOTE)).startsWith("bgp").contains("77").contains("34");
        assertThat(route("global", outside)).startsWith("bgp");
        router.conductor.onRoute(new RouteIntent("red", REMOTE, drop, null, null));
        pe.withdraw("200:1 10.9.0.0/16");
        router.settle();
        router.conductor.removeRoute("red", REMOTE);
        assertThat(route("red", REMOTE)).as("withdrawn behind the other").isNull();
    }

    @Test
    void shouldMoveARouteWhenItsTargetsChange() {
        pe.announce(Family.VPNV4, "200:1 10.9.0.0/16", 77, "1.1.1.1", target("100:1"));
        router.settle();
        pe.announce(Family.VPNV4, "200:1 10.9.0.0/16", 77, "1.1.1.1", target("100:2"));
        router.settle();
        assertThat(route("red", REMOTE)).isNull();
        assertThat(route("blue", REMOTE)).contains("77");
        pe.announce(Family.VPNV4, "200:1 10.9.0.0/16", 77, "1.1.1.1", target("100:3"));
        router.settle();
        assertThat(route("blue", REMOTE)).isNull();
        assertThat(router.speaker.table(Family.VPNV4, null).destinations().size()).isZero();
    }

    @Test
    void shouldTellACustomersRouteWithTheVrfsLabelAndTargets() {
        ce.announce(Family.IPV4_UNICAST, "10.8.0.0/16", 0, "10.1.0.2", PathAttributes.builder()
            .asPath(AsPath.sequence(65001)).build());
        router.speaker.vrfs().originate("red", Prefix.parse("10.1.0.0/24"));
        router.settle();
        assertThat(pe.routes).containsOnlyKeys("100:1 10.8.0.0/16", "100:1 10.1.0.0/24");
        final int label = pe.label("100:1 10.8.0.0/16");
        assertThat(pe.label("100:1 10.1.0.0/24")).isEqualTo(label);
        assertThat(router.entry(label)).contains("red").endsWith("core, in use");
        assertThat(pe.routes.get("100:1 10.8.0.0/16")).endsWith(
            "via 10.5.5.50 origin incomplete, as-path 65001, local-pref 100, ext-communities RT:100:1");
        assertThat(route("red", Prefix.parse("10.8.0.0/16"))).startsWith("bgp").contains("10.1.0.2");
        ce.down();
        router.settle();
        assertThat(pe.routes).containsOnlyKeys("100:1 10.1.0.0/24");
        assertThat(route("red", Prefix.parse("10.8.0.0/16"))).isNull();
    }

    @Test
    void shouldNotTakeARouteThatLeadsBackHereInItsOwnTable() {
        router.speaker.link("red", new Prefix(TestRouter.ip("2.2.2.1"), 24), "ce1");
        final PathAttributes path = PathAttributes.builder().asPath(AsPath.sequence(65001)).build();
        ce.announce(Family.IPV4_UNICAST, "10.8.0.0/16", 0, "10.1.0.1", path);
        router.speaker.link(null, Prefix.parse("10.1.0.2/32"), "core0");
        ce.announce(Family.IPV4_UNICAST, "10.7.0.0/16", 0, "10.1.0.2", path);
        router.settle();
        assertThat(route("red", Prefix.parse("10.8.0.0/16"))).as("by this router's address on the customer's link").isNull();
        assertThat(pe.routes).as("the router's address outside is another's in a VRF").containsOnlyKeys("100:1 10.7.0.0/16");
    }

    @Test
    void shouldNeitherTakeNorTellARouteWhoseNextHopIsOnNoLinkOfTheVrf() {
        final PathAttributes path = PathAttributes.builder().asPath(AsPath.sequence(65001)).build();
        ce.announce(Family.IPV4_UNICAST, "10.8.0.0/16", 0, "10.7.0.2", path);
        ce.announce(Family.IPV4_UNICAST, "10.7.0.0/16", 0, "1.1.1.1", path);
        ce.announce(Family.IPV4_UNICAST, "10.6.0.0/16", 0, "10.1.0.9", path);
        router.settle();
        assertThat(pe.routes).as("1.1.1.1 is the backbone's, and not the customer's").containsOnlyKeys("100:1 10.6.0.0/16");
        assertThat(route("red", Prefix.parse("10.7.0.0/16"))).isNull();
        assertThat(route("red", Prefix.parse("10.8.0.0/16"))).isNull();
        assertThat(route("red", Prefix.parse("10.6.0.0/16"))).contains("10.1.0.9");
    }

    @Test
    void shouldChooseBetweenACustomerAndAnotherEdgeOfTheSameDistinguisherWhateverCameFirst() {
        final PathAttributes longer = PathAttributes.builder().origin(BgpOrigin.IGP).asPath(AsPath.sequence(65001, 65001)).build();
        pe.announce(Family.VPNV4, "100:1 10.9.0.0/16", 77, "1.1.1.1", target("100:1", 65001));
        router.settle();
        ce.announce(Family.IPV4_UNICAST, "10.9.0.0/16", 0, "10.1.0.2", longer);
        router.settle();
        assertThat(route("red", REMOTE)).contains("77");
        pe.withdraw("100:1 10.9.0.0/16");
        router.settle();
        assertThat(route("red", REMOTE)).contains("10.1.0.2");
        pe.announce(Family.VPNV4, "100:1 10.9.0.0/16", 77, "1.1.1.1", target("100:1", 65001));
        router.settle();
        assertThat(route("red", REMOTE)).contains("77");
        assertThat(pe.routes).isEmpty();
        pe.announce(Family.VPNV4, "100:1 10.9.0.0/16", 77, "1.1.1.1", target("100:1", 65001, 65002));
        router.settle();
        assertThat(route("red", REMOTE)).as("as good, and further away").contains("10.1.0.2");
    }

    @Test
    void shouldPreferACustomerWithinTheAsToAnEqualRouteOfAnotherEdgeWhateverCameFirst() {
        final PathAttributes path = PathAttributes.builder().origin(BgpOrigin.IGP).localPref(100).build();
        final ScriptedPeer site = new ScriptedPeer(router, "site", "red", "10.1.0.3", TestRouter.AS,
            PeerRules.open(NextHop.of(TestRouter.ip("10.1.0.1"))), Family.IPV4_UNICAST).up();
        for (final boolean customerFirst : new boolean[] {true, false}) {
            if (customerFirst) {
                site.announce(Family.IPV4_UNICAST, "10.9.0.0/16", 0, "10.1.0.3", path);
                router.settle();
            }
            pe.announce(Family.VPNV4, "100:1 10.9.0.0/16", 77, "1.1.1.1", target("100:1").toBuilder().originatorId(1).build());
            router.settle();
            site.announce(Family.IPV4_UNICAST, "10.9.0.0/16", 0, "10.1.0.3", path);
            router.settle();
            assertThat(pe.routes).as("the customer's route is the VPN route").containsOnlyKeys("100:1 10.9.0.0/16");
            pe.withdraw("100:1 10.9.0.0/16");
            site.withdraw(Family.IPV4_UNICAST, "10.9.0.0/16");
            router.settle();
        }
    }

    @Test
    void shouldKeepOverlappingPrefixesOfTwoVrfsApart() {
        pe.announce(Family.VPNV4, "200:1 10.9.0.0/16", 77, "1.1.1.1", target("100:1"));
        pe.announce(Family.VPNV4, "200:2 10.9.0.0/16", 78, "1.1.1.2", target("100:2"));
        router.settle();
        assertThat(route("red", REMOTE)).contains("77").contains("34");
        assertThat(route("blue", REMOTE)).contains("78").contains("35");
    }

    @Test
    void shouldSharePacketsAmongEqualPaths() {
        pe.announce(Family.VPNV4, "200:1 10.9.0.0/16", 77, "1.1.1.1", target("100:1"));
        pe.announce(Family.VPNV4, "200:2 10.9.0.0/16", 78, "1.1.1.2", target("100:1"));
        router.settle();
        assertThat(route("red", REMOTE)).contains("77").contains("34").contains("78").contains("35");
        pe.withdraw("200:1 10.9.0.0/16");
        router.settle();
        assertThat(route("red", REMOTE)).contains("78").doesNotContain("77");
        pe.withdraw("200:2 10.9.0.0/16");
        router.settle();
        assertThat(route("red", REMOTE)).isNull();
    }

    @Test
    void shouldGiveUpWhatAVrfHadAndTakeItUpAgain() {
        pe.announce(Family.VPNV4, "200:1 10.9.0.0/16", 77, "1.1.1.1", target("100:1"));
        router.speaker.vrfs().originate("red", Prefix.parse("10.1.0.0/24"));
        router.settle();
        assertThat(pe.routes).hasSize(1);
        ce.down();
        router.speaker.vrfs().remove("red");
        router.settle();
        assertThat(pe.routes).isEmpty();
        assertThat(route("red", REMOTE)).isNull();
        router.speaker.addVrf(RED);
        router.settle();
        assertThat(route("red", REMOTE)).contains("77");
    }

    @Test
    void shouldPreferTheCustomersOwnRouteOverOneFromElsewhere() {
        pe.announce(Family.VPNV4, "200:1 10.9.0.0/16", 77, "1.1.1.1", target("100:1", 65002));
        ce.announce(Family.IPV4_UNICAST, "10.9.0.0/16", 0, "10.1.0.2", PathAttributes.builder()
            .origin(BgpOrigin.IGP).asPath(AsPath.sequence(65001)).build());
        router.settle();
        assertThat(route("red", REMOTE)).contains("10.1.0.2");
        assertThat(pe.routes).containsOnlyKeys("100:1 10.9.0.0/16");
        ce.withdraw(Family.IPV4_UNICAST, "10.9.0.0/16");
        router.settle();
        assertThat(route("red", REMOTE)).contains("77");
        assertThat(pe.routes).isEmpty();
    }
}
