package io.swaplane.control;

import static io.swaplane.control.PeIntent.API;
import static io.swaplane.control.PeIntent.PLAIN;
import static io.swaplane.control.PeIntent.TUNNEL;
import static io.swaplane.control.PeIntent.forward;
import static io.swaplane.control.PeIntent.pe;
import static io.swaplane.control.PeIntent.route;
import static io.swaplane.control.TestIntent.group;
import static io.swaplane.control.TestIntent.ip;
import static io.swaplane.control.TestIntent.neighbour;
import static io.swaplane.control.TestIntent.protection;
import static io.swaplane.control.TestIntent.recursive;
import static io.swaplane.control.TestIntent.toPeer;
import static io.swaplane.control.TestIntent.tunnel;
import static io.swaplane.control.TestIntent.via;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.view.RouteDecision;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RouteLegView;
import io.swaplane.control.view.RoutePage;
import io.swaplane.control.view.RoutePosition;
import io.swaplane.control.view.RouteView;
import io.swaplane.table.fib.AddressFamily;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteViewsTest {
    private static List<String> read(final Conductor conductor, final RouteFilter filter, final int limit) {
        final List<String> routes = new ArrayList<>();
        RoutePosition position = RoutePosition.START;
        while (position != null) {
            final RoutePage page = conductor.routes(filter, position, limit);
            assertThat(page.routes()).hasSizeLessThanOrEqualTo(limit);
            page.routes().forEach(each -> routes.add(each.vrf() + " " + each.prefix()));
            position = page.next();
        }
        return routes;
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "100"})
    void shouldReadAllRoutesPageByPage(final int limit) {
        try (Conductor conductor = pe().with(TestIntent.route("global", "0.0.0.0/0", forward(null, PLAIN)))
            .with(TestIntent.route("blue", "10.2.0.128/25", forward(17, TUNNEL))).conductor()) {
            assertThat(read(conductor, RouteFilter.of(null), limit)).containsExactly("global 0.0.0.0/0", "red 10.1.0.0/24",
                "red 10.1.0.0/32", "red 10.1.0.1/32", "red 10.1.0.255/32", "red 10.1.1.0/24", "red 10.1.1.0/32", "red 10.1.1.1/32",
                "red 10.1.1.255/32", "red 2001:db8:1::/64", "red 2001:db8:1::1/128", "blue 10.2.0.0/24",
                "blue 10.2.0.0/32", "blue 10.2.0.1/32", "blue 10.2.0.128/25", "blue 10.2.0.255/32");
            assertThat(read(conductor, RouteFilter.of("blue"), limit)).hasSize(5);
            assertThat(read(conductor, new RouteFilter("red", AddressFamily.IPV6, null, null), limit)).hasSize(2);
            assertThat(read(conductor, new RouteFilter(null, null, null, "local"), limit)).containsExactly("red 10.1.0.1/32",
                "red 10.1.1.1/32", "red 2001:db8:1::1/128", "blue 10.2.0.1/32");
            assertThat(read(conductor, new RouteFilter("red", null, Prefix.parse("10.1.1.0/24"), null), limit))
                .containsExactly("red 10.1.1.0/24", "red 10.1.1.0/32", "red 10.1.1.1/32", "red 10.1.1.255/32");
            assertThat(read(conductor, new RouteFilter(null, null, Prefix.parse("10.0.0.0/8"), "put"), limit))
                .containsExactly("blue 10.2.0.128/25");
        }
    }

    @Test
    void shouldEndAPageAfterABoundedNumberOfLooks() {
        try (Conductor conductor = pe().conductor()) {
            for (int i = 0; i < 1000; i++) {
                PeIntent.put(conductor, API, "red", i, Forwarding.swap(17, TUNNEL));
            }
            final RoutePage page = conductor.routes(new RouteFilter("red", null, null, "leaked"), RoutePosition.START, 10);
            assertThat(page.routes()).isEmpty();
            assertThat(page.next()).isNotNull();
            assertThat(read(conductor, new RouteFilter("red", null, null, "put"), 7)).hasSize(1000);
            assertThatThrownBy(() -> conductor.routes(RouteFilter.of("nowhere"), RoutePosition.START, 1))
                .isInstanceOf(RefusedException.class).hasMessage("there is no VRF nowhere");
        }
    }

    @Test
    void shouldShowAllLabelsOnTheWayTopFirst() {
        try (Conductor conductor = pe().with(recursive(20, TUNNEL, 30, 31)).with(toPeer(21, "1.1.1.1", 40)).with(toPeer(22, "2.2.2.2", 50))
            .with(tunnel("1.1.1.1", "ldp", TUNNEL, 1)).with(group(23, 20, PLAIN)).with(protection(24, 21, 23)).conductor()) {
            conductor.onRoute(TestIntent.route("red", "20.0.0.0/8", forward(17, 20)));
            assertThat(route(conductor, "red", "20.0.0.0/8")).isEqualTo(new RouteView("red", "20.0.0.0/8", "put", "static", "forward", null,
                List.of(new RouteLegView(null, true, 20, 17, List.of(16001, 30, 31, 17), "core0", "10.0.0.2", true)), "uniform", "uniform",
                true));
            conductor.onRoute(TestIntent.route("red", "21.0.0.0/8", forward(17, 24)));
            assertThat(route(conductor, "red", "21.0.0.0/8").legs()).containsExactly(
                new RouteLegView("primary", true, 24, 17, List.of(16001, 40, 17), "core0", "10.0.0.2", true),
                new RouteLegView("backup, weight 1", false, 24, 17, List.of(16001, 30, 31, 17), "core0", "10.0.0.2", true),
                new RouteLegView("backup, weight 1", false, 24, 17, List.of(17), "core0", "10.0.0.2", true));
            conductor.onRoute(TestIntent.route("red", "22.0.0.0/8", forward(17, 22)));
            assertThat(route(conductor, "red", "22.0.0.0/8").legs()).containsExactly(
                new RouteLegView(null, true, 22, 17, List.of(50, 17), null, "2.2.2.2", false));
            conductor.setPortState("p0", false);
            assertThat(route(conductor, "red", "20.0.0.0/8").legs().getFirst().active()).as("there is no other way").isTrue();
        }
    }

    @Test
    void shouldShowGatewaysAndWhatForwardsNothing() {
        try (Conductor conductor = pe().conductor()) {
            conductor.onRoute(TestIntent.route("red", "20.0.0.0/8", via("10.1.0.9")));
            conductor.onRoute(TestIntent.route("red", "21.0.0.0/8", via("77.7.7.7")));
            conductor.onRoute(TestIntent.route("red", "22.0.0.0/8", new RouteAction.Drop()));
            final int highest = (1 << 20) - 1;
            assertThat(route(conductor, "red", "20.0.0.0/8").legs()).containsExactly(
                new RouteLegView(null, true, highest, null, List.of(), "red0", "10.1.0.9", false));
            assertThat(route(conductor, "red", "21.0.0.0/8").legs()).containsExactly(
                new RouteLegView(null, true, highest - 1, null, List.of(), null, "77.7.7.7", false));
            assertThat(route(conductor, "red", "22.0.0.0/8").action()).isEqualTo("discard");
            assertThat(route(conductor, "red", "10.1.0.0/24").action()).isEqualTo("glean");
            assertThat(route(conductor, "red", "10.1.0.0/24").interfaceName()).isEqualTo("red0");
            assertThat(route(conductor, "red", "10.1.0.1/32").action()).isEqualTo("receive");
            assertThat(conductor.route("red", Prefix.parse("99.0.0.0/8"))).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"20.1.1.1, forward, 20.0.0.0/8", "21.1.1.1, drop unresolved, 21.0.0.0/8", "22.1.1.1, drop administrative, 22.0.0.0/8",
        "10.1.0.1, receive, 10.1.0.1/32", "10.1.0.9, punt glean, 10.1.0.0/24", "10.1.0.8, forward, 10.1.0.8/32", "99.1.1.1, drop no-route,",
        "127.0.0.1, drop martian,", "240.0.0.1, drop martian,", "169.254.1.1, drop martian,", "0.1.1.1, drop martian,",
        "fe80::1, drop martian,", "::1, drop martian,", "::, drop martian,", "224.0.0.1, drop multicast-ip,", "ff02::1, drop multicast-ip,",
        "2001:db8:1::9, punt glean, 2001:db8:1::/64"})
    void shouldSayWhatIsDoneWithAnAddress(final String address, final String outcome, final String prefix) {
        try (Conductor conductor = pe().with(TestIntent.route("red", "20.0.0.0/8", forward(17, TUNNEL)))
            .with(TestIntent.route("red", "21.0.0.0/8", via("10.1.0.9")))
            .with(TestIntent.route("red", "22.0.0.0/8", new RouteAction.Drop()))
            .with(neighbour("red0", "10.1.0.8", TestIntent.MAC_3)).conductor()) {
            final RouteDecision decision = conductor.decide("red", ip(address));
            assertThat(decision.outcome()).isEqualTo(outcome);
            assertThat(decision.route() == null ? null : decision.route().prefix()).isEqualTo(prefix);
        }
    }
}
