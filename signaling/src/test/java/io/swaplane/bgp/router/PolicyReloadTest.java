package io.swaplane.bgp.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.policy.Match;
import io.swaplane.bgp.policy.Policy;
import io.swaplane.bgp.policy.Rule;
import io.swaplane.bgp.session.InProcessFabric;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.view.BgpPeerView;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A reload with other policies leaves the sessions alone. */
class PolicyReloadTest {
    private static final String ROUTE = "100:0 10.10.10.11/32";
    private static final String OTHER = "100:0 10.10.10.12/32";

    private final InProcessFabric fabric = AroundAsbr2.fabric();

    private static List<BgpPeer> peers(final Policy in, final Policy out) {
        return List.of(new BgpPeer("pe1", null, AroundAsbr2.settings("1.1.1.1", "2.2.2.2", 42, 42, "2.2.2.2"),
                Figure78.rules("2.2.2.2").accept(new Accept.Core()).policies(in, Policy.ACCEPT), false),
            new BgpPeer("asbr3", null, AroundAsbr2.settings("10.5.5.5", "10.5.5.50", 42, 35, "2.2.2.2"),
                Figure78.rules("10.5.5.50").accept(new Accept.Interface("ext0")).policies(Policy.ACCEPT, out), false));
    }

    private static Policy without(final String prefix) {
        return new Policy("without", List.of(Rule.reject(new Match.Prefixes(List.of(Match.Range.of(Prefix.parse(prefix), 32, 32))))), true);
    }

    @Test
    void shouldFollowOtherPoliciesInSessionsThatGoOn() throws Exception {
        try (LiveRouter asbr2 = new LiveRouter(Figure78.border("asbr2", "2.2.2.2", "1.1.1.1", "10.5.5.5",
                 Figure78.pin("1.1.1.1", 16, new Accept.Interface("ext0"), Figure78.ASBR2_LABEL)));
             FabricPeer pe1 = new FabricPeer(fabric.router("pe1"), AroundAsbr2.settings("2.2.2.2", "1.1.1.1", 42, 42, "1.1.1.1"));
             FabricPeer asbr3 = new FabricPeer(fabric.router("asbr3"), AroundAsbr2.settings("10.5.5.50", "10.5.5.5", 35, 42, "3.3.3.3"))) {
            asbr2.speak(Figure78.settings(42, "2.2.2.2", peers(Policy.ACCEPT, Policy.ACCEPT), List.of(), List.of()),
                fabric.router("asbr2"));
            pe1.greeting = up -> {
                up.announce(ROUTE, "100:1", 16);
                up.announce(OTHER, "100:1", 17);
                up.end(Family.VPNV4);
            };
            pe1.open();
            asbr3.open();
            Waiting.so("both told", () -> asbr3.labels.size() == 2);

            asbr2.bgp().peers(peers(Policy.ACCEPT, without("10.10.10.12/32")));
            Waiting.so("the other one is withdrawn", () -> asbr3.log.contains("withdraw " + OTHER));
            assertThat(pe1.log).doesNotContain("refresh vpnv4");

            asbr2.bgp().peers(peers(without("10.10.10.11/32"), Policy.ACCEPT));
            Waiting.so("the other one is told again", () -> asbr3.labels.containsKey(OTHER));
            Waiting.so("asked for its routes", () -> pe1.log.contains("refresh vpnv4"));
            pe1.act(pe1.greeting);
            Waiting.so("the first one is not taken any more", () -> asbr3.log.contains("withdraw " + ROUTE));

            assertThat(asbr2.bgp().summary().peers()).extracting(BgpPeerView::established).containsExactly(1L, 1L);
        }
    }
}
