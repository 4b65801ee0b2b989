package io.swaplane.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.control.TestIntent;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.fib.AddressFamily;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RouteCommandsTest {
    private static final RouteAction.Forward LABELLED = new RouteAction.Forward(1_048_575, 1);
    private static final RouteAction.Forward PLAIN = new RouteAction.Forward(null, 1_048_575);
    private static final RouteAction.Via VIA_IPV4 = new RouteAction.Via(TestIntent.ip("255.254.253.252"));
    private static final RouteAction.Via VIA_IPV6 = new RouteAction.Via(TestIntent.ip("2001:db8::ffff:1"));

    private final Spine spine = new Spine();
    private final Producer producer = spine.open("bgp");

    static List<VrfIntent> vrfs() {
        return List.of(new VrfIntent("größe", RouteDistinguisher.parse("4200000000:65535"), List.of(RouteTarget.parse("1:1"),
                RouteTarget.parse("192.0.2.1:2")), List.of(RouteTarget.parse("65000:4000000000")), LabelMode.PER_VRF, 1_048_575),
            new VrfIntent("red", null, List.of(), List.of(), LabelMode.PER_NEXT_HOP, null),
            new VrfIntent("blue", RouteDistinguisher.parse("0:0"), List.of(), List.of(), LabelMode.PER_ROUTE, null));
    }

    @ParameterizedTest
    @MethodSource("vrfs")
    void shouldCarryEveryVrf(final VrfIntent intent) {
        producer.putVrf(intent);
        producer.removeVrf(intent.name());
        spine.drain();
        assertThat(spine.target.done).containsExactly(intent, new RecordingTarget.Remove("VRF", intent.name()));
        assertThat(producer.acknowledged()).isEqualTo(2);
    }

    static List<RouteIntent> routes() {
        return List.of(route("10.0.0.0/8", LABELLED), route("0.0.0.0/0", PLAIN), route("255.255.255.255/32", VIA_IPV4),
            route("::/0", VIA_IPV6), route("2001:db8::1/128", new RouteAction.Receive()), route("2001:db8::/33", new RouteAction.Drop()),
            route("10.0.0.0/9", new RouteAction.Protect(LABELLED, VIA_IPV6)),
            route("10.0.0.0/10", new RouteAction.Ecmp(List.of(new RouteAction.Leg(1, LABELLED), new RouteAction.Leg(255, VIA_IPV4),
                new RouteAction.Leg(7, new RouteAction.Protect(PLAIN, LABELLED))))),
            route("10.0.0.0/11", new RouteAction.Ecmp(List.of())),
            new RouteIntent("global", Prefix.parse("10.0.0.0/12"), PLAIN, Model.PIPE, Model.UNIFORM));
    }

    private static RouteIntent route(final String prefix, final RouteAction action) {
        return new RouteIntent("red", Prefix.parse(prefix), action, null, null);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void shouldCarryEveryRoute(final RouteIntent intent) {
        assertThat(producer.putRoute(intent)).isEqualTo(1);
        spine.drain();
        assertThat(spine.target.done).containsExactly(intent);
    }

    @Test
    void shouldCarryTheCommonRouteWithItsVrf() {
        final int red = producer.vrfHandle("red");
        final long forwarding = Forwarding.with(Forwarding.swap(17, 11), Model.PIPE, null);
        assertThat(producer.vrfHandle("red")).isEqualTo(red);
        assertThat(producer.vrfHandle(VrfIntent.GLOBAL)).isZero();
        assertThat(producer.putRoute(red, AddressFamily.IPV4, 10L << 56, 0, 8, forwarding)).isEqualTo(1);
        producer.putRoute(0, AddressFamily.IPV6, -1L, -2L, 127, Forwarding.swap(3, 11));
        producer.removeRoute(red, AddressFamily.IPV6, 5, 6, 128);
        producer.removeRoute("blue", Prefix.parse("10.0.0.0/8"));
        spine.drain();
        assertThat(spine.target.done).containsExactly(
            new RecordingTarget.PlainRoute("red", AddressFamily.IPV4, 10L << 56, 0, 8, forwarding),
            new RecordingTarget.PlainRoute("global", AddressFamily.IPV6, -1L, -2L, 127, Forwarding.swap(3, 11)),
            new RecordingTarget.Remove("route", List.of("red", AddressFamily.IPV6, 5L, 6L, 128)),
            new RecordingTarget.Remove("route", List.of("blue", AddressFamily.IPV4, 10L << 56, 0L, 8)));
        assertThat(producer.acknowledged()).isEqualTo(4);
    }

    @Test
    void shouldCarryRoutesWithinABulk() {
        producer.begin();
        final int red = producer.vrfHandle("red");
        producer.putRoute(red, AddressFamily.IPV4, 10L << 56, 0, 8, Forwarding.swap(17, 11));
        producer.putRoute(route("10.0.0.0/9", PLAIN));
        spine.drain();
        assertThat(spine.target.done).isEmpty();
        producer.commit();
        spine.drain();
        assertThat(spine.target.done).hasSize(2);
        assertThat(producer.poll().bulk().programmed()).isEqualTo(2);
    }

    @Test
    void shouldRefuseAtOnceWhatNoCommandCanHold() {
        assertRefused(() -> producer.putVrf(new VrfIntent("red", null, List.of(), List.of(), null, null)), "a VRF needs a label mode");
        assertRefused(() -> producer.putVrf(new VrfIntent(null, null, List.of(), List.of(), LabelMode.PER_VRF, null)), "it lacks a name");
        assertRefused(() -> producer.putRoute(route("10.0.0.0/8", null)), "it has no action");
        assertRefused(() -> producer.putRoute(new RouteIntent("red", null, PLAIN, null, null)), "a route needs a prefix");
        assertRefused(() -> producer.putRoute(route("10.0.0.0/8", new RouteAction.Protect(PLAIN, null))),
            "a protection pair needs both its paths");
        assertRefused(() -> producer.putRoute(route("10.0.0.0/8", new RouteAction.Via(null))), "a gateway needs an address");
        assertRefused(() -> producer.putRoute(route("10.0.0.0/8", new RouteAction.Ecmp(List.of(new RouteAction.Leg(1,
            new RouteAction.Drop()))))), "an ECMP leg of a route must forward, or be a protection pair");
        assertRefused(() -> producer.putRoute(1, AddressFamily.IPV4, 0, 0, 8, 0), "1 is no handle of a VRF in this session");
        assertRefused(() -> producer.removeRoute(0, AddressFamily.IPV4, 0, 0, 33), "a prefix's length must be 0 to 32, not 33");
        assertThat(producer.putRoute(route("10.0.0.0/8", new RouteAction.Ecmp(Collections.nCopies(70_000, new RouteAction.Leg(1, PLAIN))))))
            .isEqualTo(Producer.TOO_LARGE);
        assertThat(producer.vrfHandle("x".repeat(70_000))).isEqualTo(Producer.TOO_LARGE);
        assertThat(producer.putRoute(route("10.0.0.0/8", PLAIN))).as("none of them took a generation").isEqualTo(1);
    }

    private static void assertRefused(final ThrowableAssert.ThrowingCallable call, final String message) {
        assertThatThrownBy(call).isInstanceOf(RefusedException.class).hasMessage(message);
    }
}
