package io.swaplane.pcaps.live;

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
import io.swaplane.io.netns.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions with real speakers, in network namespaces joined by a link; of the router there is no more than its sessions here. */
class SessionInteropTest implements SessionListener {
    private static final List<LabelledRoute> ROUTES = IntStream.range(0, 3)
        .mapToObj(each -> LabelledRoute.vpn4("100:4", "10.10.40." + each + "/32", 44, "10.9.0.2")).toList();
    private static final Peering PEERING = Peering.of(65001, "10.9.0.2", "10.9.0.1", 65000, "vpnv4");
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

    /** Which speaker. */
    private enum Kind {
        GOBGP {
            @Override
            BgpSpeaker start(final Namespace place, final Path folder, final Peering peering) throws IOException {
                Required.gobgp();
                return GoBgp.start(place, folder, peering);
            }

            @Override
            void reset(final BgpSpeaker speaker) throws IOException {
                ((GoBgp) speaker).reset();
            }
        },
        FRR {
            @Override
            BgpSpeaker start(final Namespace place, final Path folder, final Peering peering) throws IOException {
                Required.frr();
                return Frr.speaker(place, peering);
            }

            @Override
            void reset(final BgpSpeaker speaker) throws IOException {
                ((Frr) speaker).reset();
            }
        },
        BIRD {
            @Override
            BgpSpeaker start(final Namespace place, final Path folder, final Peering peering) throws IOException {
                Required.bird();
                return Bird.start(place, folder, peering);
            }

            @Override
            void reset(final BgpSpeaker speaker) throws IOException {
                ((Bird) speaker).reset();
            }
        };

        abstract BgpSpeaker start(Namespace place, Path folder, Peering peering) throws IOException;

        /** Has it end and begin its sessions. */
        abstract void reset(BgpSpeaker speaker) throws IOException;
    }

    /** Starts a speaker that announces the routes. */
    private BgpSpeaker speaker(final Kind kind, final Peering peering) throws IOException {
        final BgpSpeaker made = kind.start(there, folder, peering);
        try {
            for (final LabelledRoute each : ROUTES) {
                made.announce(each);
            }
            return made;
        } catch (final IOException | AssertionError e) {
            made.close();
            throw e;
        }
    }

    @BeforeEach
    void join() throws Exception {
        Required.root();
        here = new Namespace("bgp");
        there = new Namespace("peer");
        Namespace.join(here, "s0", there, Site.WIRE);
        here.ip("addr", "add", "10.9.0.1/24", "dev", "s0");
        there.ip("addr", "add", "10.9.0.2/24", "dev", Site.WIRE);
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

    private boolean isUp() {
        return speaker.call(session::state) == SessionState.ESTABLISHED;
    }

    private void routesCome() {
        Await.until("established, now " + speaker.call(session::state), this::isUp);
        Await.until("three routes", () -> announced.get() >= ROUTES.size());
    }

    @ParameterizedTest
    @EnumSource
    void shouldConnectAndTakeRoutes(final Kind kind) throws Exception {
        try (BgpSpeaker peer = speaker(kind, PEERING.waiting())) {
            start(settings -> settings);

            routesCome();
            assertThat(speaker.call(() -> session.connection().orElseThrow().remoteEnd())).isEqualTo("10.9.0.2:179");
            assertThat(speaker.call(() -> session.remoteOpen().orElseThrow().as())).isEqualTo(65001);
            assertThat(speaker.call(() -> session.negotiated().fourOctetAs())).isTrue();
            assertThat(peer.output()).doesNotContain("panic");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeConnectedTo(final Kind kind) throws Exception {
        start(settings -> settings.passive(true));
        try (BgpSpeaker peer = speaker(kind, PEERING)) {
            routesCome();
            assertThat(speaker.call(() -> session.connection().orElseThrow().localEnd())).isEqualTo("10.9.0.1:179");
            assertThat(peer.output()).doesNotContain("panic");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSignBothWays(final Kind kind) throws Exception {
        try (BgpSpeaker peer = speaker(kind, PEERING.signed("s3cret"))) {
            start(settings -> settings.md5Key("s3cret"));

            routesCome();
            assertThat(peer.output()).doesNotContain("panic");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldComeUpWithTtlSecurity(final Kind kind) throws Exception {
        try (BgpSpeaker peer = speaker(kind, PEERING.near())) {
            start(settings -> settings.ttlSecurityHops(1));

            routesCome();
            assertThat(peer.output()).doesNotContain("panic");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAskAndBeAskedForRoutesAgain(final Kind kind) throws Exception {
        try (BgpSpeaker peer = speaker(kind, PEERING)) {
            // FRRouting marks the end of its routes for those only who speak of restarts.
            start(settings -> settings.gracefulRestart(new RestartSettings(false, 120, 300)));
            routesCome();
            if (!(peer instanceof GoBgp)) {
                // Asked before it, FRRouting does nothing. GoBGP sends none.
                Await.until("end-of-RIB", () -> complete.get() > 0);
            }

            final int before = announced.get();
            assertThat(speaker.call(() -> session.requestRefresh(Family.VPNV4))).isTrue();
            Await.until("the routes again", () -> announced.get() >= before + ROUTES.size());
            if (peer instanceof final Frr frr) {
                frr.askAgain("vpnv4");
            } else if (peer instanceof final Bird bird) {
                bird.askAgain();
            }
            if (!(peer instanceof GoBgp)) {
                Await.until("asked", () -> asked.get() > 0);
                assertThat(speaker.call(() -> session.counters().received(MessageHeader.ROUTE_REFRESH))).isPositive();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldComeBackAfterAFlapAndAfterThePeerWasKilled(final Kind kind) throws Exception {
        try (BgpSpeaker peer = speaker(kind, PEERING)) {
            start(settings -> settings);
            routesCome();
            final int before = down.get();
            kind.reset(peer);
            Await.until("down", () -> down.get() > before);
            Await.until("up again", this::isUp);
        }
        Await.until("down with the peer", () -> speaker.call(session::negotiated) == null);
        announced.set(0);
        try (BgpSpeaker peer = speaker(kind, PEERING)) {
            routesCome();
            assertThat(peer.output()).doesNotContain("panic");
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
