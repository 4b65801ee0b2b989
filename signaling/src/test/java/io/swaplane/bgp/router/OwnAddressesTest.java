package io.swaplane.bgp.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.session.InProcessFabric;
import io.swaplane.bgp.session.PeerSettings;
import io.swaplane.control.intent.Accept;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The router's addresses in its sessions are not taken as next hops, also when a reload brings or takes one. */
class OwnAddressesTest {
    private static final String ROUTE = "100:0 10.10.10.11/32";

    private final InProcessFabric fabric = AroundAsbr2.fabric();

    private static BgpPeer peer(final String name, final PeerSettings settings, final String self, final Accept accept) {
        return new BgpPeer(name, null, settings, Figure78.rules(self).accept(accept), name.equals("down"));
    }

    @Test
    void shouldJudgeRoutesAnewWhenAReloadBringsAnAddress() throws Exception {
        final List<BgpPeer> peers = List.of(
            peer("pe1", AroundAsbr2.settings("1.1.1.1", "2.2.2.2", 42, 42, "2.2.2.2"), "2.2.2.2", new Accept.Core()),
            peer("asbr3", AroundAsbr2.settings("10.5.5.5", "10.5.5.50", 42, 35, "2.2.2.2"), "10.5.5.50", new Accept.Interface("ext0")));
        try (LiveRouter asbr2 = new LiveRouter(Figure78.border("asbr2", "2.2.2.2", "1.1.1.1", "10.5.5.5",
                 Figure78.pin("1.1.1.1", 16, new Accept.Interface("ext0"), Figure78.ASBR2_LABEL)));
             FabricPeer pe1 = new FabricPeer(fabric.router("pe1"), AroundAsbr2.settings("2.2.2.2", "1.1.1.1", 42, 42, "1.1.1.1"));
             FabricPeer asbr3 = new FabricPeer(fabric.router("asbr3"), AroundAsbr2.settings("10.5.5.50", "10.5.5.5", 35, 42, "3.3.3.3"))) {
            asbr2.speak(Figure78.settings(42, "2.2.2.2", peers, List.of(), List.of()), fabric.router("asbr2"));
            pe1.greeting = up -> up.announce(ROUTE, "100:1", 16);
            pe1.open();
            asbr3.open();
            Waiting.so("told", () -> asbr3.labels.containsKey(ROUTE));

            final List<BgpPeer> more = new ArrayList<>(peers);
            more.add(peer("down", AroundAsbr2.settings("7.7.7.7", "1.1.1.1", 42, 42, "2.2.2.2"), "1.1.1.1", new Accept.Core()));
            asbr2.bgp().peers(more);
            Waiting.so("asked for routes again", () -> pe1.log.contains("refresh vpnv4"));
            pe1.act(again -> again.announce(ROUTE, "100:1", 16));
            Waiting.so("its next hop is an address of the router now", () -> asbr3.log.contains("withdraw " + ROUTE));

            pe1.log.clear();
            asbr2.bgp().peers(peers);
            Waiting.so("asked for routes once more", () -> pe1.log.contains("refresh vpnv4"));
            pe1.act(again -> again.announce(ROUTE, "100:1", 16));
            Waiting.so("it is another's again", () -> asbr3.labels.containsKey(ROUTE));
            assertThat(pe1.isUp()).as("nothing else has begun anew").isTrue();
        }
    }
}
