package io.swaplane.pcaps.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.MessageHeader;
import io.swaplane.bgp.message.UpdateReader;
import io.swaplane.bgp.message.UpdateWriter;
import io.swaplane.bgp.session.PeerAs;
import io.swaplane.bgp.session.PeerSettings;
import io.swaplane.bgp.session.RestartSettings;
import io.swaplane.bgp.session.Session;
import io.swaplane.bgp.session.SessionEnd;
import io.swaplane.bgp.session.SessionListener;
import io.swaplane.bgp.session.SessionState;
import io.swaplane.bgp.session.Sessions;
import io.swaplane.bgp.session.TcpNetwork;
import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.Required;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions with real speakers, in network namespaces joined by a link. */
class SessionInteropTest implements SessionListener {
    private static final InetAddress OWN = InetAddress.ofLiteral("10.9.0.1");
    private static final InetAddress PEER = InetAddress.ofLiteral("10.9.0.2");

    private final AtomicInteger announced = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger complete = new AtomicInteger();
    private final AtomicInteger down = new AtomicInteger();
    private Namespace here;
    private Namespace there;
    private Sessions speaker;
    private Session session;
    @TempDir
    private Path folder;

    @BeforeEach
    void join() throws Exception {
        Required.root();
        here = new Namespace("bgp");
        there = new Namespace("peer");
        Namespace.join(here, "s0", there, "p0");
        here.ip("addr", "add", "10.9.0.1/24", "dev", "s0");
        there.ip("addr", "add", "10.9.0.2/24", "dev", "p0");
    }

    @AfterEach
    void part() throws IOException {
        if (speaker != null) {
            speaker.close();
        }
        for (final Namespace each : new Namespace[] {here, there}) {
            if (each != null) {
                each.close();
            }
        }
    }

    private Thread inNamespace(final Runnable work) {
        return new Thread(() -> {
            try {
                final int fd = KernelException.check(LibC.open("/var/run/netns/" + here.name(), KernelAbi.O_RDONLY | KernelAbi.O_CLOEXEC),
                    "open", here.name());
                KernelException.check(LibC.setns(fd, KernelAbi.CLONE_NEWNET), "setns", here.name());
                LibC.close(fd);
            } catch (final KernelException e) {
                throw new IllegalStateException(e);
            }
            work.run();
        }, "bgp-interop");
    }

    private void start(final UnaryOperator<PeerSettings.Builder> more) throws Exception {
        speaker = Sessions.start(TcpNetwork.listening(List.of(new InetSocketAddress(OWN, 179))), this::inNamespace);
        final PeerSettings settings = more.apply(PeerSettings.peer(PEER, 65000, PeerAs.of(65001), 0x0A090001).localAddress(OWN)
            .retrySeconds(3).dampingSeconds(2).holdSeconds(9).families(Family.VPNV4)).build();
        session = speaker.call(() -> speaker.add(settings, this));
        speaker.execute(session::start);
    }

    private static void eventually(final String what, final BooleanSupplier condition) {
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within a minute: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private boolean isUp() {
        return speaker.call(session::state) == SessionState.ESTABLISHED;
    }

    private void routesCome() {
        eventually("established, now " + speaker.call(session::state), this::isUp);
        eventually("three routes", () -> announced.get() >= PeerDaemon.ROUTES);
    }

    @ParameterizedTest
    @EnumSource
    void shouldConnectAndTakeRoutes(final PeerDaemon.Kind kind) throws Exception {
        kind.require();
        try (PeerDaemon daemon = new PeerDaemon(kind, there, folder, true, "", false)) {
            start(settings -> settings);

            routesCome();
            assertThat(speaker.call(() -> session.connection().orElseThrow().remoteEnd())).isEqualTo("10.9.0.2:179");
            assertThat(speaker.call(() -> session.remoteOpen().orElseThrow().as())).isEqualTo(65001);
            assertThat(speaker.call(() -> session.negotiated().fourOctetAs())).isTrue();
            assertThat(daemon.output()).doesNotContain("panic");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeConnectedTo(final PeerDaemon.Kind kind) throws Exception {
        kind.require();
        start(settings -> settings.passive(true));
        try (PeerDaemon daemon = new PeerDaemon(kind, there, folder, false, "", false)) {
            routesCome();
            assertThat(speaker.call(() -> session.connection().orElseThrow().localEnd())).isEqualTo("10.9.0.1:179");
            assertThat(daemon.output()).doesNotContain("panic");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSignBothWays(final PeerDaemon.Kind kind) throws Exception {
        kind.require();
        try (PeerDaemon daemon = new PeerDaemon(kind, there, folder, false, "s3cret", false)) {
            start(settings -> settings.md5Key("s3cret"));

            routesCome();
            assertThat(daemon.output()).doesNotContain("panic");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldComeUpWithTtlSecurity(final PeerDaemon.Kind kind) throws Exception {
        kind.require();
        try (PeerDaemon daemon = new PeerDaemon(kind, there, folder, false, "", true)) {
            start(settings -> settings.ttlSecurityHops(1));

            routesCome();
            assertThat(daemon.output()).doesNotContain("panic");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAskAndBeAskedForRoutesAgain(final PeerDaemon.Kind kind) throws Exception {
        kind.require();
        try (PeerDaemon daemon = new PeerDaemon(kind, there, folder, false, "", false)) {
            // FRRouting marks the end of its routes for those only who speak of restarts.
            start(settings -> settings.gracefulRestart(new RestartSettings(false, 120, 300)));
            routesCome();
            if (daemon.marksEndOfRib()) {
                // Asked before it, it does nothing.
                eventually("end-of-RIB", () -> complete.get() > 0);
            }

            assertThat(speaker.call(() -> session.requestRefresh(Family.VPNV4))).isTrue();
            eventually("the routes again", () -> announced.get() >= 2 * PeerDaemon.ROUTES);
            if (daemon.softResetIn()) {
                eventually("asked", () -> asked.get() > 0);
                assertThat(speaker.call(() -> session.counters().received(MessageHeader.ROUTE_REFRESH))).isPositive();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldComeBackAfterAFlapAndAfterThePeerWasKilled(final PeerDaemon.Kind kind) throws Exception {
        kind.require();
        try (PeerDaemon daemon = new PeerDaemon(kind, there, folder, false, "", false)) {
            start(settings -> settings);
            routesCome();
            final int before = down.get();
            daemon.clear();
            eventually("down", () -> down.get() > before);
            eventually("up again", this::isUp);
        }
        eventually("down with the peer", () -> speaker.call(session::negotiated) == null);
        announced.set(0);
        try (PeerDaemon daemon = new PeerDaemon(kind, there, folder, false, "", false)) {
            routesCome();
            assertThat(daemon.output()).doesNotContain("panic");
        }
    }

    @Override
    public void established(final Session which) {
        new UpdateWriter(which.negotiated(), which::send).endOfRib(Family.VPNV4);
        which.flush();
    }

    @Override
    public void updated(final Session which, final UpdateReader update) {
        while (update.next()) {
            assertThat(update.family()).isEqualTo(Family.VPNV4);
            if (!update.withdrawn()) {
                assertThat(update.label(0)).isEqualTo(44);
                announced.incrementAndGet();
            }
        }
    }

    @Override
    public void endOfRib(final Session which, final Family family) {
        assertThat(family).isEqualTo(Family.VPNV4);
        complete.incrementAndGet();
    }

    @Override
    public void refreshRequested(final Session which, final Family family) {
        asked.incrementAndGet();
    }

    @Override
    public void refreshBegun(final Session which, final Family family) {
        assertThat(family).isEqualTo(Family.VPNV4);
    }

    @Override
    public void refreshEnded(final Session which, final Family family) {
        assertThat(family).isEqualTo(Family.VPNV4);
    }

    @Override
    public void familyDisabled(final Session which, final Family family) {
        throw new AssertionError("the peer's routes could not be read");
    }

    @Override
    public void writable(final Session which) {
        throw new AssertionError("nothing was sent that could have waited");
    }

    @Override
    public void down(final Session which, final SessionEnd end) {
        down.incrementAndGet();
    }
}
