package io.swaplane.router.lab;

import io.swaplane.bgp.message.Addresses;
import io.swaplane.bgp.message.AsPath;
import io.swaplane.bgp.message.BgpOrigin;
import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.message.UpdateReader;
import io.swaplane.bgp.message.UpdateWriter;
import io.swaplane.bgp.session.PeerAs;
import io.swaplane.bgp.session.PeerSettings;
import io.swaplane.bgp.session.Session;
import io.swaplane.bgp.session.SessionEnd;
import io.swaplane.bgp.session.SessionListener;
import io.swaplane.bgp.session.SessionState;
import io.swaplane.bgp.session.Sessions;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.intent.RouteTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * BGP of a provider edge whose packets a router with static labels forwards: the test says what it tells, and what it says of its restarts.
 * It waits for the other side's connections.
 */
final class ScriptedEdge implements SessionListener, AutoCloseable {
    private static final String DISTINGUISHER = "100:0";
    private static final String TARGET = "100:1";

    private final InetAddress own;
    private final Sessions sessions;
    private final Session session;
    private volatile Capability.GracefulRestart restart;
    private volatile Consumer<ScriptedEdge> greeting;

    /** Speaks in the place of a router, which has no BGP itself, to another one of the same AS. */
    ScriptedEdge(final RunningLab lab, final String router, final String own, final String peer, final long as) throws IOException {
        this.own = InetAddress.ofLiteral(own);
        sessions = Sessions.start(lab.fabric().router(router), Thread.ofPlatform().daemon().name("scripted-" + router).factory());
        session = sessions.call(() -> sessions.add(PeerSettings.peer(InetAddress.ofLiteral(peer), as, PeerAs.of(as),
            (int) (NextHop.of(this.own).high() >>> Integer.SIZE)).localAddress(this.own).families(Family.VPNV4).passive(true)
            .dampingSeconds(1).build(), this));
        sessions.execute(() -> session.restart(() -> Optional.of(restart)));
    }

    /** Begins to take connections, once it is said what it is to say. */
    void open() {
        sessions.execute(session::start);
    }

    /** Whether it would take a connection now: not at once after a session was lost. */
    boolean isReady() {
        return sessions.call(session::state) != SessionState.IDLE;
    }

    /** In sessions from now on it says that it restarts in so many seconds and has kept its forwarding, or has not, and then tells. */
    void next(final int seconds, final boolean forwarding, final Consumer<ScriptedEdge> tells) {
        restart = new Capability.GracefulRestart(false, true, seconds,
            List.of(new Capability.GracefulRestart.Entry(Family.VPNV4.numbers(), forwarding)));
        greeting = tells;
    }

    /** Does something in the session that is up. */
    void act(final Consumer<ScriptedEdge> what) {
        sessions.call(() -> {
            what.accept(this);
            session.flush();
            return null;
        });
    }

    void announce(final String prefix, final int label) {
        final UpdateWriter writer = new UpdateWriter(session.negotiated(), session::send);
        writer.announce(Family.VPNV4, PathAttributes.builder().origin(BgpOrigin.IGP).asPath(AsPath.sequence()).localPref(100)
            .extendedCommunities(RouteTarget.parse(TARGET).value()).build(), NextHop.of(own));
        final Prefix parsed = Prefix.parse(prefix);
        writer.add(0, label, RouteDistinguisher.parse(DISTINGUISHER).value(), Addresses.high(parsed.address()),
            Addresses.low(parsed.address()), parsed.length());
        writer.flush();
    }

    void endOfRib() {
        new UpdateWriter(session.negotiated(), session::send).endOfRib(Family.VPNV4);
    }

    @Override
    public void established(final Session up) {
        greeting.accept(this);
        session.flush();
    }

    @Override
    public void updated(final Session from, final UpdateReader update) {
        // The way back has static labels.
    }

    @Override
    public void endOfRib(final Session from, final Family family) {
        // Nothing waits for it.
    }

    @Override
    public void refreshRequested(final Session from, final Family family) {
        // Nobody asks.
    }

    @Override
    public void refreshBegun(final Session from, final Family family) {
        // Nothing is kept.
    }

    @Override
    public void refreshEnded(final Session from, final Family family) {
        // Nothing is kept.
    }

    @Override
    public void familyDisabled(final Session from, final Family family) {
        // Nothing is read.
    }

    @Override
    public void writable(final Session to) {
        // Little is sent.
    }

    @Override
    public void down(final Session from, final SessionEnd end) {
        // It waits for the next connection.
    }

    @Override
    public void close() {
        sessions.close();
    }
}
