package io.swaplane.pcaps.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteIntent;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Ten million packets with random source, destination, label and interface through VRFs whose customers have the same addresses: none
 * leaves by another VRF's interface or with another VRF's label, but where a VRF imports what another exports.
 */
@Tag("unchecked")
class VrfLeaksTest {
    private static final int PACKETS = 10_000_000;

    @Test
    void shouldKeepVrfsApart() {
        final long seed = Long.getLong("swaplane.seed", System.nanoTime());
        System.out.println("VRF leaks: -Dswaplane.seed=" + seed + " repeats this run");
        final long begin = System.nanoTime();
        try (OverlappingVrfs router = new OverlappingVrfs()) {
            final LeakTraffic traffic = new LeakTraffic(router, new SplittableRandom(seed));
            traffic.run(PACKETS);
            System.out.println("VRF leaks: " + traffic + "; " + (System.nanoTime() - begin) / 1_000_000 + " ms");
            assertThat(traffic.sent()).as("packets that left").isGreaterThan(PACKETS / 10);
            assertThat(traffic.leaked()).as("packets that left by a configured leak").isGreaterThan(PACKETS / 1_000);
            assertThat(traffic.viaCore()).as("packets that left with a VPN label").isGreaterThan(PACKETS / 50);
        }
    }

    @Test
    void shouldFindARouteThatLeadsAstray() {
        try (OverlappingVrfs router = new OverlappingVrfs()) {
            assertThatThrownBy(() -> router.conductor().onRoute(new RouteIntent("vrf0", Prefix.parse("10.8.0.0/16"),
                new RouteAction.Forward(null, OverlappingVrfs.customerNextHop(2)), null, null))).isInstanceOf(RefusedException.class)
                .hasMessageContaining("vrf0").hasMessageContaining("vrf1");
        }
        try (OverlappingVrfs router = new OverlappingVrfs()) {
            router.conductor().onRoute(new RouteIntent("vrf2", Prefix.parse("2001:db8:8::/48"),
                new RouteAction.Forward(OverlappingVrfs.VPN_LABEL + 1, OverlappingVrfs.coreNextHop()), null, null));
            assertThatThrownBy(() -> new LeakTraffic(router, new SplittableRandom(1)).run(PACKETS)).isInstanceOf(AssertionError.class)
                .hasMessageContaining("vrf2").hasMessageContaining("vrf1");
        }
    }
}
