package io.swaplane.bgp.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.rib.NextHopRule;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes that a peer sends again and marks begin and end of that (RFC 7313), also beside a restart. */
class RefreshTest {
    private static final String FIRST = "100:0 10.0.0.0/24";
    private static final String SECOND = "100:0 10.0.1.0/24";
    private static final long LIMIT = 300;

    private final TestRouter router = new TestRouter();
    private final ScriptedPeer pe1 = new ScriptedPeer(router, "pe1", "1.1.1.1", TestRouter.AS,
        ScriptedPeer.rules().nextHop(NextHopRule.SELF), Family.VPNV4).up();
    private final ScriptedPeer asbr3 = new ScriptedPeer(router, "asbr3", "10.5.5.5", 35, ScriptedPeer.rules().accept(TestRouter.EXT0),
        Family.VPNV4, Family.ROUTE_TARGET).up();

    @BeforeEach
    void converge() {
        announce(FIRST);
        announce(SECOND);
        asbr3.want("100:1");
        asbr3.endOfRib(Family.ROUTE_TARGET);
        router.settle();
        assertThat(asbr3.routes).containsKeys(FIRST, SECOND);
        asbr3.log.clear();
    }

    @AfterEach
    void close() {
        router.close();
    }

    private void announce(final String route) {
        pe1.announce(route, 16, "1.1.1.1");
    }

    private void pass(final long seconds) {
        router.now += TimeUnit.SECONDS.toNanos(seconds);
        router.settle();
    }

    @Test
    void shouldWaitForTheEndOfARefreshNoLongerThanItsLimit() {
        pe1.session().beginRefresh(Family.VPNV4);
        announce(SECOND);
        pass(LIMIT - 1);
        assertThat(asbr3.log).isEmpty();
        pass(1);
        assertThat(asbr3.log).containsExactly("withdraw " + FIRST);
        pe1.session().endRefresh(Family.VPNV4);
        announce(FIRST);
        router.settle();
        assertThat(asbr3.routes).containsKeys(FIRST, SECOND);
    }

    @Test
    void shouldCountTheLimitOfARefreshFromItsLastBeginning() {
        pe1.session().beginRefresh(Family.VPNV4);
        pass(LIMIT - 1);
        pe1.session().beginRefresh(Family.VPNV4);
        pass(LIMIT - 1);
        assertThat(asbr3.log).isEmpty();
        pass(1);
        assertThat(asbr3.log).containsExactlyInAnyOrder("withdraw " + FIRST, "withdraw " + SECOND);
    }

    @Test
    void shouldRemoveNothingBeforeTheEndOfARefreshThatBeginsOnceMore() {
        pe1.session().beginRefresh(Family.VPNV4);
        announce(FIRST);
        pe1.session().beginRefresh(Family.VPNV4);
        announce(SECOND);
        router.settle();
        assertThat(asbr3.log).isEmpty();
        pe1.session().endRefresh(Family.VPNV4);
        router.settle();
        assertThat(asbr3.log).containsExactly("withdraw " + FIRST);
    }

    @Test
    void shouldNotTakeTheEndOfTheFirstRoutesForThatOfARefresh() {
        pe1.session().beginRefresh(Family.VPNV4);
        pe1.endOfRib(Family.VPNV4);
        router.settle();
        assertThat(asbr3.log).isEmpty();
        announce(FIRST);
        announce(SECOND);
        pe1.session().endRefresh(Family.VPNV4);
        router.settle();
        assertThat(asbr3.log).isEmpty();
    }

    /** RFC 7313 §4: also of a family without routes; RFC 2918: without marks to a peer that does not know them. */
    @Test
    void shouldMarkTheBeginAndTheEndOfWhatItSendsAgain() {
        final ScriptedPeer marked = new ScriptedPeer(router, "pe2", null, "1.1.1.2", TestRouter.AS,
            ScriptedPeer.rules().nextHop(NextHopRule.SELF_ALWAYS).client(true),
            List.of(new Capability.RefreshesRoutes(), new Capability.EnhancedRefresh()), Family.VPNV4, Family.VPNV6).up();
        router.settle();
        assertThat(marked.routes).containsOnlyKeys(FIRST, SECOND);
        marked.log.clear();
        marked.session().refresh(Family.VPNV6);
        router.settle();
        assertThat(marked.log).containsExactly("refresh marker", "refresh marker");
        marked.log.clear();
        marked.session().refresh(Family.VPNV4);
        router.settle();
        assertThat(marked.log).hasSize(4).startsWith("refresh marker").endsWith("refresh marker");
        assertThat(marked.log).filteredOn(line -> line.startsWith("announce ")).hasSize(2);
        asbr3.session().refresh(Family.VPNV4);
        router.settle();
        assertThat(asbr3.log).hasSize(2).allMatch(line -> line.startsWith("announce "));
    }

    @Test
    void shouldNotTakeTheEndOfARefreshForThatOfTheRoutesAfterARestart() {
        final LeftRoutes left = pe1.session().keepDown(Set.of(Family.VPNV4), Set.of(), false);
        pe1.up();
        pe1.session().inherit(left, Family.VPNV4, Long.MAX_VALUE);
        announce(FIRST);
        pe1.session().endRefresh(Family.VPNV4);
        pass(LIMIT);
        assertThat(asbr3.log).isEmpty();
        pe1.endOfRib(Family.VPNV4);
        router.settle();
        assertThat(asbr3.log).containsExactly("withdraw " + SECOND);
    }

    @Test
    void shouldKeepNothingOfARefreshThatTheSessionsEndBreaksOff() {
        pe1.session().beginRefresh(Family.VPNV4);
        announce(SECOND);
        pe1.session().keepDown(Set.of(Family.VPNV4), Set.of(), false);
        router.settle();
        assertThat(asbr3.log).containsExactly("withdraw " + FIRST);
    }

    @Test
    void shouldGiveUpAFamilyInTheMiddleOfARefresh() {
        pe1.session().beginRefresh(Family.VPNV4);
        announce(SECOND);
        pe1.session().disable(Family.VPNV4);
        router.settle();
        assertThat(asbr3.routes).doesNotContainKeys(FIRST, SECOND);
        pass(LIMIT);
        assertThat(router.speaker.table(Family.VPNV4, null).paths().size()).isZero();
    }

    @Test
    void shouldForgetAfterItsLimitWhatThePeerDoesNotWantAnyMore() {
        asbr3.session().beginRefresh(Family.ROUTE_TARGET);
        pass(LIMIT - 1);
        assertThat(asbr3.log).isEmpty();
        pass(1);
        assertThat(asbr3.log).containsExactlyInAnyOrder("withdraw " + FIRST, "withdraw " + SECOND);
    }

    @Test
    void shouldForgetNothingThatThePeerWantsAtTheEndOfItsFirstRoutesInARefresh() {
        asbr3.session().beginRefresh(Family.ROUTE_TARGET);
        asbr3.endOfRib(Family.ROUTE_TARGET);
        router.settle();
        assertThat(asbr3.log).isEmpty();
        asbr3.session().endRefresh(Family.ROUTE_TARGET);
        router.settle();
        assertThat(asbr3.log).containsExactlyInAnyOrder("withdraw " + FIRST, "withdraw " + SECOND);
    }

    @Test
    void shouldKeepABoundedNumberOfRefreshesThatBeginAndDoNotEnd() {
        for (int i = 0; i < SpeakerPeer.MOST_BEGINNINGS + 100; i++) {
            pe1.session().beginRefresh(Family.VPNV4);
            announce("100:2 10.0." + (i >> 8) + "." + (i & 255) + "/32");
        }
        router.settle();
        assertThat(router.speaker.table(Family.VPNV4, null).paths().size()).isEqualTo(SpeakerPeer.MOST_BEGINNINGS + 1);
        assertThat(asbr3.routes).doesNotContainKeys(FIRST, SECOND);
        pe1.session().endRefresh(Family.VPNV4);
        router.settle();
        assertThat(router.speaker.table(Family.VPNV4, null).paths().size()).isEqualTo(1);
    }
}
