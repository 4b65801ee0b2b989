package io.swaplane.bgp.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.AsPath;
import io.swaplane.bgp.message.BgpOrigin;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.policy.Change;
import io.swaplane.bgp.policy.Policy;
import io.swaplane.bgp.policy.Rule;
import io.swaplane.bgp.rib.NextHopRule;
import io.swaplane.bgp.rib.PeerRules;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.RoutingIntent;
import io.swaplane.control.intent.VrfIntent;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A level 1 provider edge: its customers are carriers, whose routers have labels of its, and it of theirs (RFC 4364 §9). */
class CarriersCarrierTest {
    private static final String REMOTE = "3.3.3.3/32";
    private static final String SITE = "5.5.5.5/32";
    private static final VrfIntent RED = vrf("red", "100:1");
    private static final VrfIntent BLUE = vrf("blue", "100:2");

    private final TestRouter router = new TestRouter(SpeakerOptions.of(TestRouter.ROUTER_ID),
        new RoutingIntent(List.of(RED, BLUE), List.of(), RoutingIntent.CLASS_SELECTORS), 1 << 20, 1 << 12, 1000);
    private final ScriptedPeer pe = new ScriptedPeer(router, "pe", "1.1.1.1", TestRouter.AS,
        ScriptedPeer.rules().nextHop(NextHopRule.SELF), Family.VPNV4);
    private final ScriptedPeer ce0 = customer("ce0", "red", "10.1.0.", "ce0");
    private final ScriptedPeer ce1 = customer("ce1", "red", "10.2.0.", "ce1");
    private final ScriptedPeer ce2 = customer("ce2", "blue", "10.1.0.", "ce2");

    CarriersCarrierTest() {
        router.speaker.addVrf(RED);
        router.speaker.addVrf(BLUE);
        pe.up();
        ce0.up();
        ce1.up();
        ce2.up();
        router.settle();
    }

    private static VrfIntent vrf(final String name, final String target) {
        return new VrfIntent(name, RouteDistinguisher.parse(target), List.of(RouteTarget.parse(target)),
            List.of(RouteTarget.parse(target)), LabelMode.PER_VRF, null);
    }

    private ScriptedPeer customer(final String name, final String vrf, final String link, final String interfaceName) {
        return new ScriptedPeer(router, name, vrf, link + "2", 65001, PeerRules.open(NextHop.of(TestRouter.ip(link + "1")))
            .accept(new Accept.Interface(interfaceName)), Family.IPV4_LABELED);
    }

    @AfterEach
    void close() {
        router.close();
    }

    private static PathAttributes target(final String target) {
        return ScriptedPeer.path().localPref(100).extendedCommunities(RouteTarget.parse(target).value()).build();
    }

    private static PathAttributes site(final long... as) {
        return PathAttributes.builder().origin(BgpOrigin.IGP).asPath(AsPath.sequence(as)).build();
    }

    private static PathAttributes site() {
        return site(65001);
    }

    @Test
    void shouldGiveEachCustomerALabelOfItsOwnForWhatIsBehindTheBackbone() {
        pe.announce(Family.VPNV4, "200:1 " + REMOTE, 77, "1.1.1.1", target("100:1"));
        router.settle();
        assertThat(ce0.routes.get(REMOTE)).contains("via 10.1.0.1 ").endsWith("as-path 42");
        assertThat(router.entry(ce0.label(REMOTE))).isEqualTo("swap to 77, push 34 on core0, nbr 10.20.20.1, interface ce0, in use");
        assertThat(router.entry(ce1.label(REMOTE))).isEqualTo("swap to 77, push 34 on core0, nbr 10.20.20.1, interface ce1, in use");
        assertThat(ce2.routes).isEmpty();
    }

    @Test
    void shouldTakeBackTheLabelsOfCustomersWhenTheBackbonesRouteGoes() {
        pe.announce(Family.VPNV4, "200:1 " + REMOTE, 77, "1.1.1.1", target("100:1"));
        router.settle();
        final int first = ce0.label(REMOTE);
        pe.announce(Family.VPNV4, "200:1 " + REMOTE, 78, "1.1.1.1", target("100:1"));
        router.settle();
        assertThat(router.entry(first)).isEqualTo("discard withdrawn, interface ce0, withdrawn");
        final int second = ce0.label(REMOTE);
        assertThat(router.entry(second)).startsWith("swap to 78, push 34");
        pe.down();
        router.settle();
        assertThat(ce0.routes).isEmpty();
        assertThat(router.entry(second)).isEqualTo("discard withdrawn, interface ce0, withdrawn");
    }

    @Test
    void shouldSwapThePacketsFromTheBackboneStraightToTheCustomer() {
        ce0.announce(Family.IPV4_LABELED, SITE, 500, "10.1.0.2", site());
        ce2.announce(Family.IPV4_LABELED, SITE, 500, "10.1.0.2", site());
        router.settle();
        assertThat(pe.routes.get("100:1 " + SITE)).contains("RT:100:1");
        assertThat(router.entry(pe.label("100:1 " + SITE))).isEqualTo("swap to 500, on ce0, core, in use");
        assertThat(router.entry(pe.label("100:2 " + SITE))).isEqualTo("swap to 500, on ce2, core, in use");
        assertThat(router.stack("red", "5.5.5.5")).isEqualTo("forward [500] ce0 10.1.0.2");
        assertThat(router.stack("blue", "5.5.5.5")).isEqualTo("forward [500] ce2 10.1.0.2");
    }

    @Test
    void shouldDropWhatLedToACustomerWhoseLabelOrSessionIsGone() {
        ce0.announce(Family.IPV4_LABELED, SITE, 500, "10.1.0.2", site());
        router.settle();
        final int first = pe.label("100:1 " + SITE);
        ce0.announce(Family.IPV4_LABELED, SITE, 501, "10.1.0.2", site());
        router.settle();
        assertThat(router.entry(first)).isEqualTo("discard withdrawn, core, withdrawn");
        final int second = pe.label("100:1 " + SITE);
        assertThat(router.entry(second)).startsWith("swap to 501");
        ce0.down();
        router.settle();
        assertThat(pe.routes).isEmpty();
        assertThat(router.entry(second)).isEqualTo("discard withdrawn, core, withdrawn");
        assertThat(router.stack("red", "5.5.5.5")).doesNotStartWith("forward");
    }

    @Test
    void shouldLetACustomersLabelGoOnWhenTheRouteMovesToABetterCustomer() {
        ce0.announce(Family.IPV4_LABELED, SITE, 500, "10.1.0.2", site(65001, 65001));
        router.settle();
        final int first = pe.label("100:1 " + SITE);
        pe.log.clear();
        ce1.announce(Family.IPV4_LABELED, SITE, 600, "10.2.0.2", site());
        router.settle();
        assertThat(pe.log).as("never without a label").singleElement().asString().startsWith("announce 100:1 " + SITE);
        assertThat(router.entry(pe.label("100:1 " + SITE))).isEqualTo("swap to 600, on ce1, core, in use");
        assertThat(router.entry(first)).as("packets under way").isEqualTo("swap to 500, on ce0, core, released");
        ce0.withdraw(Family.IPV4_LABELED, SITE);
        router.settle();
        assertThat(router.entry(first)).isEqualTo("discard withdrawn, core, withdrawn");
    }

    @Test
    void shouldLetALabelOfTheBackboneGoOnWhenTheRouteMovesToABetterEdgeOfTheSameDistinguisher() {
        final ScriptedPeer better = new ScriptedPeer(router, "better", "1.1.1.2", TestRouter.AS,
            ScriptedPeer.rules().nextHop(NextHopRule.SELF), Family.VPNV4).up();
        pe.announce(Family.VPNV4, "200:1 " + REMOTE, 77, "1.1.1.1", target("100:1"));
        router.settle();
        final int first = ce0.label(REMOTE);
        ce0.log.clear();
        better.announce(Family.VPNV4, "200:1 " + REMOTE, 78, "1.1.1.2", target("100:1").toBuilder().localPref(200).build());
        router.settle();
        assertThat(ce0.log).as("never without a label").singleElement().asString().startsWith("announce " + REMOTE);
        assertThat(router.entry(ce0.label(REMOTE))).startsWith("swap to 78, push 35");
        assertThat(router.entry(first)).startsWith("swap to 77, push 34").endsWith("interface ce0, released");
        pe.down();
        router.settle();
        assertThat(router.entry(first)).isEqualTo("discard withdrawn, interface ce0, withdrawn");
    }

    @Test
    void shouldJoinTwoSitesOfOneVrfWithoutTheBackbone() {
        ce0.announce(Family.IPV4_LABELED, SITE, 500, "10.1.0.2", site());
        router.settle();
        assertThat(router.entry(ce1.label(SITE))).isEqualTo("swap to 500, on ce0, interface ce1, in use");
        assertThat(ce2.routes).isEmpty();
    }

    @Test
    void shouldPopForAReceiverOfImplicitNullAndForAPlainCustomer() {
        final ScriptedPeer plain = new ScriptedPeer(router, "plain", "red", "10.2.0.2", 65002,
            PeerRules.open(NextHop.of(TestRouter.ip("10.2.0.1"))).accept(new Accept.Interface("ce1")), Family.IPV4_UNICAST).up();
        ce0.announce(Family.IPV4_LABELED, SITE, 3, "10.1.0.2", site());
        plain.announce(Family.IPV4_UNICAST, "6.6.6.6/32", 0, "10.2.0.2", site());
        router.settle();
        assertThat(router.entry(pe.label("100:1 " + SITE))).isEqualTo("pop (php, ip), on ce0, core, in use");
        assertThat(router.stack("red", "5.5.5.5")).isEqualTo("forward [] ce0 10.1.0.2");
        assertThat(plain.routes.get(SITE)).startsWith("via 10.2.0.1");
        assertThat(router.entry(ce0.label("6.6.6.6/32"))).isEqualTo("pop (egress, ip), on ce1, interface ce0, in use");
        assertThat(router.entry(pe.label("100:1 6.6.6.6/32"))).startsWith("lookup");
        plain.withdraw(Family.IPV4_UNICAST, "6.6.6.6/32");
        final int label = ce0.label("6.6.6.6/32");
        router.settle();
        assertThat(router.entry(label)).isEqualTo("discard withdrawn, interface ce0, withdrawn");
    }

    @Test
    void shouldTellACustomerOfAnotherWhoseNextHopComesIntoUseAgainWhileTheRouterForgetsIt() {
        final ScriptedPeer plain = new ScriptedPeer(router, "plain", "red", "10.2.0.2", 65002,
            PeerRules.open(NextHop.of(TestRouter.ip("10.2.0.1"))).accept(new Accept.Interface("ce1")), Family.IPV4_UNICAST).up();
        plain.announce(Family.IPV4_UNICAST, "6.6.6.6/32", 0, "10.2.0.2", site());
        router.settle();
        plain.withdraw(Family.IPV4_UNICAST, "6.6.6.6/32");
        router.settle();
        router.now += 6_000_000_000L;
        router.speaker.doWork();
        plain.announce(Family.IPV4_UNICAST, "6.6.6.6/32", 0, "10.2.0.2", site());
        router.speaker.doWork();
        router.settle();
        router.now += 6_000_000_000L;
        router.settle();
        assertThat(router.entry(ce0.label("6.6.6.6/32"))).isEqualTo("pop (egress, ip), on ce1, interface ce0, in use");
    }

    @Test
    void shouldShareALabelAmongCustomersOfOneAcceptSetOnly() {
        final Accept set = new Accept.Named("customer");
        final ScriptedPeer first = new ScriptedPeer(router, "first", "red", "10.1.0.3", 65003,
            PeerRules.open(NextHop.of(TestRouter.ip("10.1.0.1"))).accept(set), Family.IPV4_LABELED).up();
        final ScriptedPeer second = new ScriptedPeer(router, "second", "red", "10.2.0.3", 65003,
            PeerRules.open(NextHop.of(TestRouter.ip("10.2.0.1"))).accept(set), Family.IPV4_LABELED).up();
        pe.announce(Family.VPNV4, "200:1 " + REMOTE, 77, "1.1.1.1", target("100:1"));
        pe.announce(Family.VPNV4, "200:2 " + REMOTE, 77, "1.1.1.1", target("100:2"));
        router.settle();
        assertThat(first.label(REMOTE)).isEqualTo(second.label(REMOTE));
        assertThat(router.entry(first.label(REMOTE))).isEqualTo("swap to 77, push 34 on core0, nbr 10.20.20.1, set customer, in use");
        assertThat(List.of(first.label(REMOTE), ce0.label(REMOTE), ce1.label(REMOTE), ce2.label(REMOTE)))
            .doesNotHaveDuplicates().doesNotContain(-1);
        assertThat(router.entry(ce2.label(REMOTE))).isEqualTo("swap to 77, push 34 on core0, nbr 10.20.20.1, interface ce2, in use");
    }

    @Test
    void shouldTellAnotherVrfOfThisRouterWithoutLeadingLabelsThere() {
        final VrfIntent green = new VrfIntent("green", RouteDistinguisher.parse("100:3"), List.of(RouteTarget.parse("100:1")),
            List.of(RouteTarget.parse("100:3")), LabelMode.PER_VRF, null);
        router.conductor.onVrf(green);
        router.speaker.addVrf(green);
        final ScriptedPeer labelled = new ScriptedPeer(router, "labelled", "green", "10.9.0.2", 65002,
            PeerRules.open(NextHop.of(TestRouter.ip("10.9.0.1"))).accept(new Accept.Interface("ce1")), Family.IPV4_LABELED).up();
        ce0.announce(Family.IPV4_LABELED, SITE, 500, "10.1.0.2", site());
        router.settle();
        assertThat(pe.routes).containsOnlyKeys("100:1 " + SITE);
        assertThat(labelled.routes).isEmpty();
        assertThat(router.speaker.labels().answers().refused()).isZero();
    }

    @Test
    void shouldGiveInternalCustomersLabelsOfItsOwnForEachOther() {
        final ScriptedPeer first = internal("first", "10.1.0.", "ce0", NextHopRule.SELF);
        final ScriptedPeer second = internal("second", "10.2.0.", "ce1", NextHopRule.SELF);
        final ScriptedPeer unchanged = internal("unchanged", "10.2.0.", "ce1", NextHopRule.UNCHANGED);
        first.announce(Family.IPV4_LABELED, SITE, 500, "10.1.0.2", PathAttributes.builder().origin(BgpOrigin.IGP).localPref(100).build());
        router.settle();
        for (final ScriptedPeer each : List.of(second, unchanged)) {
            assertThat(each.routes.get(SITE)).contains("via 10.2.0.1 ").contains("originator-id");
            assertThat(router.entry(each.label(SITE))).isEqualTo("swap to 500, on ce0, interface ce1, in use");
        }
    }

    private ScriptedPeer internal(final String name, final String link, final String interfaceName, final NextHopRule rule) {
        return new ScriptedPeer(router, name, "red", link + "2", TestRouter.AS, PeerRules.open(NextHop.of(TestRouter.ip(link + "1")))
            .client(true).nextHop(rule).accept(new Accept.Interface(interfaceName)), Family.IPV4_LABELED).up();
    }

    @Test
    void shouldNotTellCustomersTheBackbonesTargetsUnlessAPolicyAddsThem() {
        final long origin = 0x0003_0064_0000_0001L;
        final Policy adding = new Policy("adding", List.of(Rule.accept(List.of(),
            new Change.AddTarget(RouteTarget.parse("65001:7")))), true);
        final ScriptedPeer asking = new ScriptedPeer(router, "asking", "red", "10.2.0.3", 65002,
            PeerRules.open(NextHop.of(TestRouter.ip("10.2.0.1"))).policies(Policy.ACCEPT, adding), Family.IPV4_UNICAST).up();
        final ScriptedPeer plain = new ScriptedPeer(router, "plain", "red", "10.2.0.4", TestRouter.AS,
            PeerRules.open(NextHop.of(TestRouter.ip("10.2.0.1"))), Family.IPV4_UNICAST).up();
        pe.announce(Family.VPNV4, "200:1 " + REMOTE, 77, "1.1.1.1", target("100:1").toBuilder().addExtendedCommunity(origin).build());
        router.settle();
        assertThat(ce0.routes.get(REMOTE)).endsWith("as-path 42, ext-communities SoO:100:1");
        assertThat(plain.routes.get(REMOTE)).endsWith("ext-communities SoO:100:1");
        assertThat(asking.routes.get(REMOTE)).contains("RT:65001:7").doesNotContain("RT:100:1");
    }

    @Test
    void shouldPutItsExportTargetsInThePlaceOfThoseThatACustomerSent() {
        ce0.announce(Family.IPV4_LABELED, SITE, 500, "10.1.0.2",
            site().toBuilder().extendedCommunities(RouteTarget.parse("100:2").value(), RouteTarget.parse("192.0.2.1:9").value()).build());
        router.settle();
        assertThat(pe.routes).containsOnlyKeys("100:1 " + SITE);
        assertThat(pe.routes.get("100:1 " + SITE)).endsWith("ext-communities RT:100:1");
        assertThat(ce2.routes).isEmpty();
    }

    @Test
    void shouldTakeACustomerWithAnAddressThatThisRouterHasInTheGlobalTable() {
        router.speaker.link(null, Prefix.parse("10.1.0.2/32"), "core0");
        ce0.announce(Family.IPV4_LABELED, SITE, 500, "10.1.0.2", site());
        router.settle();
        assertThat(pe.routes).containsOnlyKeys("100:1 " + SITE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 13, 14, 15})
    void shouldTakeNoReservedLabelFromACustomer(final int label) {
        ce0.announce(Family.IPV4_LABELED, SITE, 500, "10.1.0.2", site());
        router.settle();
        ce0.announce(Family.IPV4_LABELED, SITE, label, "10.1.0.2", site());
        router.settle();
        assertThat(pe.routes).isEmpty();
        assertThat(router.stack("red", "5.5.5.5")).doesNotStartWith("forward");
        assertThat(ce0.session().refused().labels()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 15})
    void shouldTakeNoVpnRouteWithAReservedLabel(final int label) {
        pe.announce(Family.VPNV4, "200:1 " + REMOTE, label, "1.1.1.1", target("100:1"));
        router.settle();
        assertThat(ce0.routes).isEmpty();
        assertThat(router.stack("red", "3.3.3.3")).doesNotStartWith("forward");
        assertThat(pe.session().refused().labels()).isEqualTo(1);
    }

    @Test
    void shouldTakeTheNullLabelOfWhatIsBehindIt() {
        ce0.announce(Family.IPV4_LABELED, SITE, 0, "10.1.0.2", site());
        router.settle();
        assertThat(router.entry(pe.label("100:1 " + SITE))).isEqualTo("swap to 0, on ce0, core, in use");
        final ScriptedPeer six = new ScriptedPeer(router, "six", "1.1.1.2", TestRouter.AS, ScriptedPeer.rules(), Family.IPV6_LABELED).up();
        six.announce(Family.IPV6_LABELED, "2001:db8:1::/48", 2, "::ffff:1.1.1.2", target("100:1"));
        six.announce(Family.IPV6_LABELED, "2001:db8:2::/48", 3, "::ffff:1.1.1.2", target("100:1"));
        six.announce(Family.IPV6_LABELED, "2001:db8:3::/48", 0, "::ffff:1.1.1.2", target("100:1"));
        assertThat(router.speaker.table(Family.IPV6_UNICAST, null).destinations().size()).isEqualTo(2);
    }

    @Test
    void shouldGiveNoLabelsThatWouldBeValidFromAnotherVrf() {
        final ScriptedPeer odd = new ScriptedPeer(router, "odd", "red", "10.1.0.3", 65003,
            PeerRules.open(NextHop.of(TestRouter.ip("10.1.0.1"))).accept(new Accept.Interface("ce2")), Family.IPV4_LABELED).up();
        final ScriptedPeer outside = new ScriptedPeer(router, "outside", "10.6.6.6", 36,
            ScriptedPeer.rules().accept(new Accept.Interface("ce2")), Family.VPNV4).up();
        pe.announce(Family.VPNV4, "200:1 " + REMOTE, 77, "1.1.1.1", target("100:1"));
        router.settle();
        assertThat(ce0.routes).containsOnlyKeys(REMOTE);
        assertThat(odd.routes).isEmpty();
        assertThat(outside.routes).isEmpty();
        assertThat(router.speaker.labels().answers().refused()).isEqualTo(2);
    }

    @Test
    void shouldTellItsOwnNetworksWithImplicitNull() {
        router.speaker.vrfs().originate("red", Prefix.parse("10.1.0.0/24"));
        router.settle();
        assertThat(ce0.routes.get("10.1.0.0/24")).startsWith("label 3 via 10.1.0.1 ");
        assertThat(router.entry(pe.label("100:1 10.1.0.0/24"))).startsWith("lookup");
    }

    @Test
    void shouldTellNoRouteOfACustomerThatIsOnNoLinkOfTheVrf() {
        ce0.announce(Family.IPV4_LABELED, SITE, 500, "10.7.0.2", site());
        router.settle();
        assertThat(pe.routes).isEmpty();
        assertThat(ce1.routes).isEmpty();
        assertThat(router.stack("red", "5.5.5.5")).doesNotStartWith("forward");
    }
}
