package io.swaplane.bgp.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.session.InProcessFabric;
import io.swaplane.bgp.session.PeerAs;
import io.swaplane.bgp.session.PeerSettings;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.view.BgpPeerView;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is shown of a peer whose routes cannot be read, or that has yet to say which ones it wants. Sessions are within the process. */
class PeerShownTest {
    private static final String ROUTE = "100:0 10.10.10.11/32";
    private static final int VPN = 0x80;
    private static final int ROUTE_TARGETS = 0x84;

    private final InProcessFabric fabric = new InProcessFabric(PeerShownTest::find);
    private final LiveRouter asbr2 = new LiveRouter(Figure78.border("asbr2", "2.2.2.2", "1.1.1.1", "10.5.5.5",
        Figure78.pin("1.1.1.1", Figure78.VRF_LABEL, new Accept.Interface("ext0"), Figure78.ASBR2_LABEL)));
    private final FabricPeer asbr3 = new FabricPeer(fabric.router("asbr3"), settings("10.5.5.50", "10.5.5.5", 35, 42, "3.3.3.3").build());

    PeerShownTest() throws IOException {
        asbr2.speak(Figure78.settings(42, "2.2.2.2", List.of(new BgpPeer("asbr3", null,
            settings("10.5.5.5", "10.5.5.50", 42, 35, "2.2.2.2").passive(true).build(),
            Figure78.rules("10.5.5.50").accept(new Accept.Interface("ext0")), false)), List.of(), List.of()), fabric.router("asbr2"));
    }

    @AfterEach
    void close() {
        asbr3.close();
        asbr2.close();
    }

    private static Optional<InProcessFabric.Arrival> find(final String router, final PeerSettings settings) {
        return Optional.of(new InProcessFabric.Arrival(router.equals("asbr2") ? "asbr3" : "asbr2", "",
            settings.localAddress().orElseThrow()));
    }

    private static PeerSettings.Builder settings(final String address, final String from, final long localAs, final long remoteAs,
                                                 final String routerId) {
        return PeerSettings.peer(Figure78.ip(address), localAs, PeerAs.of(remoteAs), Figure78.id(routerId)).localAddress(Figure78.ip(from))
            .retrySeconds(1).dampingSeconds(1).families(Family.VPNV4, Family.ROUTE_TARGET);
    }

    private BgpPeerView view() {
        try {
            return asbr2.bgp().summary().peers().getFirst();
        } catch (final StateUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    private BgpPeerView.Family vpn() {
        return view().families().stream().filter(each -> each.family().equals("vpnv4")).findAny().orElseThrow();
    }

    /** An MP_UNREACH_NLRI with a prefix of 255 bits, and nothing behind it. */
    private void sendUnreadable(final int safi) {
        final byte[] update = HexFormat.of().parseHex("ff".repeat(16) + "001e02" + "0000" + "0007" + "800f04" + "0001"
            + HexFormat.of().toHexDigits((byte) safi) + "ff");
        asbr3.act(peer -> peer.session().send(update, 0, update.length));
    }

    @Test
    void shouldShowThatAFamilyIsDisabledUntilTheNextSession() {
        asbr3.greeting = peer -> peer.announce(ROUTE, "100:1", 16);
        asbr3.open();
        Waiting.so("there", () -> vpn().received() == 1);
        assertThat(vpn().disabled()).isFalse();

        sendUnreadable(VPN);
        Waiting.so("disabled", () -> vpn().disabled() && vpn().received() == 0);
        assertThat(view().state()).isEqualTo("established");

        asbr3.act(peer -> peer.session().reset(""));
        Waiting.so("there again", () -> vpn().received() == 1);
        assertThat(vpn()).isEqualTo(new BgpPeerView.Family("vpnv4", true, false, 1, null));
    }

    @Test
    void shouldShowWhichRoutesAPeerWantsOrThatItHasYetToSaySo() {
        assertThat(view().routeTargets()).isNull();
        asbr3.open();
        Waiting.so("up", () -> asbr3.log.contains("up") && view().state().equals("established"));
        assertThat(view().routeTargets()).matches("waited for, at most another [1-6]?[0-9] s");
        asbr3.act(peer -> peer.want("100:1", true));
        Waiting.so("heard", () -> view().routeTargets().matches("waited for, at most another [1-6]?[0-9] s, 1 so far"));

        asbr3.act(peer -> peer.end(Family.ROUTE_TARGET));
        Waiting.until(() -> view().routeTargets(), "it wants 1");
        asbr3.act(peer -> peer.want("100:1", false));
        Waiting.until(() -> view().routeTargets(), "it wants none");
        sendUnreadable(ROUTE_TARGETS);
        Waiting.until(() -> view().routeTargets(), "not known, so it is told all routes");
    }
}
