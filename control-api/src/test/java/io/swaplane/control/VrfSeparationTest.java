package io.swaplane.control;

import static io.swaplane.control.PeIntent.PLAIN;
import static io.swaplane.control.PeIntent.TUNNEL;
import static io.swaplane.control.PeIntent.forward;
import static io.swaplane.control.PeIntent.lookup;
import static io.swaplane.control.PeIntent.pe;
import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.lsp;
import static io.swaplane.control.TestIntent.neighbour;
import static io.swaplane.control.TestIntent.route;
import static io.swaplane.control.TestIntent.toPeer;
import static io.swaplane.control.TestIntent.tunnel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.PayloadType;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

/** What would lead from one VRF into another without being imported there. */
class VrfSeparationTest {
    private static final int TO_RED = 21;
    private static final int TO_BLUE = 22;
    private static final Accept FROM_RED = new Accept.Interface("red0");

    /** A provider edge with a next hop to a customer in each VRF. */
    private static TestIntent customers() {
        return pe("1:1", "1:1").with(direct(TO_RED, "red0", "10.1.0.9")).with(direct(TO_BLUE, "blue0", "10.2.0.9"))
            .with(neighbour("red0", "10.1.0.9", TestIntent.MAC_3)).set("reds", FROM_RED);
    }

    private static void assertRefused(final ThrowableAssert.ThrowingCallable call, final String message) {
        assertThatThrownBy(call).isInstanceOf(RefusedException.class).hasMessage(message);
    }

    private static RouteAction ecmp(final int... nextHops) {
        return new RouteAction.Ecmp(
            Arrays.stream(nextHops).mapToObj(each -> new RouteAction.Leg(1, forward(null, each))).toList());
    }

    @Test
    void shouldRefuseARouteByANextHopInAnotherVrf() {
        try (Conductor conductor = customers().conductor()) {
            assertRefused(() -> conductor.onRoute(route("red", "20.0.0.0/8", forward(null, TO_BLUE))), "route 20.0.0.0/8 in VRF red: "
                + "next hop 22 leads into VRF blue, and not out of VRF red, which could import the route instead");
            assertRefused(() -> PeIntent.put(conductor, PeIntent.API, "red", 0, Forwarding.swap(17, TO_BLUE)), "route 20.0.0.0/32 in VRF "
                + "red: next hop 22 leads into VRF blue, and not out of VRF red, which could import the route instead");
            assertRefused(() -> conductor.onRoute(route("global", "20.0.0.0/8", ecmp(PLAIN, TO_BLUE))), "route 20.0.0.0/8 in the global "
                + "table: next hop 22 leads into VRF blue, and not out of the global table");
            conductor.onRoute(route("blue", "20.0.0.0/8", forward(null, TO_BLUE)));
            assertThat(lookup(conductor, "red", "20.1.1.1")).isEqualTo(ForwardingWord.push(ForwardingWord.NO_LABEL, TO_BLUE));
            assertThat(conductor.nextHop(TO_BLUE).orElseThrow().references()).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseAGroupOfAnotherVrfAlsoWhereThereIsOne() {
        try (Conductor conductor = customers().conductor()) {
            conductor.onRoute(route("red", "20.0.0.0/8", ecmp(TUNNEL, TO_RED)));
            assertThatThrownBy(() -> conductor.onRoute(route("blue", "20.0.0.0/8", ecmp(TUNNEL, TO_RED))))
                .isInstanceOf(RefusedException.class);
            conductor.onRoute(route("red", "21.0.0.0/8", ecmp(TUNNEL, PLAIN)));
            conductor.onRoute(route("blue", "21.0.0.0/8", ecmp(TUNNEL, PLAIN)));
            assertRefused(() -> conductor.onNextHop(direct(PLAIN, "red0", "10.1.0.9")),
                "next hop 12: it would lead into VRF red, but routes or labels of VRF blue lead to it");
            conductor.removeRoute("blue", Prefix.parse("21.0.0.0/8"));
            conductor.onNextHop(direct(PLAIN, "red0", "10.1.0.9"));
        }
    }

    @Test
    void shouldRefuseANextHopThatMovesRoutesIntoAnotherVrf() {
        try (Conductor conductor = customers().conductor()) {
            conductor.onNextHop(new NextHopIntent.Recursive(30, TO_RED, null, List.of()));
            conductor.onRoute(route("red", "20.0.0.0/8", forward(null, 30)));
            assertRefused(() -> conductor.onNextHop(direct(TO_RED, "blue0", "10.2.0.9")),
                "next hop 30: it would lead into VRF blue, but routes or labels of VRF red lead to it");
            conductor.onNextHop(direct(TO_RED, "core0", "10.0.0.2"));
            conductor.onNextHop(direct(TO_RED, "red1", "10.1.1.9"));
            conductor.removeRoute("red", Prefix.parse("20.0.0.0/8"));
            conductor.onNextHop(direct(TO_RED, "blue0", "10.2.0.9"));
            conductor.onRoute(route("blue", "20.0.0.0/8", forward(null, 30)));
        }
    }

    @Test
    void shouldRefuseANextHopIntoTwoVrfs() {
        try (Conductor conductor = customers().conductor()) {
            assertRefused(() -> conductor.onNextHop(new NextHopIntent.Protected(30, TO_RED, TO_BLUE)),
                "next hop 30: it would lead into VRF blue and into VRF red");
            conductor.onNextHop(new NextHopIntent.Protected(30, TO_RED, TUNNEL));
        }
    }

    @Test
    void shouldLetATunnelMoveToAnotherVrf() {
        try (Conductor conductor = customers().with(toPeer(30, "1.1.1.1")).with(tunnel("1.1.1.1", "ldp", TO_RED, 1)).conductor()) {
            conductor.onTunnel(tunnel("1.1.1.1", "ldp", TO_BLUE, 1));
            conductor.onRoute(route("blue", "20.0.0.0/8", forward(null, 30)));
            assertRefused(() -> conductor.onTunnel(tunnel("1.1.1.1", "ldp", TO_RED, 1)),
                "next hop 30: it would lead into VRF red, but routes or labels of VRF blue lead to it");
            assertRefused(() -> conductor.onTunnel(tunnel("1.1.1.1", "rsvp", TO_RED, 1)),
                "next hop 30: it would lead into VRF blue and into VRF red");
        }
    }

    @Test
    void shouldRefuseALabelOfOneVrfThatLeadsElsewhere() {
        try (Conductor conductor = customers().conductor()) {
            for (final Accept from : List.of(FROM_RED, new Accept.Named("reds"), new Accept.Neighbour("red0", TestIntent.ip("10.1.0.9")))) {
                assertRefused(() -> conductor.onLabel(lsp(100, from, new Action.LookupVrf("blue", PayloadType.IP))),
                    "label 100: valid from VRF red, it cannot lead into VRF blue");
                assertRefused(() -> conductor.onLabel(lsp(100, from, new Action.LookupVrf("global", PayloadType.IP))),
                    "label 100: valid from VRF red, it cannot lead into the global table");
                assertRefused(() -> conductor.onLabel(lsp(100, from, new Action.Lookup(LspIntent.PLATFORM, PayloadType.IP))),
                    "label 100: valid from VRF red, it cannot look up the next label: what has none would be routed in the global table");
                assertRefused(() -> conductor.onLabel(lsp(100, from, new Action.Pop(PayloadType.IP, TO_BLUE))),
                    "label 100: next hop 22 leads into VRF blue, and not out of VRF red, which could import the route instead");
                assertRefused(() -> conductor.onLabel(lsp(100, from,
                    new Action.Protect(new Action.Swap(17, TUNNEL), new Action.Swap(17, TO_BLUE)))),
                    "label 100: next hop 22 leads into VRF blue, and not out of VRF red, which could import the route instead");
            }
            conductor.onLabel(lsp(100, FROM_RED, new Action.Swap(17, TUNNEL)));
            conductor.onLabel(lsp(101, FROM_RED, new Action.Pop(PayloadType.IP, TO_RED)));
            conductor.onLabel(lsp(102, FROM_RED, new Action.LookupVrf("red", PayloadType.IP)));
            conductor.onLabel(lsp(103, new Accept.Core(), new Action.Pop(PayloadType.IP, TO_BLUE)));
        }
    }

    @Test
    void shouldKeepALabelOfOneVrfWhereItIs() {
        try (Conductor conductor = customers().conductor()) {
            conductor.onLabel(lsp(100, FROM_RED, new Action.Swap(17, PLAIN)));
            assertRefused(() -> conductor.onNextHop(direct(PLAIN, "blue0", "10.2.0.9")),
                "next hop 12: it would lead into VRF blue, but routes or labels of VRF red lead to it");
            conductor.onLabel(lsp(100, new Accept.Core(), new Action.Swap(17, PLAIN)));
            conductor.onNextHop(direct(PLAIN, "blue0", "10.2.0.9"));
        }
    }

    @Test
    void shouldGiveTheHostWhatACustomersLabelBringsInItsVrf() {
        try (Conductor conductor = customers().conductor()) {
            conductor.onLabel(lsp(100, FROM_RED, new Action.Receive()));
            final long word = conductor.tables().word(0, 100);
            assertThat(ForwardingWord.withAcceptClass(word, 0))
                .isEqualTo(ForwardingWord.receive(conductor.vrf("red").orElseThrow().number()));
        }
    }
}
