package io.swaplane.router.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.Remedy;
import io.swaplane.bgp.session.InProcessFabric;
import io.swaplane.bgp.session.PeerAs;
import io.swaplane.bgp.session.PeerSettings;
import io.swaplane.bgp.session.Session;
import io.swaplane.bgp.session.SessionListener;
import io.swaplane.bgp.session.Sessions;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the log has of UPDATE messages that are faulty. */
class FaultyUpdatesLogTest {
    private static final InetAddress ROUTER = InetAddress.ofLiteral("10.1.0.1");
    private static final InetAddress PEER = InetAddress.ofLiteral("10.1.0.2");
    /** 10.0.0.0/8 with an origin that there is not. */
    private static final byte[] ORIGIN = HexFormat.of().parseHex("ff".repeat(16) + "002d02" + "0000" + "0014" + "40010107"
        + "400206" + "02010000fde9" + "4003040a010002" + "080a");
    /** The same with a right one, and 127.0.0.0/8. */
    private static final byte[] LOOPBACK = HexFormat.of().parseHex("ff".repeat(16) + "002f02" + "0000" + "0014" + "40010100"
        + "400206" + "02010000fde9" + "4003040a010002" + "080a" + "087f");

    @RegisterExtension
    private final Logged logged = new Logged("io.swaplane.bgp.session.Exchange");
    private final CountDownLatch up = new CountDownLatch(2);
    private final SessionListener listener = (SessionListener) Proxy.newProxyInstance(SessionListener.class.getClassLoader(),
        new Class<?>[] {SessionListener.class}, (proxy, method, arguments) -> {
            if (method.getName().equals("established")) {
                up.countDown();
            }
            return null;
        });

    private static Optional<InProcessFabric.Arrival> find(final String from, final PeerSettings settings) {
        return Optional.of(from.equals("router") ? new InProcessFabric.Arrival("peer", "", ROUTER)
            : new InProcessFabric.Arrival("router", "", PEER));
    }

    private Session open(final Sessions of, final InetAddress other, final long as, final long remote) {
        return of.call(() -> {
            final Session session = of.add(PeerSettings.peer(other, as, PeerAs.of(remote), (int) as).families(Family.IPV4_UNICAST)
                .passive(other == PEER).build(), listener);
            session.start();
            return session;
        });
    }

    private static void send(final Sessions peer, final Session session, final byte[] update, final int times) {
        peer.call(() -> {
            for (int i = 0; i < times; i++) {
                session.send(update, 0, update.length);
            }
            session.flush();
            return null;
        });
    }

    private static void await(final BooleanSupplier what) throws InterruptedException {
        final long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!what.getAsBoolean()) {
            assertThat(System.nanoTime() - end).isNegative();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    @Test
    void shouldTellOfTheFirstTenthAndHundredthOfAKind() throws IOException, InterruptedException {
        final InProcessFabric fabric = new InProcessFabric(FaultyUpdatesLogTest::find);
        try (Sessions router = Sessions.start(fabric.router("router"), Thread.ofPlatform().factory());
             Sessions peer = Sessions.start(fabric.router("peer"), Thread.ofPlatform().factory())) {
            final Session here = open(router, PEER, 65000, 65001);
            final Session there = open(peer, ROUTER, 65001, 65000);
            assertThat(up.await(1, TimeUnit.MINUTES)).isTrue();
            send(peer, there, ORIGIN, 150);
            send(peer, there, LOOPBACK, 5);
            await(() -> router.call(() -> here.counters().remedied(Remedy.IGNORE_PREFIX)) == 5);
        }
        assertThat(logged.events()).extracting(ILoggingEvent::getFormattedMessage).satisfiesExactly(
            first -> assertThat(first).contains("UPDATE message, treat as withdraw: [ORIGIN").endsWith("(so far 1 such)"),
            tenth -> assertThat(tenth).contains("treat as withdraw").endsWith("(so far 10 such)"),
            hundredth -> assertThat(hundredth).contains("treat as withdraw").endsWith("(so far 100 such)"),
            other -> assertThat(other).contains("ignore prefix").endsWith("(so far 1 such)"));
    }
}
