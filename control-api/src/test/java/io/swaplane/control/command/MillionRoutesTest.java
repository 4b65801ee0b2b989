package io.swaplane.control.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.Conductor;
import io.swaplane.control.TestIntent;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.Prefix;
import io.swaplane.table.fib.AddressFamily;
import io.swaplane.table.fib.FibLookup;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;

/** A million routes of one producer, by the ring: put, put again in a new session, and half of them swept. */
class MillionRoutesTest {
    private static final int ROUTES = 1_000_000;
    private static final int NEXT_HOP = 11;
    private static final long SWAP = Forwarding.with(Forwarding.swap(17, NEXT_HOP), Model.PIPE, null);

    private final Conductor conductor = TestIntent.router().with(TestIntent.direct(NEXT_HOP, "core0", "10.0.0.2", 16001))
        .with(TestIntent.vrf("red", "1:1", "1:1")).conductor();
    private final Producers producers = new Producers(new CommandRing(1 << 20), 1 << 14, SystemNanoClock.INSTANCE, () -> { });
    private final List<Throwable> errors = new ArrayList<>();
    private final CommandReader reader = new CommandReader(producers, conductor, errors::add);

    private Producer open() {
        return producers.open(new ProducerSettings("bgp", "bgp", 100, SessionMode.RESYNC, null));
    }

    private void drain() {
        while (reader.doWork(0) > 0 || producers.ring().occupied() > 0) {
            conductor.doWork();
        }
    }

    /** The first octets of a /24, spread over the address space. */
    private static long high(final int i) {
        return (long) (i * 0x9E3779B1 & 0xFFFFF000 | (i & 0xF) << 8) << Integer.SIZE;
    }

    private void put(final Producer producer, final int from, final int to) {
        final int red = producer.vrfHandle("red");
        for (int i = from; i < to; i++) {
            while (producer.putRoute(red, AddressFamily.IPV4, high(i) & 0xFFFFFF00_00000000L, 0, 24, SWAP) < 0) {
                drain();
            }
        }
        drain();
    }

    @Test
    void shouldTakeAMillionRoutesAndSweepHalfOfThem() {
        final Producer first = open();
        long started = System.nanoTime();
        put(first, 0, ROUTES);
        System.out.printf("%,d routes put in %,d ms%n", ROUTES, (System.nanoTime() - started) / 1_000_000);
        final int all = conductor.vrf("red").orElseThrow().ipv4Routes();
        assertThat(conductor.routeUsage().byOwner()).containsEntry("bgp", all);
        assertThat(conductor.nextHop(NEXT_HOP).orElseThrow().references()).isEqualTo(all);
        assertThat(first.acknowledged()).isEqualTo(ROUTES);
        first.close();
        final Producer second = open();
        put(second, 0, ROUTES / 2);
        final int kept = conductor.vrf("red").orElseThrow().ipv4Routes();
        assertThat(kept).as("what is stale goes on").isEqualTo(all);
        started = System.nanoTime();
        final long end = second.endOfSync();
        drain();
        System.out.printf("swept down to %,d routes in %,d ms%n", conductor.vrf("red").orElseThrow().ipv4Routes(),
            (System.nanoTime() - started) / 1_000_000);
        assertThat(second.acknowledged()).isEqualTo(end);
        final int left = conductor.vrf("red").orElseThrow().ipv4Routes();
        assertThat(left).isEqualTo(all / 2);
        assertThat(conductor.routeUsage().byOwner()).containsEntry("bgp", left);
        assertThat(conductor.nextHop(NEXT_HOP).orElseThrow().references()).isEqualTo(left);
        for (int i = 0; i < ROUTES / 2; i += 997) {
            assertThat(FibLookup.lookup4(conductor.tables().fibs().address(), 1, (int) (high(i) >>> Integer.SIZE))).isNotZero();
        }
        second.close();
        open().endOfSync();
        drain();
        assertThat(conductor.vrf("red").orElseThrow().ipv4Routes()).isZero();
        assertThat(conductor.nextHop(NEXT_HOP).orElseThrow().references()).isZero();
        assertThat(conductor.route("red", Prefix.parse("0.0.0.0/24"))).isEmpty();
        conductor.close();
        assertThat(errors).isEmpty();
    }
}
