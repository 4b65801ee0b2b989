package io.swaplane.control.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.view.InterfaceView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.RouteDecision;
import io.swaplane.control.view.RouteLegView;
import io.swaplane.control.view.RouteView;
import io.swaplane.control.view.VrfView;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteTextTest {
    private static final RouteLegView TUNNEL = new RouteLegView("weight 2", true, 29, 50, List.of(100, 50), "core", "10.20.0.2", true);
    private static final RouteLegView GATEWAY =
        new RouteLegView("weight 1", true, 4_194_305, null, List.of(), "ce1", "10.1.0.2", true);
    private static final RouteView DEFAULT =
        new RouteView("red", "0.0.0.0/0", "put", "static", "ecmp", null, List.of(TUNNEL, GATEWAY), "pipe", "uniform", true);

    private static RouteView route(final String prefix, final String kind, final String owner, final String action,
                                   final String interfaceName, final RouteLegView... legs) {
        return new RouteView("red", prefix, kind, owner, action, interfaceName, List.of(legs), "uniform", "uniform", true);
    }

    @Test
    void shouldShowARouteInALineAndEachWayOfOneThatHasSeveral() {
        assertThat(new RouteText().lines(List.of(DEFAULT,
            route("10.1.0.0/24", "connected", "connected", "glean", "ce1"),
            route("10.1.0.1/32", "local", "local", "receive", null),
            route("10.1.0.2/32", "neighbour", "neighbour", "forward", null,
                new RouteLegView(null, true, 4_194_305, null, List.of(), "ce1", "10.1.0.2", true)),
            route("10.2.0.0/16", "put", "bgp", "forward", null,
                new RouteLegView(null, true, 29, 50, List.of(100, 50), "core", "10.20.0.2", true)),
            route("10.3.0.0/16", "leaked", "blue", "forward", null, new RouteLegView(null, true, 9, null, List.of(), null, null, false)),
            route("10.9.0.0/16", "put", "static", "discard", null),
            route("10.12.0.0/16", "put", "static", "protect", null,
                new RouteLegView("primary", true, 29, 50, List.of(100, 50), "core", "10.20.0.2", true),
                new RouteLegView("backup", false, 7, null, List.of(), "ce1", "10.1.0.2", true))))).containsExactly(
            "prefix       type      next-hop                      interface labels",
            "0.0.0.0/0    static    weight 2: 10.20.0.2           core      100 50",
            "                       weight 1: 10.1.0.2            ce1       -",
            "10.1.0.0/24  connected glean                         ce1       -",
            "10.1.0.1/32  local     receive                       -         -",
            "10.1.0.2/32  neighbour 10.1.0.2                      ce1       -",
            "10.2.0.0/16  bgp       10.20.0.2                     core      100 50",
            "10.3.0.0/16  from blue unresolved                    -         -",
            "10.9.0.0/16  static    discard                       -         -",
            "10.12.0.0/16 static    primary: 10.20.0.2            core      100 50",
            "                       backup: 10.1.0.2 (not in use) ce1       -");
    }

    @Test
    void shouldWriteTheHeadingOnceHoweverManyParts() {
        final RouteText text = new RouteText();

        assertThat(text.lines(List.of(route("10.1.0.1/32", "local", "local", "receive", null)))).containsExactly(
            "prefix      type  next-hop interface labels",
            "10.1.0.1/32 local receive  -         -");
        assertThat(text.lines(List.of(route("10.9.0.0/16", "put", "static", "discard", null)))).containsExactly(
            "10.9.0.0/16 static discard  -         -");
        assertThat(text.lines(List.of())).isEmpty();
    }

    @Test
    void shouldShowWhatIsDoneWithAnAddressWithTheWholeStack() {
        assertThat(RouteText.decision(new RouteDecision("red", "10.77.0.1", "forward", DEFAULT))).containsExactly(
            "10.77.0.1 in red: forward",
            "  Route: 0.0.0.0/0, static, ecmp",
            "  TTL model: pipe, TC model: uniform",
            "  weight 2: push 100 50 on core, nbr 10.20.0.2, next hop 29",
            "  weight 1: no label on ce1, nbr 10.1.0.2, next hop 4194305");
        assertThat(RouteText.decision(new RouteDecision("red", "10.1.0.9", "punt glean",
            route("10.1.0.0/24", "connected", "connected", "glean", "ce1")))).containsExactly(
            "10.1.0.9 in red: punt glean",
            "  Route: 10.1.0.0/24, connected, glean on ce1");
        assertThat(RouteText.decision(new RouteDecision("red", "10.3.0.1", "drop unresolved",
            route("10.3.0.0/16", "leaked", "blue", "forward", null, new RouteLegView(null, false, 9, null, List.of(), null, null, false)))))
            .containsExactly("10.3.0.1 in red: drop unresolved",
                "  Route: 10.3.0.0/16, from blue, forward",
                "  TTL model: uniform, TC model: uniform",
                "  no label, next hop 9, unresolved (not in use)");
        assertThat(RouteText.decision(new RouteDecision("global", "8.8.8.8", "drop no-route", null)))
            .containsExactly("8.8.8.8 in global: drop no-route");
    }

    @Test
    void shouldShowVrfsInALineOrInFull() {
        final VrfView global = new VrfView("global", 0, "router", null, List.of(), List.of(), null, null, List.of(), 0, 0);
        final VrfView red = new VrfView("red", 1, "static", "100:1", List.of("100:1", "100:2"), List.of("100:1"), "per-vrf", 16,
            List.of("ce1", "ce2"), 1_000_000, 7);

        assertThat(new VrfText().lines(List.of(global, red))).containsExactly(
            "VRF    number RD    label-mode label ipv4-routes ipv6-routes interfaces",
            "global      0 -     -          -               0           0 -",
            "red         1 100:1 per-vrf    16        1000000           7 ce1 ce2");
        assertThat(VrfText.paragraph(red)).containsExactly(
            "VRF red, number 1",
            "  Owner: static",
            "  Route distinguisher: 100:1",
            "  Import route targets: 100:1 100:2",
            "  Export route targets: 100:1",
            "  Label mode: per-vrf, label 16",
            "  Interfaces: ce1 ce2",
            "  Routes: 1000000 IPv4, 7 IPv6");
        assertThat(VrfText.paragraph(global)).containsExactly(
            "VRF global, number 0",
            "  Owner: router",
            "  Route distinguisher: -",
            "  Import route targets: -",
            "  Export route targets: -",
            "  Label mode: -",
            "  Interfaces: -",
            "  Routes: 0 IPv4, 0 IPv6");
    }

    @Test
    void shouldShowTheVrfAndTheAddressesOfAnInterface() {
        final PortView port = new PortView("ce1", true, 0, 0, 0, 0, 0);

        assertThat(InterfaceText.lines(List.of(new InterfaceView("ce1", port, null, "red", List.of("10.1.0.1/24", "2001:db8::1/64")),
            new InterfaceView("core", port, null, "global", List.of())))).containsSubsequence(
            "ce1 is up, port ce1, not attached", "  VRF: red", "  Addresses: 10.1.0.1/24 2001:db8::1/64", "  Port statistics:",
            "core is up, port ce1, not attached", "  VRF: global", "  Addresses: none", "  Port statistics:");
    }
}
