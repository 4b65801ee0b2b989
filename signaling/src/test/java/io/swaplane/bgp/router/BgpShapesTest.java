package io.swaplane.bgp.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.Prefix;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Option B over TCP, with other label modes, with a router that takes no commands, and after an earlier session of BGP's. */
class BgpShapesTest {
    private static void converged(final Figure78 figure) {
        Waiting.until(() -> figure.pe4.route("red", Figure78.VPN_ROUTE), "50");
        assertThat(figure.asbr2.entry(Figure78.ASBR2_LABEL)).startsWith("swap to 16, push 34");
        assertThat(figure.asbr3.entry(Figure78.ASBR3_LABEL)).startsWith("swap to 44, on ext0");
    }

    @Test
    void shouldLabelACustomersRouteOverTcpAndWithdrawItsLabelsWhenTheProviderEdgeEnds() throws IOException {
        try (Figure78 figure = new Figure78(new Figure78.Shape(LabelMode.PER_VRF, true, 1 << 12))) {
            converged(figure);
            figure.pe1.bgp().close();
            Waiting.until(() -> figure.asbr3.entry(Figure78.ASBR3_LABEL), "discard withdrawn");
            assertThat(figure.asbr2.entry(Figure78.ASBR2_LABEL)).startsWith("discard withdrawn");
            figure.speakPe1();
            Waiting.until(() -> figure.asbr3.entry(Figure78.ASBR3_LABEL), "swap to 44");
            converged(figure);
        }
    }

    @Test
    void shouldForwardStraightToTheCustomerWithALabelPerNextHop() throws IOException {
        try (Figure78 figure = new Figure78(new Figure78.Shape(LabelMode.PER_NEXT_HOP, false, 1 << 12))) {
            converged(figure);
            assertThat(figure.pe1.entry(Figure78.VRF_LABEL)).isEqualTo("pop (egress, ip), on ce0, core, in use");
            figure.cut("ce1", "pe1");
            Waiting.until(() -> figure.pe1.entry(Figure78.VRF_LABEL), "discard withdrawn");
            figure.restore("ce1", "pe1");
            Waiting.until(() -> figure.pe1.entry(Figure78.VRF_LABEL), "pop (egress, ip), on ce0, core, in use");
        }
    }

    @Test
    void shouldTakeEverythingInTheEndWhenTheRouterTookNoCommandsForSomeTime() throws IOException {
        final List<Prefix> many = IntStream.range(0, 300).mapToObj(i -> Prefix.parse("10.77." + i / 256 + "." + i % 256 + "/32")).toList();
        try (Figure78 figure = new Figure78(new Figure78.Shape(LabelMode.PER_ROUTE, false, 4))) {
            converged(figure);
            figure.pe1.bgp().close();
            Waiting.until(() -> figure.asbr3.entry(Figure78.ASBR3_LABEL), "discard withdrawn");
            figure.asbr2.stalled = true;
            figure.more(many);
            Waiting.so("taken by ASBR2", () -> received(figure.asbr2) > 0);
            assertThat(received(figure.asbr3)).isZero();
            figure.asbr2.stalled = false;
            Waiting.so("taken by ASBR3", () -> received(figure.asbr3) == many.size() + 2);
            assertThat(labels(figure.asbr2)).isEqualTo(many.size() + 2);
        }
    }

    private static int received(final LiveRouter router) {
        try {
            return router.bgp().summary().peers().getFirst().families().getFirst().received();
        } catch (final StateUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    private static int labels(final LiveRouter router) {
        try {
            return router.bgp().summary().labels();
        } catch (final StateUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldKeepWhatAnEarlierSessionLeftUntilThePeersHaveSentTheirRoutes() throws IOException {
        try (Figure78 figure = new Figure78()) {
            converged(figure);
            figure.pe1.bgp().close();
            figure.pe1.leave("red", "10.99.0.0/16");
            figure.cut("ce1", "pe1");
            figure.speakPe1();
            Waiting.until(() -> figure.asbr2.entry(Figure78.ASBR2_LABEL), "swap to 16");
            assertThat(figure.pe1.route("red", "10.99.0.0/16")).startsWith("bgp");
            figure.restore("ce1", "pe1");
            Waiting.until(() -> figure.pe1.route("red", "10.99.0.0/16"), "null");
            converged(figure);
            assertThat(figure.pe1.route("red", Figure78.VPN_ROUTE)).contains("10.1.0.2");
        }
    }
}
