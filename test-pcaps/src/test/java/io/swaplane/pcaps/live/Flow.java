package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.netns.Await;
import io.swaplane.pcaps.PacketBuilder;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One labelled frame, sent by a neighbor of an {@link Asbr} again and again, that must leave for the other one with the next label. */
final class Flow implements AutoCloseable {
    private static final int PAUSE_MILLIS = 2;
    private static final int TTL = 64;

    private final Asbr asbr;
    private final String from;
    private final String to;
    private final byte[] frame;
    private final String expected;
    private final AtomicInteger sent = new AtomicInteger();
    private final Thread thread;
    private volatile boolean running = true;

    /** Begins at once; nothing else of the kind may have been seen there. */
    Flow(final Asbr asbr, final String from, final String to, final int label, final int next, final String destination) {
        this.asbr = asbr;
        this.from = from;
        this.to = to;
        this.frame = frame(Site.from(from), label, TTL, destination);
        this.expected = HexFormat.of().formatHex(frame(PacketBuilder.ethernet(Site.hostMac(to), Site.routerMac(to)), next, TTL - 1,
            destination));
        asbr.site().at(to).clear();
        this.thread = Thread.ofPlatform().daemon().name("flow-" + from).start(this::run);
    }

    private static byte[] frame(final PacketBuilder from, final int label, final int ttl, final String destination) {
        return from.mpls(label, 5, ttl).ipv4("10.7.0.1", destination, 60).udp(1000, 2000).payload(32).build();
    }

    private void run() {
        try {
            while (running) {
                sent.incrementAndGet();
                asbr.site().send(from, List.of(frame));
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private long arrived() {
        return asbr.labelled(to).stream().filter(expected::equals).count();
    }

    /** Waits until many more have arrived. */
    void goesOn() {
        final long before = arrived();
        Await.until("what the " + from + " sends arrives in the " + to, () -> arrived() > before + 100);
    }

    /** Sends no more: all have arrived, and no other labelled frame. */
    void shouldHaveLostNothing() {
        close();
        Await.until("all that the " + from + " has sent arrives in the " + to, () -> arrived() == sent.get());
        assertThat(asbr.labelled(to)).containsOnly(expected);
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
