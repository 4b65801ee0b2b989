package io.swaplane.control;

import static io.swaplane.control.PeIntent.API;
import static io.swaplane.control.PeIntent.BGP;
import static io.swaplane.control.PeIntent.TUNNEL;
import static io.swaplane.control.PeIntent.forward;
import static io.swaplane.control.PeIntent.lookup;
import static io.swaplane.control.PeIntent.pe;
import static io.swaplane.control.PeIntent.settle;
import static io.swaplane.control.PeIntent.whose;
import static io.swaplane.control.TestIntent.lsp;
import static io.swaplane.control.TestIntent.route;
import static io.swaplane.control.TestIntent.vrf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watcher;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.RoutingIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.SnapshotPage;
import io.swaplane.control.view.VrfView;
import io.swaplane.memory.Memory;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.InterfaceLayout;
import io.swaplane.table.PayloadType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

class VrfsTest {
    private static void assertRefused(final RefusalReason reason, final ThrowableAssert.ThrowingCallable call, final String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason))
            .hasMessage(message);
    }

    @Test
    void shouldTellEachInterfaceItsVrf() {
        try (Conductor conductor = pe().conductor()) {
            final long record = InterfaceLayout.record(conductor.tables().worker(1).interfacesAddress(), conductor.interfaceNumber("red1"));
            assertThat(Memory.getLong(record + InterfaceLayout.VRF)).isEqualTo(conductor.vrf("red").orElseThrow().number());
            assertThat(TestTables.flags(conductor, "red1")).isEqualTo(InterfaceLayout.IP_ON);
            assertThat(TestTables.flags(conductor, "core0") & InterfaceLayout.IP_ON).isZero();
        }
    }

    @Test
    void shouldShowWhatVrfsAre() {
        final VrfIntent green = new VrfIntent("green", RouteDistinguisher.parse("65000:7"), List.of(RouteTarget.parse("1:1")),
            List.of(RouteTarget.parse("192.0.2.1:2")), LabelMode.PER_VRF, 500);
        try (Conductor conductor = pe().with(green).conductor()) {
            assertThat(conductor.vrf("green")).contains(new VrfView("green", 3, "static", "65000:7", List.of("1:1"), List.of("192.0.2.1:2"),
                "per-vrf", 500, List.of(), 0, 0));
            assertThat(conductor.vrf("nowhere")).isEmpty();
            assertThat(conductor.vrfs(0, 3).vrfs()).extracting(VrfView::name).containsExactly("global", "red", "blue");
            assertThat(conductor.vrfs(0, 3).next()).isEqualTo(3);
            assertThat(conductor.vrfs(3, 3).vrfs()).extracting(VrfView::name).containsExactly("green");
            assertThat(conductor.vrfs(3, 3).next()).isZero();
            assertThat(conductor.vrf("red").orElseThrow().interfaces()).containsExactly("red0", "red1");
            assertThat(conductor.vrf("red").orElseThrow().ipv4Routes()).isEqualTo(8);
            assertThat(conductor.vrf("red").orElseThrow().ipv6Routes()).isEqualTo(2);
        }
    }

    @Test
    void shouldLookPacketsUpByAVrfsLabel() {
        try (Conductor conductor = pe().with(vrf("green", 500)).conductor()) {
            final int green = conductor.vrf("green").orElseThrow().number();
            assertThat(conductor.tables().word(0, 500))
                .isEqualTo(ForwardingWord.withAcceptClass(ForwardingWord.vrf(PayloadType.IP, green), 1));
            assertThat(conductor.label(LspIntent.PLATFORM, 500).orElseThrow().actions().getFirst().summary())
                .isEqualTo("lookup in VRF green");
            conductor.onVrf(vrf("green", 501));
            assertThat(conductor.label(LspIntent.PLATFORM, 500)).isEmpty();
            assertThat(conductor.label(LspIntent.PLATFORM, 501)).isPresent();
            conductor.onVrf(vrf("green", (Integer) null));
            assertThat(conductor.label(LspIntent.PLATFORM, 501)).isEmpty();
            conductor.onVrf(vrf("green", 502));
            conductor.removeVrf("green");
            assertThat(conductor.label(LspIntent.PLATFORM, 502)).isEmpty();
        }
    }

    @Test
    void shouldMakeNoVrfWhoseLabelIsAnothers() {
        try (Conductor conductor = pe().with(lsp(500, new Action.Receive())).with(vrf("green", 501)).conductor()) {
            assertRefused(RefusalReason.CONFLICTING_OWNER, () -> conductor.onVrf(API, vrf("amber", 500)),
                "VRF amber: label 500: it belongs to static, producer 0, whose preference 0 is not weaker than 50");
            assertThat(conductor.vrf("amber")).isEmpty();
            conductor.onVrf(API, vrf("amber", 510));
            assertRefused(RefusalReason.CONFLICTING_OWNER, () -> conductor.onVrf(API, vrf("amber", 500)),
                "VRF amber: label 500: it belongs to static, producer 0, whose preference 0 is not weaker than 50");
            assertThat(conductor.vrf("amber").orElseThrow().label()).isEqualTo(510);
            assertThat(conductor.label(LspIntent.PLATFORM, 510)).isPresent();
        }
        assertRefused(RefusalReason.INVALID, () -> pe().with(lsp(500, new Action.Receive())).with(vrf("green", 500)).conductor(),
            "VRF green: label 500 appears twice");
    }

    @Test
    void shouldKeepAVrfAsLongAsSomethingLeadsToIt() {
        try (Conductor conductor = pe().with(vrf("green", 500)).conductor()) {
            conductor.onLabel(lsp(600, new Action.LookupVrf("green", PayloadType.IPV4)));
            conductor.onRoute(route("green", "20.0.0.0/8", forward(17, TUNNEL)));
            assertRefused(RefusalReason.IN_USE, () -> conductor.removeVrf("green"),
                "VRF green cannot go: 1 label entries look packets up in it, and 1 routes were put in it");
            assertRefused(RefusalReason.IN_USE, () -> conductor.removeVrf("red"), "VRF red cannot go: interface red0 is in it");
            assertRefused(RefusalReason.INVALID, () -> conductor.removeVrf("global"), "the global table cannot go");
            assertRefused(RefusalReason.NOT_FOUND, () -> conductor.removeVrf("nowhere"), "there is no VRF nowhere");
            conductor.removeLabel(LspIntent.PLATFORM, 600);
            conductor.removeRoute("green", Prefix.parse("20.0.0.0/8"));
            conductor.removeVrf("green");
            assertRefused(RefusalReason.UNKNOWN_REFERENCE, () -> conductor.onLabel(lsp(600,
                new Action.LookupVrf("green", PayloadType.IPV4))), "label 600: there is no VRF green");
        }
    }

    @Test
    void shouldUseANumberAgainOnlyOnceNoWorkerCanHoldIt() {
        try (Conductor conductor = pe().with(vrf("green", (Integer) null)).conductor()) {
            conductor.tables().epochs().online(0);
            conductor.removeVrf("green");
            conductor.onVrf(vrf("amber", (Integer) null));
            assertThat(conductor.vrf("amber").orElseThrow().number()).isEqualTo(4);
            conductor.tables().epochs().quiescent(0);
            conductor.onVrf(vrf("ash", (Integer) null));
            assertThat(conductor.vrf("ash").orElseThrow().number()).isEqualTo(3);
            conductor.tables().epochs().offline(0);
        }
    }

    @Test
    void shouldRefuseMoreVrfsThanThereCanBe() {
        try (Conductor conductor = pe().conductor()) {
            for (int i = 2; i < Vrfs.MOST; i++) {
                conductor.onVrf(vrf("v" + i, (Integer) null));
            }
            assertRefused(RefusalReason.EXHAUSTED, () -> conductor.onVrf(vrf("one-more", (Integer) null)),
                "all 16384 VRFs are in use, or were a moment ago");
            assertThat(conductor.routeUsage().vrfs()).isEqualTo(16_384);
            conductor.onRoute(route("v16383", "20.0.0.0/8", forward(17, TUNNEL)));
            assertThat(lookup(conductor, "v16383", "20.1.1.1")).isEqualTo(ForwardingWord.push(17, TUNNEL));
        }
    }

    @Test
    void shouldRefuseVrfsThatCannotBe() {
        try (Conductor conductor = pe().conductor()) {
            assertRefused(RefusalReason.INVALID, () -> conductor.onVrf(vrf("", (Integer) null)), "a VRF needs a name");
            assertRefused(RefusalReason.INVALID, () -> conductor.onVrf(vrf("global", (Integer) null)),
                "the global table is always there and cannot be put");
            assertRefused(RefusalReason.INVALID, () -> conductor.onVrf(new VrfIntent("x", null, List.of(), List.of(), LabelMode.PER_ROUTE,
                500)), "VRF x: only with label mode per-vrf it has a label");
            assertRefused(RefusalReason.INVALID, () -> conductor.onVrf(new VrfIntent("x", null, List.of(), List.of(), null, null)),
                "VRF x: it has no label mode");
        }
        assertRefused(RefusalReason.INVALID, () -> pe().with(vrf("red", (Integer) null)).conductor(), "VRF red appears twice");
        assertRefused(RefusalReason.UNKNOWN_REFERENCE, () -> pe().with(TestIntent.vrfInterface("x", "p1", MplsMode.OFF, 30, "nowhere"))
            .conductor(), "interface x: there is no VRF nowhere");
        assertRefused(RefusalReason.INVALID, () -> pe().with(TestIntent.vrfInterface("x", "p1", MplsMode.OFF, 30, "red", "10.1.0.1/30"))
            .conductor(), "interface x: address 10.1.0.1 is red0's in VRF red, too");
    }

    @Test
    void shouldSweepLabelsThenRoutesThenVrfs() {
        final Origin again = new Origin(1, 5, "api", 50);
        try (Conductor conductor = pe().conductor()) {
            conductor.onVrf(API, vrf("green", 500));
            conductor.onVrf(API, vrf("amber", 501));
            conductor.onVrf(API, vrf("ash", 502));
            conductor.onNextHop(API, TestIntent.direct(40, "core0", "10.0.0.2"));
            for (int i = 0; i < 300; i++) {
                PeIntent.put(conductor, API, "green", i, Forwarding.swap(17, 40));
                PeIntent.put(conductor, API, "red", i, Forwarding.swap(17, 40));
                PeIntent.put(conductor, BGP, "red", 1000 + i, Forwarding.swap(17, TUNNEL));
            }
            conductor.onRoute(API, route("amber", "2001:db8:20::/48", forward(17, 40)));
            conductor.onLabel(API, lsp(600, new Action.LookupVrf("green", PayloadType.IP)));
            conductor.onRoute(BGP, route("ash", "20.0.0.0/8", forward(17, TUNNEL)));
            conductor.onVrf(again, vrf("amber", 501));
            PeIntent.put(conductor, again, "red", 7, Forwarding.swap(17, TUNNEL));
            int calls = 0;
            while (conductor.sweep(again, 50) == 50) {
                assertThat(++calls).isLessThan(200);
            }
            assertThat(conductor.vrf("green")).isEmpty();
            assertThat(conductor.nextHop(40)).isEmpty();
            assertThat(conductor.label(LspIntent.PLATFORM, 600)).isEmpty();
            assertThat(conductor.label(LspIntent.PLATFORM, 500)).isEmpty();
            assertThat(conductor.label(LspIntent.PLATFORM, 501)).isPresent();
            assertThat(conductor.vrf("amber").orElseThrow().ipv6Routes()).isZero();
            assertThat(conductor.vrf("ash")).as("another's route is in it").isPresent();
            assertThat(whose(conductor, "red", "20.0.0.7/32")).isEqualTo("put api");
            assertThat(whose(conductor, "red", "20.0.0.8/32")).isNull();
            assertThat(whose(conductor, "red", "20.0.3.232/32")).isEqualTo("put bgp");
            assertThat(conductor.routeUsage().byOwner()).containsEntry("api", 1).containsEntry("bgp", 301);
        }
    }

    @Test
    void shouldLetTheStrongerProducerHaveAVrf() {
        try (Conductor conductor = pe().conductor()) {
            conductor.onVrf(BGP, vrf("green", 500));
            conductor.onVrf(API, vrf("green", 501));
            assertThat(conductor.vrf("green").orElseThrow().owner()).isEqualTo("api");
            assertThat(conductor.label(LspIntent.PLATFORM, 500)).isEmpty();
            assertRefused(RefusalReason.CONFLICTING_OWNER, () -> conductor.removeVrf(BGP, "green"),
                "VRF green belongs to api, producer 1, whose preference 50 is not weaker than 100");
            conductor.removeVrf(API, "green");
        }
    }

    @Test
    void shouldTellWatchersOfVrfsAndRoutes() {
        try (Conductor conductor = pe().conductor(); Watcher watcher = conductor.watch(EnumSet.of(Event.Kind.VRF, Event.Kind.ROUTE), 64)) {
            conductor.onVrf(API, vrf("green", (Integer) null));
            conductor.onRoute(API, route("green", "20.0.0.0/8", forward(17, TUNNEL)));
            assertThat(snapshot(conductor, Event.Kind.VRF)).contains(new Event.VrfPut("green", "api", 1),
                new Event.VrfPut("red", "static", 0));
            assertThat(snapshot(conductor, Event.Kind.ROUTE)).containsExactly(new Event.RoutePut("green", "20.0.0.0/8", "api", 1));
            PeIntent.remove(conductor, API, "green", "20.0.0.0/8");
            conductor.removeVrf(API, "green");
            final List<Event> told = new ArrayList<>();
            for (Event event = watcher.poll(); event != null; event = watcher.poll()) {
                told.add(event);
            }
            assertThat(told).containsExactly(new Event.VrfPut("green", "api", 1), new Event.RoutePut("green", "20.0.0.0/8", "api", 1),
                new Event.RouteRemoved("green", "20.0.0.0/8", "api", 1), new Event.VrfRemoved("green", "api", 1));
            settle(conductor);
        }
    }

    private static List<Event> snapshot(final Conductor conductor, final Event.Kind kind) {
        final List<Event> events = new ArrayList<>();
        LabelPosition position = LabelPosition.START;
        while (position != null) {
            final SnapshotPage page = conductor.snapshot(kind, position, 1);
            events.addAll(page.events());
            position = page.next();
        }
        return events;
    }

    @Test
    void shouldTakeTheTrafficClassesOfDscps() {
        try (Conductor conductor = pe().conductor()) {
            assertThat(conductor.tables().dscps().tc(46)).isEqualTo(RoutingIntent.CLASS_SELECTORS.get(46));
        }
    }
}
