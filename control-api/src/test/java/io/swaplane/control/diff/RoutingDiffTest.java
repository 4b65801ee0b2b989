package io.swaplane.control.diff;

import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.lsp;
import static io.swaplane.control.TestIntent.recursive;
import static io.swaplane.control.TestIntent.route;
import static io.swaplane.control.TestIntent.vrf;
import static io.swaplane.control.TestIntent.vrfInterface;
import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.Conductor;
import io.swaplane.control.TestIntent;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.view.Difference;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RoutePosition;
import io.swaplane.control.view.RouterView;
import io.swaplane.control.view.VrfView;
import io.swaplane.table.PayloadType;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutingDiffTest {
    private static final Origin API = new Origin(1, 1, "api", 50);
    private static final RouteAction DROP = new RouteAction.Drop();

    /** What a router does, without the numbers of its VRFs. */
    private record State(RouterView router, List<VrfView> vrfs, List<String> routes) {
        static State of(final Conductor conductor) {
            while (conductor.doWork() > 0) {
                // Leaks follow step by step.
                Thread.onSpinWait();
            }
            return new State(conductor.view(), conductor.vrfs(0, 100).vrfs().stream().map(each -> new VrfView(each.name(), 0, each.owner(),
                each.routeDistinguisher(), each.imports(), each.exports(), each.labelMode(), each.label(), each.interfaces(),
                each.ipv4Routes(), each.ipv6Routes())).sorted(Comparator.comparing(VrfView::name)).toList(),
                conductor.routes(RouteFilter.of(null), RoutePosition.START, 1000).routes().stream().map(Object::toString).sorted()
                    .toList());
        }
    }

    private static State state(final TestIntent intent) {
        try (Conductor conductor = intent.conductor()) {
            return State.of(conductor);
        }
    }

    private static IntentDiff diff(final TestIntent was, final TestIntent now) {
        return IntentDiff.between(was.build(), now.build());
    }

    private static DiffRun run(final Conductor conductor, final IntentDiff diff) {
        final DiffRun run = new DiffRun(conductor, diff);
        while (!run.slice(1)) {
            conductor.doWork();
        }
        return run;
    }

    private static void assertBecomes(final TestIntent was, final TestIntent now) {
        try (Conductor conductor = was.conductor()) {
            assertThat(run(conductor, diff(was, now)).refusal()).isNull();
            assertThat(State.of(conductor)).isEqualTo(state(now));
            assertThat(run(conductor, diff(now, was)).refusal()).isNull();
            assertThat(State.of(conductor)).isEqualTo(state(was));
        }
    }

    private static RouteAction to(final Integer label, final int nextHop) {
        return new RouteAction.Forward(label, nextHop);
    }

    private static RouteAction via(final String gateway) {
        return new RouteAction.Via(InetAddress.ofLiteral(gateway));
    }

    @Test
    void shouldSayWhatComesGoesAndChanges() {
        final TestIntent was = TestIntent.router().with(direct(1, "core0", "10.0.0.2")).with(vrf("red", 300)).with(vrf("old", "1:1", "2:2"))
            .with(route("red", "11.0.0.0/8", DROP)).with(route("old", "11.0.0.0/8", DROP)).with(route("global", "12.0.0.0/8", DROP));
        final TestIntent now = TestIntent.router().with(direct(1, "core0", "10.0.0.2"))
            .with(new VrfIntent("red", RouteDistinguisher.parse("100:1"), List.of(RouteTarget.parse("1:1"), RouteTarget.parse("1:2")),
                List.of(), LabelMode.PER_ROUTE, null))
            .with(vrf("new", 301)).with(route("red", "11.0.0.0/8", to(50, 1))).with(route("new", "2001:db8::/32", via("2001:db8::1")))
            .with(route("global", "12.0.0.0/8", new RouteAction.Ecmp(List.of(
                new RouteAction.Leg(2, new RouteAction.Protect(new RouteAction.Forward(50, 1), new RouteAction.Forward(null, 1))),
                new RouteAction.Leg(1, to(null, 1))))));

        assertThat(diff(was, now).differences()).extracting(Difference::line).containsExactly(
            "~ VRF red: label-mode per-vrf, label 300 -> rd 100:1, import 1:1 1:2, label-mode per-route",
            "- VRF old: import 1:1, export 2:2, label-mode per-vrf",
            "+ VRF new: label-mode per-vrf, label 301",
            "~ route 11.0.0.0/8 in red: drop -> label 50, next hop 1",
            "- route 11.0.0.0/8 in old: drop",
            "~ route 12.0.0.0/8 in global: drop -> ecmp 2 x (primary (label 50, next hop 1), backup (next hop 1)), 1 x (next hop 1)",
            "+ route 2001:db8::/32 in new: via 2001:db8::1");
        assertBecomes(was, now);
    }

    @Test
    void shouldMoveRoutesToNewNextHopsAndLabelsToNewVrfs() {
        final TestIntent was = TestIntent.router().with(direct(1, "core0", "10.0.0.2")).with(recursive(2, 1, 16)).with(vrf("red", 300))
            .with(route("red", "11.0.0.0/8", to(50, 2))).with(lsp(400, new Action.LookupVrf("red", PayloadType.IP)));
        final TestIntent now = TestIntent.router().with(direct(3, "core0", "10.0.0.3")).with(recursive(4, 3, 17)).with(vrf("blue", 301))
            .with(route("blue", "11.0.0.0/8", to(51, 4))).with(lsp(400, new Action.LookupVrf("blue", PayloadType.IP)));

        assertBecomes(was, now);
    }

    @Test
    void shouldHandLabelsOnBetweenVrfsAndEntries() {
        final TestIntent was = TestIntent.router().with(vrf("red", 300)).with(vrf("blue", 301)).with(vrf("grey", 302))
            .with(lsp(303, new Action.Drop()));
        final TestIntent now = TestIntent.router().with(vrf("red", 301)).with(vrf("blue", 300)).with(vrf("green", 303))
            .with(lsp(302, new Action.Drop()));

        assertBecomes(was, now);
    }

    @Test
    void shouldFollowTargetsThatChange() {
        final TestIntent was = TestIntent.router().with(direct(1, "core0", "10.0.0.2")).with(vrf("red", "1:1", "1:1"))
            .with(vrf("blue", "1:1", "2:2")).with(route("red", "11.0.0.0/8", to(50, 1)));
        final TestIntent now = TestIntent.router().with(direct(1, "core0", "10.0.0.2")).with(vrf("red", "1:1", "1:1"))
            .with(vrf("blue", "2:2", "2:2")).with(route("red", "11.0.0.0/8", to(50, 1)));

        assertThat(state(was).routes()).anyMatch(each -> each.contains("leaked"));
        assertBecomes(was, now);
    }

    @Test
    void shouldTakeEverythingBackWhenAnotherProducersRouteIsInAVrfThatGoes() {
        final TestIntent was = TestIntent.router().with(vrf("red", 300)).with(route("red", "11.0.0.0/8", DROP));
        final TestIntent now = TestIntent.router().with(vrf("blue", 300));
        try (Conductor conductor = was.conductor()) {
            conductor.onRoute(API, route("red", "12.0.0.0/8", DROP));
            final State before = State.of(conductor);

            final DiffRun run = run(conductor, diff(was, now));

            assertThat(run.refusal().reason()).isEqualTo(RefusalReason.IN_USE);
            assertThat(State.of(conductor)).isEqualTo(before);
        }
    }

    @Test
    void shouldNameWhatOfInterfacesNeedsARestart() {
        final TestIntent was = TestIntent.router().with(vrf("red", 300)).with(vrf("blue", 301))
            .with(vrfInterface("ce0", "p1", MplsMode.OFF, 100, "red", "10.1.0.1/24", "10.2.0.1/24"))
            .with(vrfInterface("ce1", "p1", MplsMode.OFF, 101, "red", "10.3.0.1/24"));
        final TestIntent now = TestIntent.router().with(vrf("red", 300)).with(vrf("blue", 301))
            .with(vrfInterface("ce0", "p1", MplsMode.OFF, 100, "red", "10.2.0.1/24", "10.1.0.1/24"))
            .with(vrfInterface("ce1", "p1", MplsMode.OFF, 101, "blue", "10.3.0.1/25"));

        assertThat(diff(was, now).restartNeeded()).containsExactly("interfaces[ce1].vrf", "interfaces[ce1].addresses");
    }
}
