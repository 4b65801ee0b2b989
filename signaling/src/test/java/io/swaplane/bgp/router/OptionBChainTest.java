package io.swaplane.bgp.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.control.api.BgpState;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.view.BgpNextHopView;
import io.swaplane.control.view.BgpPathView;
import io.swaplane.control.view.BgpPeerView;
import io.swaplane.control.view.BgpRouteFilter;
import io.swaplane.control.view.BgpRouteView;
import io.swaplane.control.view.BgpSummaryView;
import io.swaplane.control.view.BgpTableView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Option B from customer to customer, over real sessions within the process. */
class OptionBChainTest {
    private final Figure78 figure = new Figure78();

    OptionBChainTest() throws IOException {
    }

    @AfterEach
    void close() {
        figure.close();
    }

    private void converged() {
        Waiting.until(() -> figure.pe4.route("red", Figure78.VPN_ROUTE), "50");
    }

    @Test
    void shouldLabelACustomersRouteFromEndToEnd() {
        converged();
        assertThat(figure.pe1.entry(Figure78.VRF_LABEL)).isEqualTo("lookup in VRF red, core, in use");
        assertThat(figure.asbr2.entry(Figure78.ASBR2_LABEL))
            .isEqualTo("swap to 16, push 34 on core0, nbr 10.20.20.1, interface ext0, in use");
        assertThat(figure.asbr3.entry(Figure78.ASBR3_LABEL)).isEqualTo("swap to 44, on ext0, nbr 10.5.5.50, core, in use");
        Waiting.until(() -> figure.pe1.route("red", Figure78.VPN_ROUTE), "10.1.0.2");
    }

    private static List<BgpRouteView> routes(final LiveRouter router, final BgpRouteFilter filter) {
        try {
            final BgpState.Routes reading = router.bgp().routes(filter);
            final List<BgpRouteView> all = new ArrayList<>();
            for (List<BgpRouteView> page = reading.next(1); page != null; page = reading.next(1)) {
                all.addAll(page);
            }
            return all;
        } catch (final StateUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    private static BgpPathView path(final LiveRouter router, final BgpRouteFilter filter) {
        final List<BgpRouteView> found = routes(router, filter);
        assertThat(found).singleElement().extracting(BgpRouteView::prefix).isEqualTo(Figure78.VPN_ROUTE);
        return found.getFirst().paths().getFirst();
    }

    private static BgpRouteFilter exactly(final String family, final String vrf, final String peer, final boolean told) {
        return new BgpRouteFilter(family, vrf, Prefix.parse(Figure78.VPN_ROUTE), BgpRouteFilter.Match.EXACT, peer, told);
    }

    @Test
    void shouldShowTheLabelsOfARouteOnEachRouter() {
        converged();
        final BgpPathView atPe1 = path(figure.pe1, exactly("vpnv4", null, null, false));
        assertThat(atPe1.inLabels()).containsExactly(new BgpPathView.InLabel(16, "core"));
        assertThat(atPe1.outLabel()).isNull();
        assertThat(atPe1.source()).isEqualTo("local");
        assertThat(path(figure.pe1, exactly("ipv4-unicast", "red", null, false)).inLabels()).isEqualTo(atPe1.inLabels());
        final BgpPathView atAsbr2 = path(figure.asbr2, exactly("vpnv4", null, null, false));
        assertThat(atAsbr2.inLabels()).containsExactly(new BgpPathView.InLabel(44, "interface ext0"));
        assertThat(atAsbr2.outLabel()).isEqualTo(16);
        assertThat(atAsbr2.nextHop()).isEqualTo("1.1.1.1");
        assertThat(atAsbr2.metric()).isEqualTo(3);
        assertThat(atAsbr2.asPath()).isEqualTo("65001");
        final BgpPathView atPe4 = path(figure.pe4, exactly("ipv4-unicast", "red", null, false));
        assertThat(atPe4.outLabel()).isEqualTo(50);
        assertThat(atPe4.inLabels()).isEmpty();
        assertThat(atPe4.source()).isEqualTo("imported");
        assertThat(atPe4.extendedCommunities()).containsExactly("RT:100:1");
    }

    @Test
    void shouldShowWhatAPeerSentAndWhatItWasTold() {
        converged();
        final BgpPathView told = path(figure.asbr2, exactly("vpnv4", null, "asbr3", true));
        assertThat(told.inLabels()).containsExactly(new BgpPathView.InLabel(44, "interface ext0"));
        assertThat(told.nextHop()).isEqualTo("10.5.5.50");
        assertThat(told.asPath()).isEqualTo("42 65001");
        assertThat(routes(figure.asbr2, exactly("vpnv4", null, "pe1", true))).isEmpty();
        assertThat(path(figure.asbr2, exactly("vpnv4", null, "1.1.1.1", false)).from()).isEqualTo("pe1");
        assertThat(routes(figure.asbr2, exactly("vpnv4", null, "asbr3", false))).isEmpty();
        assertThat(path(figure.pe1, exactly(null, null, "ce1", false)).source()).isEqualTo("external");
        assertThatThrownBy(() -> routes(figure.asbr2, exactly("vpnv4", null, "nobody", false))).hasMessageContaining("nobody");
        assertThatThrownBy(() -> routes(figure.asbr2, exactly("vpnv9", null, null, false))).hasMessageContaining("vpnv9");
        assertThatThrownBy(() -> routes(figure.asbr2, exactly("vpnv4", "blue", null, false))).hasMessageContaining("blue");
    }

    private static BgpRouteFilter filter(final String family, final String vrf, final String prefix, final BgpRouteFilter.Match match) {
        return new BgpRouteFilter(family, vrf, prefix == null ? null : Prefix.parse(prefix), match, null, false);
    }

    @Test
    void shouldReadRoutesInOrder() {
        converged();
        assertThat(routes(figure.pe4, filter(null, "red", null, BgpRouteFilter.Match.WITHIN)))
            .extracting(BgpRouteView::prefix).containsExactly("10.1.0.0/24", Figure78.VPN_ROUTE);
        assertThat(routes(figure.pe4, filter("vpnv4", null, "10.10.0.0/16", BgpRouteFilter.Match.WITHIN)))
            .extracting(BgpRouteView::prefix).containsExactly(Figure78.VPN_ROUTE);
        assertThat(routes(figure.pe4, filter("vpnv4", null, "10.1.0.7/32", BgpRouteFilter.Match.COVERING)))
            .extracting(BgpRouteView::rd).containsExactly("100:0");
    }

    @Test
    void shouldShowTheSpeakerAndItsNextHops() throws StateUnavailableException {
        converged();
        final BgpSummaryView summary = figure.asbr2.bgp().summary();
        assertThat(summary.tables()).containsExactly(new BgpTableView("vpnv4", null, 2, 2));
        assertThat(summary.labels()).isEqualTo(1);
        assertThat(summary.routerId()).isEqualTo("2.2.2.2");
        assertThat(summary.peers()).extracting(BgpPeerView::name).containsExactly("pe1", "asbr3");
        final BgpPeerView pe1 = summary.peers().getFirst();
        assertThat(pe1.state()).isEqualTo("established");
        assertThat(pe1.remoteId()).isEqualTo("1.1.1.1");
        assertThat(pe1.families()).containsExactly(new BgpPeerView.Family("vpnv4", true, false, 2, null));
        assertThat(figure.asbr2.bgp().nextHops()).containsExactly(new BgpNextHopView("1.1.1.1", null, 29, true, 3, 1));
    }

    private long sessions(final LiveRouter router) {
        try {
            return router.bgp().summary().peers().stream().mapToLong(BgpPeerView::established).sum();
        } catch (final StateUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldClearSessionsAndRoutes() throws StateUnavailableException {
        converged();
        final long updates = figure.asbr2.bgp().summary().peers().getFirst().updatesIn();
        figure.asbr2.bgp().clear("pe1", BgpState.Clearing.SOFT_IN);
        Waiting.so("sent again", () -> peer(figure.asbr2, 0).updatesIn() > updates);
        final long told = peer(figure.asbr3, 0).updatesIn();
        figure.asbr2.bgp().clear("asbr3", BgpState.Clearing.SOFT_OUT);
        Waiting.so("told again", () -> peer(figure.asbr3, 0).updatesIn() > told);
        assertThat(figure.asbr2.entry(Figure78.ASBR2_LABEL)).endsWith("in use");
        final long before = sessions(figure.asbr2);
        figure.asbr2.bgp().clear(null, BgpState.Clearing.HARD);
        Waiting.so("up again", () -> sessions(figure.asbr2) == before + 2);
        converged();
        assertThatThrownBy(() -> figure.asbr2.bgp().clear("nobody", BgpState.Clearing.HARD)).hasMessageContaining("nobody");
    }

    private static BgpPeerView peer(final LiveRouter router, final int index) {
        try {
            return router.bgp().summary().peers().get(index);
        } catch (final StateUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldLeadNowhereWhileASessionIsCut() {
        converged();
        figure.cut("pe1", "asbr2");
        Waiting.until(() -> figure.asbr2.entry(Figure78.ASBR2_LABEL), "discard withdrawn");
        Waiting.until(() -> figure.asbr3.entry(Figure78.ASBR3_LABEL), "discard withdrawn");
        Waiting.until(() -> figure.pe4.route("red", Figure78.VPN_ROUTE), "null");
        assertThat(peer(figure.asbr2, 0).state()).isNotEqualTo("established");
        assertThat(peer(figure.asbr2, 0).lastEnd()).isNotNull();
        figure.restore("pe1", "asbr2");
        converged();
        Waiting.until(() -> figure.asbr2.entry(Figure78.ASBR2_LABEL), "swap to 16, push 34 on core0");
        Waiting.until(() -> figure.asbr3.entry(Figure78.ASBR3_LABEL), "swap to 44, on ext0, nbr 10.5.5.50, core, in use");
    }

    @Test
    void shouldTakeEverythingBackWhenItEnds() {
        converged();
        figure.asbr2.bgp().close();
        assertThat(figure.asbr2.entry(Figure78.ASBR2_LABEL)).startsWith("discard withdrawn");
        Waiting.until(() -> figure.pe4.route("red", Figure78.VPN_ROUTE), "null");
    }
}
