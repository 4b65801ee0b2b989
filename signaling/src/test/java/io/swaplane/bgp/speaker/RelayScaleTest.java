package io.swaplane.bgp.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.AttributeCache;
import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.MessageHeader;
import io.swaplane.bgp.message.Negotiated;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.OpenMessage;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.message.UpdateReader;
import io.swaplane.bgp.message.UpdateWriter;
import io.swaplane.bgp.rib.UpdateSink;
import io.swaplane.control.intent.RoutingIntent;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A million VPNv4 routes from one peer through the ASBR to another: all arrive, and what they cost is printed. */
class RelayScaleTest {
    private static final int ROUTES = Integer.getInteger("swaplane.routes", 1_000_000);
    private static final int SAME_ATTRIBUTES = 200;
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(5);

    /** Counts what it is sent. */
    private static final class Counter implements UpdateSink {
        private final UpdateReader reader = new UpdateReader(form(35), new AttributeCache());
        private long announced;
        private long withdrawn;
        private long messages;

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void send(final byte[] buffer, final int offset, final int length) {
            messages++;
            reader.read(buffer, offset, length);
            while (reader.next()) {
                if (reader.withdrawn()) {
                    withdrawn++;
                } else {
                    announced++;
                }
            }
        }
    }

    private static Negotiated form(final long as) {
        final List<Capability> each = List.of(new Capability.Multiprotocol(Family.VPNV4.numbers()), new Capability.FourOctetAs(as));
        return Negotiated.of(new OpenMessage(as, 90, 1, each), new OpenMessage(TestRouter.AS, 90, 2, each));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRelayRoutesOfTenThousandTuples(final boolean twoThreads) throws InterruptedException {
        relay(ROUTES, Math.min(ROUTES, 10_000), twoThreads);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRelayRoutesWithATupleEach(final boolean twoThreads) throws InterruptedException {
        relay(ROUTES, ROUTES, twoThreads);
    }

    /** The conductor's thread, as in a router. */
    private static final class Control implements AutoCloseable {
        private final TestRouter router;
        private final Thread thread;
        private volatile boolean running = true;

        Control(final TestRouter router) {
            this.router = router;
            thread = Thread.ofPlatform().name("control").start(this::run);
        }

        private void run() {
            while (running) {
                if (router.router() == 0) {
                    Thread.yield();
                }
            }
        }

        @Override
        public void close() {
            running = false;
            try {
                thread.join();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void relay(final int routes, final int tuples, final boolean twoThreads) throws InterruptedException {
        final TestRouter router = new TestRouter(SpeakerOptions.of(TestRouter.ROUTER_ID), RoutingIntent.NONE, 16 << 20, 1 << 15, 1_047_000);
        final Counter counter = new Counter();
        final ScriptedPeer pe1 = new ScriptedPeer(router, "pe1", "1.1.1.1", TestRouter.AS, ScriptedPeer.rules(), Family.VPNV4).up();
        final ScriptedPeer asbr3 = new ScriptedPeer(router, "asbr3", "10.5.5.5", 35, ScriptedPeer.rules().accept(TestRouter.EXT0),
            Family.VPNV4);
        router.speaker.peerUp(asbr3.info(), counter);
        router.settle();
        final List<byte[]> messages = updates(routes, tuples);
        final long heap = heap();
        final UpdateReader reader = new UpdateReader(pe1.info().form(), router.cache);
        final long cpu = cpuNanos();
        final long began = System.nanoTime();
        try (Control control = twoThreads ? new Control(router) : null) {
            for (int next = 0; next < messages.size() || counter.announced < routes;) {
                if (router.speaker.wantsReads()) {
                    for (int i = 0; i < 16 && next < messages.size(); i++) {
                        final byte[] message = messages.get(next);
                        reader.read(message, 0, message.length);
                        pe1.session().update(reader);
                        next++;
                    }
                }
                router.speaker.doWork();
                if (control == null) {
                    router.router();
                }
                assertThat(System.nanoTime() - began).as("nanoseconds").isLessThan(LIMIT_NANOS);
            }
        }
        final double seconds = (System.nanoTime() - began) / 1e9;
        final double cpuSeconds = (cpuNanos() - cpu) / 1e9;
        router.settle();
        assertThat(counter.announced).isEqualTo(routes);
        System.out.printf("%,d VPNv4 routes with %,d tuples relayed by %s, conductor and the receiver's parsing included: %.2f s, "
            + "%.2f CPU-seconds of the process, %,.0f routes/s, %,d messages out, %.1f octets of heap a route "
            + "(%.1f with what they share, the attributes and the router's bindings; %s)%n", routes, tuples,
            twoThreads ? "two threads" : "one thread", seconds, cpuSeconds, routes / seconds, counter.messages,
            router.speaker.octets() / (double) routes, (heap() - heap) / (double) routes, Runtime.version());
        final long gone = System.nanoTime();
        pe1.down();
        router.settle();
        assertThat(counter.withdrawn).isEqualTo(routes);
        assertThat(router.speaker.tables().get(0).destinations().size()).isZero();
        System.out.printf("all withdrawn after the session's end: %.2f s%n", (System.nanoTime() - gone) / 1e9);
        router.close();
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** Octets in use after a collection. */
    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static List<byte[]> updates(final int routes, final int tuples) {
        final List<byte[]> messages = new ArrayList<>();
        final UpdateWriter writer = new UpdateWriter(form(TestRouter.AS), (buffer, offset, length) -> {
            assertThat(MessageHeader.type(buffer, offset)).isEqualTo(MessageHeader.UPDATE);
            final byte[] copy = new byte[length];
            System.arraycopy(buffer, offset, copy, 0, length);
            messages.add(copy);
        });
        final NextHop[] nextHops = {NextHop.of(TestRouter.ip("1.1.1.1")), NextHop.of(TestRouter.ip("1.1.1.2"))};
        PathAttributes attributes = null;
        for (int i = 0; i < routes; i++) {
            if (i % SAME_ATTRIBUTES == 0) {
                attributes = ScriptedPeer.path(64512 + i / SAME_ATTRIBUTES % 1000).localPref(100).build();
                writer.announce(Family.VPNV4, attributes, nextHops[(i / SAME_ATTRIBUTES + 2 * i / routes) % 2]);
            }
            writer.add(0, 16 + i % (tuples / 2), 100L << 32 | i % 16, (10L << 24 | i) << 32, 0, 32);
        }
        writer.flush();
        return messages;
    }
}
