package io.swaplane.bgp.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.policy.Policy;
import io.swaplane.bgp.rib.NextHopRule;
import io.swaplane.bgp.rib.PeerRules;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RoutingIntent;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a speaker does when the router takes no commands, and what sessions may do to its routes. */
class BackPressureTest {
    private final TestRouter router = new TestRouter(SpeakerOptions.of(TestRouter.ROUTER_ID), RoutingIntent.NONE, 1 << 16, 4, 100_000);
    private final ScriptedPeer pe1 = new ScriptedPeer(router, "pe1", "1.1.1.1", TestRouter.AS,
        ScriptedPeer.rules().nextHop(NextHopRule.SELF), Family.VPNV4).up();
    private final ScriptedPeer asbr3 = new ScriptedPeer(router, "asbr3", "10.5.5.5", 35,
        ScriptedPeer.rules().accept(TestRouter.EXT0), Family.VPNV4).up();

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void shouldStopReadingWhileTheWindowIsFullAndLoseNothing() {
        pe1.announce("100:0 10.0.0.0/24", 16, "1.1.1.1");
        router.settle();
        assertThat(router.speaker.wantsReads()).isTrue();
        for (int i = 1; i < 100; i++) {
            pe1.announce("100:0 10.0." + i + ".0/24", 16 + i, "1.1.1.1");
        }
        router.speaker.doWork();
        router.speaker.doWork();
        assertThat(router.speaker.wantsReads()).isFalse();
        router.settle();
        assertThat(router.speaker.wantsReads()).isTrue();
        assertThat(asbr3.routes).hasSize(100);
        pe1.down();
        router.settle();
        assertThat(asbr3.routes).isEmpty();
        assertThat(router.entry(44)).startsWith("discard withdrawn");
    }

    @Test
    void shouldSendEverythingAgainWhenAskedTo() {
        pe1.announce("100:0 10.0.0.0/24", 16, "1.1.1.1");
        router.settle();
        asbr3.log.clear();
        asbr3.session().refresh(Family.VPNV4);
        router.settle();
        assertThat(asbr3.log).hasSize(1);
        assertThat(asbr3.log.get(0)).startsWith("announce 100:0 10.0.0.0/24 label 44");
    }

    @Test
    void shouldSayWhatAPeerWasTold() {
        pe1.announce("100:0 10.0.0.0/24", 16, "1.1.1.1");
        router.settle();
        final int destination = router.speaker.table(Family.VPNV4, null).destinations().page(-1, 1)[0];
        assertThat(asbr3.session().told(Family.VPNV4, destination).label()).isEqualTo(44);
        assertThat(asbr3.session().told(Family.VPNV4, destination).nextHop()).isEqualTo(TestRouter.SELF);
        assertThat(pe1.session().told(Family.VPNV4, destination)).isNull();
        assertThat(router.speaker.endOfSync()).isTrue();
    }

    @Test
    void shouldRemoveWhatARefreshDidNotBringAgain() {
        pe1.announce("100:0 10.0.0.0/24", 16, "1.1.1.1");
        pe1.announce("100:0 10.0.1.0/24", 16, "1.1.1.1");
        router.settle();
        asbr3.log.clear();
        pe1.session().beginRefresh(Family.VPNV4);
        pe1.announce("100:0 10.0.1.0/24", 16, "1.1.1.1");
        router.settle();
        assertThat(asbr3.log).isEmpty();
        pe1.session().endRefresh(Family.VPNV4);
        router.settle();
        assertThat(asbr3.log).containsExactly("withdraw 100:0 10.0.0.0/24");
    }

    @Test
    void shouldKeepTheRoutesOfASessionThatRestartsUntilItsEndOfRib() {
        pe1.announce("100:0 10.0.0.0/24", 16, "1.1.1.1");
        pe1.announce("100:0 10.0.1.0/24", 16, "1.1.1.1");
        router.settle();
        asbr3.log.clear();
        final LeftRoutes left = pe1.session().keepDown(Set.of(Family.VPNV4), Set.of(), false);
        router.settle();
        pe1.up();
        pe1.session().inherit(left, Family.VPNV4, Long.MAX_VALUE);
        pe1.announce("100:0 10.0.0.0/24", 16, "1.1.1.1");
        router.settle();
        assertThat(asbr3.log).isEmpty();
        pe1.endOfRib(Family.VPNV4);
        router.settle();
        assertThat(asbr3.log).containsExactly("withdraw 100:0 10.0.1.0/24");
    }

    @Test
    void shouldGiveUpAFamilyThatWasDisabled() {
        pe1.announce("100:0 10.0.0.0/24", 16, "1.1.1.1");
        router.settle();
        pe1.session().disable(Family.VPNV4);
        router.settle();
        assertThat(asbr3.routes).isEmpty();
    }

    @Test
    void shouldNotTakeRoutesThatCameThroughThisRouterOrItsAs() {
        asbr3.announceExternal("200:0 10.0.0.0/24", 16, "10.5.5.5", 35, TestRouter.AS);
        pe1.announce(Family.VPNV4, "200:0 10.0.1.0/24", 16, "1.1.1.1", ScriptedPeer.path().originatorId(TestRouter.ROUTER_ID).build());
        pe1.announce(Family.VPNV4, "200:0 10.0.2.0/24", 16, "1.1.1.1", ScriptedPeer.path().clusterList(TestRouter.ROUTER_ID).build());
        router.settle();
        assertThat(router.speaker.table(Family.VPNV4, null).paths().size()).isZero();
    }

    @Test
    void shouldReplaceThePeersAsAndAllowItsOwnWhenTold() {
        router.speaker.link(null, new Prefix(TestRouter.ip("10.6.6.1"), 24), "ext1");
        final PeerRules rules = PeerRules.open(NextHop.of(TestRouter.ip("10.6.6.1"))).as(1, true);
        final ScriptedPeer ce = new ScriptedPeer(router, "ce", "10.6.6.6", 65001, rules, Family.IPV4_UNICAST).up();
        final ScriptedPeer other = new ScriptedPeer(router, "other", "10.6.6.7", 65002, rules, Family.IPV4_UNICAST).up();
        other.announce(Family.IPV4_UNICAST, "10.7.0.0/16", 0, "10.6.6.7", ScriptedPeer.path(65002, 65001, TestRouter.AS).build());
        router.settle();
        assertThat(ce.routes.get("10.7.0.0/16")).startsWith("via 10.6.6.1 origin IGP, as-path 42 65002 42 42");
    }

    @Test
    void shouldExchangeNothingWithAnExternalPeerWithoutAPolicy() {
        final Policy none = Policy.standard(false, true);
        final ScriptedPeer closed = new ScriptedPeer(router, "closed", "10.6.6.6", 36,
            ScriptedPeer.rules().accept(TestRouter.EXT1).policies(none, none), Family.VPNV4).up();
        pe1.announce("100:0 10.0.0.0/24", 16, "1.1.1.1");
        closed.announceExternal("200:0 10.0.0.0/24", 16, "10.6.6.6", 36);
        router.settle();
        assertThat(closed.log).containsExactly("end-of-rib vpnv4");
        assertThat(router.speaker.table(Family.VPNV4, null).destinations().size()).isOne();
    }
}
