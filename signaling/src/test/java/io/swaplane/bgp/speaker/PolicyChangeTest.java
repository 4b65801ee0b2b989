package io.swaplane.bgp.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.policy.Change;
import io.swaplane.bgp.policy.Match;
import io.swaplane.bgp.policy.Policy;
import io.swaplane.bgp.policy.Rule;
import io.swaplane.bgp.rib.NextHopRule;
import io.swaplane.control.intent.Prefix;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session goes on with other policies: only what differs changes for the peer, and for others nothing. */
class PolicyChangeTest {
    private static final String ONE = "100:1 10.1.0.0/16";
    private static final String TWO = "100:1 10.2.0.0/16";
    private static final String THREE = "100:1 10.3.0.0/16";

    private final TestRouter router = new TestRouter();
    private final ScriptedPeer pe = new ScriptedPeer(router, "pe", "1.1.1.1", TestRouter.AS,
        ScriptedPeer.rules().nextHop(NextHopRule.SELF), Family.VPNV4).up();
    private final ScriptedPeer asbr = new ScriptedPeer(router, "asbr", "10.5.5.5", 35,
        ScriptedPeer.rules().accept(TestRouter.EXT0).policies(Policy.ACCEPT, without("10.3.0.0/16")), Family.VPNV4).up();
    private final ScriptedPeer twin = new ScriptedPeer(router, "twin", "10.5.5.6", 35,
        ScriptedPeer.rules().accept(TestRouter.EXT0).policies(Policy.ACCEPT, without("10.3.0.0/16")), Family.VPNV4).up();

    PolicyChangeTest() {
        pe.announce(ONE, 16, "1.1.1.1");
        pe.announce(TWO, 17, "1.1.1.1");
        pe.announce(THREE, 18, "1.1.1.1");
        router.settle();
        assertThat(asbr.routes).containsOnlyKeys(ONE, TWO);
        asbr.log.clear();
        twin.log.clear();
    }

    @AfterEach
    void close() {
        router.close();
    }

    private static Policy without(final String prefix) {
        return new Policy("without " + prefix,
            List.of(Rule.reject(new Match.Prefixes(List.of(Match.Range.of(Prefix.parse(prefix), 16, 32))))), true);
    }

    @Test
    void shouldTellAndWithdrawWhatTheNewExportPolicySays() {
        final int label = asbr.label(ONE);
        asbr.session().policies(Policy.ACCEPT, without("10.2.0.0/16"));
        router.settle();
        assertThat(asbr.routes).containsOnlyKeys(ONE, THREE);
        assertThat(asbr.label(ONE)).isEqualTo(label);
        assertThat(asbr.log).contains("withdraw " + TWO).doesNotContain("withdraw " + ONE, "withdraw " + THREE)
            .noneMatch(each -> each.startsWith("end-of-rib"));
        assertThat(router.entry(label)).endsWith("in use");
        assertThat(twin.log).as("a peer that had the same policy").isEmpty();
    }

    @Test
    void shouldTellTheSameRoutesWithOtherAttributes() {
        twin.down();
        router.settle();
        final int label = asbr.label(ONE);
        asbr.session().policies(Policy.ACCEPT, new Policy("med", List.of(Rule.accept(List.of(), new Change.Med(7))), false));
        router.settle();
        assertThat(asbr.routes).containsOnlyKeys(ONE, TWO, THREE);
        assertThat(asbr.routes.values()).allMatch(each -> each.contains("med 7"));
        assertThat(asbr.log).noneMatch(each -> each.startsWith("withdraw"));
        assertThat(asbr.label(ONE)).isEqualTo(label);
        assertThat(router.entry(label)).endsWith("in use");
    }

    @Test
    void shouldTakeThePlaceAmongPeersOfTheSamePolicy() {
        asbr.session().policies(Policy.ACCEPT, without("10.2.0.0/16"));
        twin.session().policies(Policy.ACCEPT, without("10.2.0.0/16"));
        router.settle();
        assertThat(twin.routes).isEqualTo(asbr.routes).containsOnlyKeys(ONE, THREE);
        pe.withdraw(ONE);
        pe.announce("100:1 10.4.0.0/16", 19, "1.1.1.1");
        router.settle();
        assertThat(twin.routes).isEqualTo(asbr.routes).containsOnlyKeys(THREE, "100:1 10.4.0.0/16");
        assertThat(router.speaker.groups().all()).hasSize(2);
    }

    @Test
    void shouldTellAPeerThatCouldNotBeWrittenToMeanwhile() {
        asbr.writable = false;
        pe.withdraw(ONE);
        router.settle();
        asbr.session().policies(Policy.ACCEPT, without("10.2.0.0/16"));
        router.settle();
        assertThat(asbr.log).isEmpty();
        asbr.writable = true;
        router.settle();
        assertThat(asbr.routes).containsOnlyKeys(THREE);
        assertThat(asbr.log).containsOnlyOnce("withdraw " + ONE);
    }

    @Test
    void shouldJudgeByTheNewImportPolicyWhatIsAnnouncedAgain() {
        pe.session().policies(without("10.1.0.0/16"), Policy.ACCEPT);
        router.settle();
        assertThat(asbr.log).isEmpty();
        pe.announce(ONE, 16, "1.1.1.1");
        pe.announce(TWO, 17, "1.1.1.1");
        router.settle();
        assertThat(asbr.log).containsExactly("withdraw " + ONE);
    }
}
