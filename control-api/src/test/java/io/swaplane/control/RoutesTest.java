package io.swaplane.control;

import static io.swaplane.control.PeIntent.API;
import static io.swaplane.control.PeIntent.BGP;
import static io.swaplane.control.PeIntent.PLAIN;
import static io.swaplane.control.PeIntent.TUNNEL;
import static io.swaplane.control.PeIntent.forward;
import static io.swaplane.control.PeIntent.lookup;
import static io.swaplane.control.PeIntent.pe;
import static io.swaplane.control.PeIntent.route;
import static io.swaplane.control.PeIntent.whose;
import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.ip;
import static io.swaplane.control.TestIntent.neighbour;
import static io.swaplane.control.TestIntent.via;
import static io.swaplane.control.TestIntent.vrf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watcher;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.view.RouteLegView;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.GroupLayout;
import io.swaplane.table.Operation;
import io.swaplane.table.fib.AddressFamily;
import io.swaplane.memory.Memory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

class RoutesTest {
    /** 20.0.0.0. */
    private static final long FIRST_HOST = 0x1400_0000L;

    private static RouteIntent red(final String prefix, final RouteAction action) {
        return TestIntent.route("red", prefix, action);
    }

    private static void assertRefused(final RefusalReason reason, final ThrowableAssert.ThrowingCallable call, final String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason))
            .hasMessage(message);
    }

    @Test
    void shouldHaveTheConfigurationsRoutesFromTheStart() {
        final TestIntent intent = pe().with(red("20.0.0.0/8", forward(17, TUNNEL))).with(red("20.1.0.0/16", new RouteAction.Drop()))
            .with(red("20.2.0.0/16", new RouteAction.Receive())).with(red("2001:db8:20::/48", forward(null, TUNNEL)))
            .with(TestIntent.route("global", "0.0.0.0/0", forward(null, PLAIN)));
        try (Conductor conductor = intent.conductor()) {
            assertThat(lookup(conductor, "red", "20.9.9.9")).isEqualTo(ForwardingWord.push(17, TUNNEL));
            assertThat(lookup(conductor, "red", "20.1.9.9")).isEqualTo(ForwardingWord.drop(DropReason.ADMINISTRATIVE));
            assertThat(lookup(conductor, "red", "20.2.9.9"))
                .isEqualTo(ForwardingWord.receive(conductor.vrf("red").orElseThrow().number()));
            assertThat(lookup(conductor, "red", "2001:db8:20::9")).isEqualTo(ForwardingWord.push(ForwardingWord.NO_LABEL, TUNNEL));
            assertThat(lookup(conductor, "global", "20.9.9.9")).isEqualTo(ForwardingWord.push(ForwardingWord.NO_LABEL, PLAIN));
            assertThat(lookup(conductor, "blue", "20.9.9.9")).isZero();
            assertThat(whose(conductor, "red", "20.0.0.0/8")).isEqualTo("put static");
        }
    }

    @Test
    void shouldRouteLinksAndOwnAddresses() {
        try (Conductor conductor = pe().conductor()) {
            final int red = conductor.vrf("red").orElseThrow().number();
            assertThat(lookup(conductor, "red", "10.1.0.1")).isEqualTo(ForwardingWord.receive(red));
            assertThat(lookup(conductor, "red", "10.1.0.9")).isEqualTo(ForwardingWord.glean(conductor.interfaceNumber("red0")));
            assertThat(lookup(conductor, "red", "2001:db8:1::9")).isEqualTo(ForwardingWord.glean(conductor.interfaceNumber("red0")));
            assertThat(lookup(conductor, "red", "10.2.0.1")).isZero();
            assertThat(whose(conductor, "red", "10.1.0.0/24")).isEqualTo("connected connected");
            assertThat(whose(conductor, "red", "10.1.0.1/32")).isEqualTo("local local");
        }
    }

    @Test
    void shouldKeepLinksFromProducers() {
        try (Conductor conductor = pe().conductor()) {
            for (final String prefix : List.of("10.1.0.0/24", "10.1.0.1/32")) {
                assertRefused(RefusalReason.CONFLICTING_OWNER, () -> conductor.onRoute(red(prefix, forward(17, TUNNEL))),
                    "route " + prefix + " in VRF red: an interface's address makes it " + (prefix.endsWith("32") ? "local" : "connected"));
                assertRefused(RefusalReason.CONFLICTING_OWNER, () -> conductor.removeRoute("red", Prefix.parse(prefix)),
                    "route " + prefix + " in VRF red: an interface's address makes it " + (prefix.endsWith("32") ? "local" : "connected"));
            }
            assertThat(conductor.nextHop(TUNNEL).orElseThrow().references()).isZero();
        }
    }

    @Test
    void shouldTakeTheModelsFromTheRouteOrTheRouter() {
        final Defaults pipes = new Defaults(Model.PIPE, Model.UNIFORM, 255, 0, true);
        try (Conductor conductor = pe().with(pipes).conductor()) {
            conductor.onRoute(red("20.0.0.0/8", forward(17, TUNNEL)));
            conductor.onRoute(new RouteIntent("red", Prefix.parse("21.0.0.0/8"), forward(17, TUNNEL), Model.UNIFORM, Model.PIPE));
            PeIntent.put(conductor, API, "red", 0, Forwarding.swap(17, TUNNEL));
            assertThat(lookup(conductor, "red", "20.1.1.1"))
                .isEqualTo(ForwardingWord.withTtlPipe(ForwardingWord.push(17, TUNNEL), true));
            assertThat(lookup(conductor, "red", "21.1.1.1"))
                .isEqualTo(ForwardingWord.withTcPipe(ForwardingWord.push(17, TUNNEL), true));
            assertThat(lookup(conductor, "red", "20.0.0.0")).as("the fast form")
                .isEqualTo(ForwardingWord.withTtlPipe(ForwardingWord.push(17, TUNNEL), true));
        }
    }

    @Test
    void shouldShareOneGroupAmongRoutesThatDoTheSame() {
        final RouteAction ecmp = new RouteAction.Ecmp(List.of(new RouteAction.Leg(1, forward(17, TUNNEL)),
            new RouteAction.Leg(3, new RouteAction.Protect(forward(18, TUNNEL), via("10.1.0.9")))));
        try (Conductor conductor = pe().conductor()) {
            conductor.onRoute(red("20.0.0.0/8", ecmp));
            conductor.onRoute(red("21.0.0.0/8", ecmp));
            final long word = lookup(conductor, "red", "20.1.1.1");
            assertThat(ForwardingWord.operation(word)).isEqualTo(Operation.GROUP);
            assertThat(lookup(conductor, "red", "21.1.1.1")).isEqualTo(word);
            final long record = conductor.tables().groups().record(ForwardingWord.nextHop(word));
            assertThat(Memory.getLong(GroupLayout.bucket(record, 0))).isEqualTo(ForwardingWord.push(17, TUNNEL));
            assertThat(conductor.nextHop(TUNNEL).orElseThrow().references()).isEqualTo(2);
            assertThat(route(conductor, "red", "20.0.0.0/8").legs()).extracting(RouteLegView::role, RouteLegView::labels,
                RouteLegView::active).containsExactly(
                tuple("weight 1", List.of(16001, 17), true),
                tuple("weight 3, primary", List.of(16001, 18), true),
                tuple("weight 3, backup", List.of(), false));
            conductor.removeRoute("red", Prefix.parse("20.0.0.0/8"));
            assertThat(conductor.nextHop(TUNNEL).orElseThrow().references()).isEqualTo(2);
            conductor.removeRoute("red", Prefix.parse("21.0.0.0/8"));
            PeIntent.settle(conductor);
            assertThat(conductor.nextHop(TUNNEL).orElseThrow().references()).isZero();
            assertThat(conductor.tables().groups().exists(ForwardingWord.nextHop(word))).isFalse();
            assertThat(conductor.routeUsage().adjacencies()).isZero();
        }
    }

    @Test
    void shouldKeepANextHopAsLongAsRoutesLeadToIt() {
        try (Conductor conductor = pe().conductor()) {
            conductor.onRoute(red("20.0.0.0/8", forward(17, TUNNEL)));
            conductor.onRoute(red("21.0.0.0/8", new RouteAction.Protect(forward(17, PLAIN), forward(null, TUNNEL))));
            assertRefused(RefusalReason.IN_USE, () -> conductor.removeNextHop(TUNNEL), "next hop 11 cannot go: 0 label entries' next hops, "
                + "2 routes, 0 other next hops and 0 tunnels lead to it");
            conductor.onRoute(red("20.0.0.0/8", new RouteAction.Drop()));
            conductor.onRoute(red("21.0.0.0/8", forward(17, PLAIN)));
            conductor.removeNextHop(TUNNEL);
            assertThat(conductor.nextHop(PLAIN).orElseThrow().references()).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseWhatCannotBeAndLeaveNothingBehind() {
        try (Conductor conductor = pe().conductor()) {
            assertRefused(RefusalReason.UNKNOWN_REFERENCE, () -> conductor.onRoute(red("20.0.0.0/8", forward(17, 99))),
                "route 20.0.0.0/8 in VRF red: there is no next hop 99");
            assertRefused(RefusalReason.UNKNOWN_REFERENCE, () -> conductor.onRoute(TestIntent.route("green", "20.0.0.0/8",
                forward(17, TUNNEL))), "there is no VRF green");
            assertRefused(RefusalReason.INVALID, () -> conductor.onRoute(red("20.0.0.0/8", forward(1 << 20, TUNNEL))),
                "route 20.0.0.0/8 in VRF red: label 1048576 must be 0 to 1048575");
            assertRefused(RefusalReason.INVALID, () -> conductor.onRoute(red("20.0.0.0/8", via("10.1.0.1"))),
                "route 20.0.0.0/8 in VRF red: gateway 10.1.0.1 is the router's own or no host's address on red0");
            assertRefused(RefusalReason.INVALID, () -> conductor.onRoute(red("20.0.0.0/8", null)),
                "route 20.0.0.0/8 in VRF red: it has no action");
            assertRefused(RefusalReason.UNKNOWN_REFERENCE, () -> conductor.onRoute(red("20.0.0.0/8", new RouteAction.Ecmp(List.of(
                new RouteAction.Leg(1, forward(17, TUNNEL)), new RouteAction.Leg(1, via("10.1.0.9")),
                new RouteAction.Leg(1, forward(17, 99)))))), "route 20.0.0.0/8 in VRF red: there is no next hop 99");
            assertRefused(RefusalReason.INVALID, () -> conductor.onRoute(API, "red", AddressFamily.IPV4, 20L << 56 | 1L << 32, 0, 8,
                Forwarding.swap(17, TUNNEL)), "20.0.0.1/8 has bits behind its length");
            assertRefused(RefusalReason.INVALID, () -> conductor.onRoute(API, "red", AddressFamily.IPV4, 20L << 56, 0, 33,
                Forwarding.swap(17, TUNNEL)), "a prefix's length must be 0 to 32, not 33");
            assertThatThrownBy(() -> PeIntent.put(conductor, API, "red", 0, -1)).isInstanceOf(RefusedException.class);
            assertRefused(RefusalReason.NOT_FOUND, () -> conductor.removeRoute("red", Prefix.parse("20.0.0.0/8")),
                "route 20.0.0.0/8 in VRF red: nobody has put it");
            assertThat(lookup(conductor, "red", "20.0.0.1")).isZero();
            assertThat(conductor.nextHop(TUNNEL).orElseThrow().references()).isZero();
            assertThat(conductor.routeUsage().adjacencies()).isZero();
        }
    }

    @Test
    void shouldSendNoMoreThan16Labels() {
        try (Conductor conductor = pe().conductor()) {
            conductor.onNextHop(direct(20, "core0", "10.0.0.2", Collections.nCopies(16, 100).toArray(Integer[]::new)));
            conductor.onNextHop(direct(21, "core0", "10.0.0.2", Collections.nCopies(15, 100).toArray(Integer[]::new)));
            assertThatThrownBy(() -> conductor.onRoute(red("20.0.0.0/8", forward(17, 20)))).isInstanceOf(RefusedException.class)
                .hasMessageContaining("are more than 16 labels out");
            conductor.onRoute(red("20.0.0.0/8", forward(null, 20)));
            conductor.onRoute(red("21.0.0.0/8", forward(17, 21)));
            assertThatThrownBy(() -> conductor.onNextHop(direct(21, "core0", "10.0.0.2",
                Collections.nCopies(16, 100).toArray(Integer[]::new)))).isInstanceOf(RefusedException.class);
            assertThat(route(conductor, "red", "21.0.0.0/8").legs().getFirst().labels()).hasSize(16).endsWith(100, 17);
        }
    }

    @Test
    void shouldGiveAPrefixToItsStrongestProducerAndThenToTheNext() {
        try (Conductor conductor = pe("1:1", "1:1").conductor()) {
            final Watcher watcher = conductor.watch(Set.of(Event.Kind.ROUTE), 100);
            assertThat(conductor.onRoute(API, red("20.0.0.0/8", forward(17, TUNNEL)))).isEqualTo(Applied.PROGRAMMED);
            assertThat(conductor.onRoute(BGP, red("20.0.0.0/8", forward(18, TUNNEL)))).as("weaker").isEqualTo(Applied.STANDBY);
            assertThat(conductor.onRoute(red("20.0.0.0/8", forward(19, TUNNEL)))).isEqualTo(Applied.PROGRAMMED);
            assertThat(whose(conductor, "red", "20.0.0.0/8")).isEqualTo("put static");
            assertThat(conductor.nextHop(TUNNEL).orElseThrow().references()).as("of those behind it, too").isEqualTo(3);
            assertThat(conductor.routeUsage().byOwner()).containsEntry("static", 1).doesNotContainKeys("api", "bgp");

            conductor.removeRoute("red", Prefix.parse("20.0.0.0/8"));
            assertThat(whose(conductor, "red", "20.0.0.0/8")).isEqualTo("put api");
            assertThat(ForwardingWord.outLabel(lookup(conductor, "blue", "20.0.0.1"))).as("as leaked").isEqualTo(17);
            conductor.onRoute(BGP, red("20.0.0.0/8", forward(118, PLAIN)));
            PeIntent.remove(conductor, API, "red", "20.0.0.0/8");
            assertThat(whose(conductor, "red", "20.0.0.0/8")).isEqualTo("put bgp");
            assertThat(ForwardingWord.outLabel(lookup(conductor, "blue", "20.0.0.1"))).as("as put last").isEqualTo(118);
            PeIntent.remove(conductor, BGP, "red", "20.0.0.0/8");
            assertThat(whose(conductor, "red", "20.0.0.0/8")).isNull();
            assertThat(conductor.nextHop(TUNNEL).orElseThrow().references()).isZero();
            assertThat(conductor.nextHop(PLAIN).orElseThrow().references()).isZero();

            final List<String> told = new ArrayList<>();
            for (Event event = watcher.poll(); event != null; event = watcher.poll()) {
                told.add(event instanceof final Event.RoutePut put ? "put " + put.owner()
                    : "removed " + ((Event.RouteRemoved) event).owner());
            }
            assertThat(told).containsExactly("put api", "put static", "removed static", "put api", "removed api", "put bgp", "removed bgp");
        }
    }

    @Test
    void shouldTakeBackARouteBehindAnother() {
        try (Conductor conductor = pe().conductor()) {
            conductor.onRoute(red("20.0.0.0/8", forward(19, TUNNEL)));
            assertRefused(RefusalReason.CONFLICTING_OWNER, () -> PeIntent.remove(conductor, BGP, "red", "20.0.0.0/8"),
                "route 20.0.0.0/8 in VRF red: it belongs to static, producer 0, whose preference 0 is not weaker than 100");
            conductor.onRoute(BGP, red("20.0.0.0/8", via("10.1.0.9")));
            PeIntent.remove(conductor, BGP, "red", "20.0.0.0/8");
            assertThat(whose(conductor, "red", "20.0.0.0/8")).isEqualTo("put static");
            conductor.removeRoute("red", Prefix.parse("20.0.0.0/8"));
            assertThat(whose(conductor, "red", "20.0.0.0/8")).isNull();
            assertThat(conductor.routeUsage().adjacencies()).isZero();
        }
    }

    @Test
    void shouldRefuseASecondProducerOfTheSamePreferenceAlsoBehindAnother() {
        final Origin other = new Origin(3, 3, "other", 50);
        try (Conductor conductor = pe().conductor()) {
            conductor.onRoute(API, red("20.0.0.0/8", forward(17, TUNNEL)));
            assertRefused(RefusalReason.CONFLICTING_OWNER, () -> conductor.onRoute(other, red("20.0.0.0/8", forward(18, TUNNEL))),
                "route 20.0.0.0/8 in VRF red: it belongs to api, producer 1, whose preference 50 is not weaker than 50");
            conductor.onRoute(red("20.0.0.0/8", forward(19, TUNNEL)));
            assertRefused(RefusalReason.CONFLICTING_OWNER, () -> conductor.onRoute(other, red("20.0.0.0/8", forward(18, TUNNEL))),
                "route 20.0.0.0/8 in VRF red: one behind it belongs to api, producer 1, whose preference 50 is not weaker than 50");
            assertThat(conductor.nextHop(TUNNEL).orElseThrow().references()).isEqualTo(2);
        }
    }

    @Test
    void shouldFollowAProducerThatComesBackWithAnotherPreference() {
        final Origin weak = new Origin(2, 9, "bgp", 200);
        final Origin strong = new Origin(2, 10, "bgp", 10);
        try (Conductor conductor = pe().conductor()) {
            conductor.onRoute(BGP, red("20.0.0.0/8", forward(17, TUNNEL)));
            conductor.onRoute(new Origin(3, 3, "other", 150), red("20.0.0.0/8", forward(18, TUNNEL)));
            assertThat(conductor.onRoute(weak, red("20.0.0.0/8", forward(19, TUNNEL)))).isEqualTo(Applied.STANDBY);
            assertThat(whose(conductor, "red", "20.0.0.0/8")).isEqualTo("put other");
            assertThat(conductor.onRoute(strong, red("20.0.0.0/8", forward(19, TUNNEL)))).isEqualTo(Applied.PROGRAMMED);
            assertThat(whose(conductor, "red", "20.0.0.0/8")).isEqualTo("put bgp");
            assertThat(conductor.nextHop(TUNNEL).orElseThrow().references()).isEqualTo(2);
        }
    }

    @Test
    void shouldSweepARouteBehindAnotherWithItsSession() {
        final Origin later = new Origin(BGP.producer(), 9, "bgp", 100);
        try (Conductor conductor = pe().conductor()) {
            conductor.onVrf(vrf("green", "", ""));
            for (final String vrf : List.of("red", "green")) {
                for (final String prefix : List.of("20.0.0.0/8", "21.0.0.0/8")) {
                    conductor.onRoute(TestIntent.route(vrf, prefix, forward(19, TUNNEL)));
                    conductor.onRoute(BGP, TestIntent.route(vrf, prefix, forward(18, TUNNEL)));
                }
            }
            conductor.onRoute(later, red("20.0.0.0/8", forward(18, TUNNEL)));
            conductor.removeRoute("green", Prefix.parse("20.0.0.0/8"));
            conductor.removeRoute("green", Prefix.parse("21.0.0.0/8"));
            conductor.onRoute(TestIntent.route("green", "20.0.0.0/8", forward(19, TUNNEL)));
            while (conductor.sweep(later, 1) == 1) {
                conductor.doWork();
            }
            assertThat(whose(conductor, "green", "20.0.0.0/8")).isEqualTo("put static");
            assertThat(whose(conductor, "green", "21.0.0.0/8")).isNull();
            conductor.removeRoute("green", Prefix.parse("20.0.0.0/8"));
            conductor.removeVrf("green");
            conductor.removeRoute("red", Prefix.parse("21.0.0.0/8"));
            assertThat(whose(conductor, "red", "21.0.0.0/8")).isNull();
            conductor.removeRoute("red", Prefix.parse("20.0.0.0/8"));
            assertThat(whose(conductor, "red", "20.0.0.0/8")).as("put again").isEqualTo("put bgp");
            assertThat(conductor.nextHop(TUNNEL).orElseThrow().references()).isEqualTo(1);
        }
    }

    @Test
    void shouldKeepAVrfThatHasARouteBehindAnother() {
        try (Conductor conductor = pe().conductor()) {
            conductor.onVrf(vrf("green", "", ""));
            conductor.onRoute(TestIntent.route("green", "20.0.0.0/8", forward(19, TUNNEL)));
            conductor.onRoute(BGP, TestIntent.route("green", "20.0.0.0/8", forward(18, TUNNEL)));
            assertRefused(RefusalReason.IN_USE, () -> conductor.removeVrf("green"),
                "VRF green cannot go: 0 label entries look packets up in it, and 2 routes were put in it");
        }
    }

    private static Applied host(final Conductor conductor, final Origin origin, final int number) {
        return conductor.onRoute(origin, "red", AddressFamily.IPV4, FIRST_HOST + number << Integer.SIZE, 0, Integer.SIZE,
            Forwarding.swap(17, TUNNEL));
    }

    @Test
    void shouldTakeOneMoreRouteBehindOthersOnlyWhenOneOfThemGoes() {
        try (Conductor conductor = pe().conductor()) {
            for (int i = 0; i <= StandbyRoutes.MOST; i++) {
                host(conductor, API, i);
                if (i < StandbyRoutes.MOST) {
                    assertThat(host(conductor, BGP, i)).isEqualTo(Applied.STANDBY);
                }
            }
            assertRefused(RefusalReason.EXHAUSTED, () -> host(conductor, BGP, StandbyRoutes.MOST),
                "route 20.2.0.0/32 in VRF red: 131072 routes stand behind stronger ones already");
            assertThat(conductor.nextHop(TUNNEL).orElseThrow().references()).as("of what is there").isEqualTo(2 * StandbyRoutes.MOST + 1);
            conductor.removeRoute(BGP, "red", AddressFamily.IPV4, FIRST_HOST << Integer.SIZE, 0, Integer.SIZE);
            assertThat(host(conductor, BGP, StandbyRoutes.MOST)).isEqualTo(Applied.STANDBY);
        }
    }

    @Test
    void shouldSayWhetherARouteIsResolved() {
        try (Conductor conductor = pe().conductor()) {
            assertThat(conductor.onRoute(red("20.0.0.0/8", forward(17, TUNNEL)))).isEqualTo(Applied.PROGRAMMED);
            assertThat(conductor.onRoute(red("21.0.0.0/8", via("10.1.0.9")))).isEqualTo(Applied.ACCEPTED);
            assertThat(conductor.onRoute(red("22.0.0.0/8", via("77.7.7.7")))).as("on no link").isEqualTo(Applied.ACCEPTED);
            assertThat(conductor.tables().nextHops().isResolved(ForwardingWord.nextHop(lookup(conductor, "red", "22.0.0.1")))).isFalse();
            conductor.learnNeighbour(neighbour("red0", "10.1.0.9", TestIntent.MAC_3));
            assertThat(conductor.tables().nextHops().isResolved(ForwardingWord.nextHop(lookup(conductor, "red", "21.0.0.1")))).isTrue();
            assertThat(route(conductor, "red", "21.0.0.0/8").resolved()).isTrue();
            assertThat(route(conductor, "red", "22.0.0.0/8").resolved()).isFalse();
        }
    }

    @Test
    void shouldComeBackToTheNeighbourThatARouteHid() {
        try (Conductor conductor = pe().conductor()) {
            conductor.learnNeighbour(neighbour("red0", "10.1.0.9", TestIntent.MAC_3));
            final long neighbour = lookup(conductor, "red", "10.1.0.9");
            assertThat(ForwardingWord.operation(neighbour)).isEqualTo(Operation.PUSH);
            conductor.onRoute(red("10.1.0.9/32", forward(17, TUNNEL)));
            assertThat(whose(conductor, "red", "10.1.0.9/32")).isEqualTo("put static");
            conductor.removeRoute("red", Prefix.parse("10.1.0.9/32"));
            assertThat(lookup(conductor, "red", "10.1.0.9")).isEqualTo(neighbour);
            conductor.onRoute(red("10.1.0.9/32", forward(17, TUNNEL)));
            conductor.forgetNeighbour("red0", ip("10.1.0.9"));
            conductor.removeRoute("red", Prefix.parse("10.1.0.9/32"));
            assertThat(ForwardingWord.operation(lookup(conductor, "red", "10.1.0.9"))).isEqualTo(Operation.GLEAN);
            assertThat(conductor.routeUsage().adjacencies()).isZero();
        }
    }

    @Test
    void shouldKnowEachRoutesOwnerOverManySessions() {
        try (Conductor conductor = pe().conductor()) {
            for (int session = 1; session < 300; session++) {
                PeIntent.put(conductor, new Origin(1, session, "owner-" + session, 50), "red", session % 16,
                    Forwarding.swap(100, TUNNEL));
                assertThat(whose(conductor, "red", "20.0.0." + session % 16 + "/32")).isEqualTo("put owner-" + session);
            }
            assertThat(conductor.routeUsage().byOwner()).hasSize(16 + 2);
            assertThat(whose(conductor, "red", "20.0.0.0/32")).isEqualTo("put owner-288");
        }
    }
}
