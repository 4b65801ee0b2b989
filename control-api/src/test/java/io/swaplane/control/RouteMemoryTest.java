package io.swaplane.control;

import static io.swaplane.control.PeIntent.API;
import static io.swaplane.control.PeIntent.PLAIN;
import static io.swaplane.control.PeIntent.TUNNEL;
import static io.swaplane.control.PeIntent.forward;
import static io.swaplane.control.PeIntent.lookup;
import static io.swaplane.control.PeIntent.pe;
import static io.swaplane.control.PeIntent.settle;
import static io.swaplane.control.TestIntent.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.fib.AddressFamily;
import java.util.SplittableRandom;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;

/** Routes when their memory has run out: 4 MiB of it. */
class RouteMemoryTest {
    private static final long BYTES = 4L << 20;
    private static final int MOST = 1_000_000;

    private static Conductor conductor(final String targets) {
        return new Conductor(pe(targets, targets).build(), 2, SystemNanoClock.INSTANCE, ForwardingTables.RECORD_BYTES, BYTES);
    }

    private static long high(final SplittableRandom random) {
        return 0x2000_0000_0000_0000L | random.nextLong() >>> 3;
    }

    /** Puts IPv6 routes of random addresses until one is refused; how many it took. */
    private static int fill(final Conductor conductor) {
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < MOST; i++) {
            try {
                conductor.onRoute(API, "red", AddressFamily.IPV6, high(random), 0, 64, Forwarding.swap(17, TUNNEL));
            } catch (final RefusedException e) {
                assertThat(e.reason()).isEqualTo(RefusalReason.EXHAUSTED);
                return i;
            }
            if (i % 100 == 0) {
                conductor.doWork();
            }
        }
        throw new AssertionError("memory does not run out");
    }

    @Test
    void shouldLeaveNothingOfARouteThatFindsNoMemory() {
        try (Conductor conductor = conductor("")) {
            final int routes = fill(conductor);
            assertThat(conductor.nextHop(TUNNEL).orElseThrow().references()).isEqualTo(routes);
            assertThat(conductor.routeUsage().byOwner()).containsEntry("api", routes);
            final RouteAction pair = new RouteAction.Protect(forward(17, PLAIN), TestIntent.via("10.1.0.9"));
            assertThat(refusal(() -> conductor.onRoute(API, route("red", "3fff:1:2:3:4:5:6:7/128", pair))))
                .isEqualTo(RefusalReason.EXHAUSTED);
            assertThat(conductor.nextHop(PLAIN).orElseThrow().references()).isZero();
            assertThat(conductor.routeUsage().adjacencies()).isZero();
            assertThat(conductor.routeUsage().byOwner()).containsEntry("api", routes);
        }
    }

    @Test
    void shouldNotLeadToANeighbourThatWentAlsoInFullMemory() {
        try (Conductor conductor = conductor("1:1")) {
            conductor.learnNeighbour(TestIntent.neighbour("red0", "2001:db8:1::9", TestIntent.MAC_3));
            final long known = lookup(conductor, "red", "2001:db8:1::9");
            fill(conductor);
            final SplittableRandom random = new SplittableRandom(1);
            RefusalReason reason = null;
            for (int i = 0; i < MOST && reason == null; i++) {
                // Without a cycle in between nothing comes back: even what takes out needs some, and then finds none.
                reason = refusal(() -> conductor.removeRoute(API, "red", AddressFamily.IPV6, high(random), 0, 64));
            }
            conductor.forgetNeighbour("red0", TestIntent.ip("2001:db8:1::9"));
            for (final String vrf : new String[] {"red", "blue"}) {
                assertThat(lookup(conductor, vrf, "2001:db8:1::9")).isNotEqualTo(known)
                    .isEqualTo(ForwardingWord.glean(conductor.interfaceNumber("red0")));
            }
            assertThat(conductor.routeUsage().adjacencies()).isZero();
        }
    }

    private static RefusalReason refusal(final Runnable command) {
        try {
            command.run();
        } catch (final RefusedException e) {
            return e.reason();
        }
        return null;
    }

    @Test
    void shouldTakeAllRoutesOutOfFullMemory() {
        try (Conductor conductor = conductor("")) {
            final int routes = fill(conductor);
            final SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < routes; i++) {
                conductor.removeRoute(API, "red", AddressFamily.IPV6, high(random), 0, 64);
                if (i % 100 == 0) {
                    conductor.doWork();
                }
            }
            assertThat(conductor.nextHop(TUNNEL).orElseThrow().references()).isZero();
            assertThat(conductor.vrf("red").orElseThrow().ipv6Routes()).isEqualTo(2);
        }
    }

    @Test
    void shouldLeakWhatFoundNoMemoryOnceThereIsSome() {
        try (Conductor conductor = conductor("1:1")) {
            final int routes = fill(conductor);
            final int red = conductor.vrf("red").orElseThrow().ipv6Routes();
            assertThat(conductor.nextHop(TUNNEL).orElseThrow().references()).isEqualTo(routes);
            final SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < routes / 2; i++) {
                conductor.removeRoute(API, "red", AddressFamily.IPV6, high(random), 0, 64);
                if (i % 100 == 0) {
                    conductor.doWork();
                }
            }
            settle(conductor);
            assertThat(conductor.vrf("red").orElseThrow().ipv6Routes()).isEqualTo(red - routes / 2);
            assertThat(conductor.vrf("blue").orElseThrow().ipv6Routes()).isEqualTo(red - routes / 2);
            assertThat(lookup(conductor, "blue", "10.1.0.9")).isNotZero();
        }
    }
}
