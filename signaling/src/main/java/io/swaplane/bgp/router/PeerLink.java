package io.swaplane.bgp.router;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.OpenMessage;
import io.swaplane.bgp.message.UpdateReader;
import io.swaplane.bgp.rib.PeerInfo;
import io.swaplane.bgp.rib.UpdateSink;
import io.swaplane.bgp.session.PeerSettings;
import io.swaplane.bgp.session.Session;
import io.swaplane.bgp.session.SessionEnd;
import io.swaplane.bgp.session.SessionListener;
import io.swaplane.bgp.session.Timers;
import io.swaplane.bgp.speaker.RefusedRoutes;
import io.swaplane.bgp.speaker.Speaker;
import io.swaplane.bgp.speaker.SpeakerPeer;
import io.swaplane.table.AddressText;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A configured peer: brings what its session hears to the speaker, and the speaker's messages to its session. On the speaker's loop. */
final class PeerLink implements SessionListener, UpdateSink {
    private static final Logger LOG = LoggerFactory.getLogger(PeerLink.class);

    private BgpPeer peer;
    private final Speaker speaker;
    private final Runnable wake;
    private final PeerRestart restart;
    /** Of sessions before this one. */
    private final RefusedRoutes refused = new RefusedRoutes();
    private final Set<Family> complete = EnumSet.noneOf(Family.class);
    private Session session;
    private SpeakerPeer routes;
    private boolean unflushed;
    private boolean synced;
    private SessionEnd lastDown;

    /**
     * A peer whose session is not up.
     *
     * @param timers the loop's.
     * @param started when this router's BGP started, on the timers' clock.
     * @param wake called when the speaker has something to do.
     */
    PeerLink(final BgpPeer peer, final Speaker speaker, final Timers timers, final long started, final Runnable wake) {
        this.peer = peer;
        this.speaker = speaker;
        this.wake = wake;
        this.restart = new PeerRestart(peer.name(), peer.session().gracefulRestart().orElse(null), peer.session().families(), timers,
            started, wake);
    }

    /** What it is configured with. */
    BgpPeer peer() {
        return peer;
    }

    /**
     * It is configured with another description, or other policies. A new import policy needs all its routes once more.
     *
     * @return false when they cannot be had without a new session.
     */
    boolean change(final BgpPeer same) {
        final boolean isAsked = routes != null && !same.rules().importPolicy().equals(peer.rules().importPolicy());
        if (isAsked && !canBeAsked()) {
            return false;
        }
        final boolean others = !same.rules().equals(peer.rules());
        peer = same;
        if (routes != null && others) {
            routes.policies(same.rules().importPolicy(), same.rules().exportPolicy());
        }
        if (isAsked) {
            askAgain();
        }
        return true;
    }

    /** Whether it can be asked for all its routes; one that knows graceful restart may not answer before it has sent them once. */
    private boolean canBeAsked() {
        return session.negotiated().refresh() && (isComplete() || session.remoteOpen().flatMap(OpenMessage::gracefulRestart).isEmpty());
    }

    /** Its session, up or not. */
    Session session() {
        return session;
    }

    void session(final Session opened) {
        session = opened;
        opened.restart(restart::capability);
    }

    /** Its routes; empty unless the session is up. */
    Optional<SpeakerPeer> routes() {
        return Optional.ofNullable(routes);
    }

    /** How many of its routes were not taken since it was configured. */
    RefusedRoutes refused() {
        final RefusedRoutes all = new RefusedRoutes();
        all.add(refused);
        routes().map(SpeakerPeer::refused).ifPresent(all::add);
        return all;
    }

    /** Why its session ended last: while it is up that of the last one, else of the last attempt; null when it never did. */
    SessionEnd lastEnd() {
        return routes != null ? lastDown : session.counters().lastEnd();
    }

    /** Whether all its routes have come once since this router's BGP started. */
    boolean synced() {
        return synced;
    }

    /** Whether this router, which has just started, waits for its routes before it tells others any (RFC 4724 §4.1). */
    boolean isAwaited() {
        if (peer.shutdown()) {
            return false;
        }
        return routes == null || !restart.isNotAwaited() && !isComplete();
    }

    private boolean isComplete() {
        return session.negotiated().families().stream().allMatch(each -> each == Family.ROUTE_TARGET || complete.contains(each));
    }

    /** What it has said of graceful restart, for people to read; null for nothing. */
    String restartWords() {
        return restart.words();
    }

    /** What of its last session's routes goes on counting, for people to read; null when none does. */
    String kept() {
        return restart.kept(routes);
    }

    /** Whether its address is written so. */
    boolean isAt(final String address) {
        return AddressText.of(peer.session().address()).equals(address);
    }

    /** Ends its session, which comes up again; one that is shut down stays so. */
    void restart() {
        if (session.isHeldDown()) {
            session.start();
        } else {
            session.reset("");
        }
    }

    /** Asks for all its routes; whether it could be asked. */
    boolean askAgain() {
        boolean asked = false;
        if (routes != null) {
            for (final Family family : session.negotiated().families()) {
                asked |= session.requestRefresh(family);
            }
        }
        return asked;
    }

    /** Tells it all routes again. */
    void tellAgain(final SpeakerPeer to) {
        session.negotiated().families().forEach(to::refresh);
    }

    /** Sends what the speaker has said. */
    void flush() {
        if (unflushed) {
            unflushed = false;
            session.flush();
        }
    }

    @Override
    public boolean isWritable() {
        return session.writable();
    }

    @Override
    public void send(final byte[] buffer, final int offset, final int length) {
        session.send(buffer, offset, length);
        unflushed = true;
    }

    @Override
    public void established(final Session up) {
        final PeerSettings settings = peer.session();
        final OpenMessage remote = up.remoteOpen().orElseThrow();
        complete.clear();
        routes = speaker.peerUp(new PeerInfo(peer.name(), NextHop.of(settings.address()), peer.vrf(), settings.localAs(), remote.as(),
            remote.identifier(), up.negotiated(), peer.rules()), this);
        up.negotiated().families().stream().filter(each -> !isTold(up, each)).forEach(each ->
            LOG.warn("neighbor {}: takes no IPv6 next hops of {} (RFC 8950), and an IPv6 session has no others: it is told no routes with "
                + "this router as next hop", peer.name(), each));
        restart.up(remote.gracefulRestart(), routes);
        look();
        wake.run();
    }

    /** Whether it understands this router as next hop of a family. */
    private boolean isTold(final Session up, final Family family) {
        return peer.rules().selfIpv4() != null || !family.ipv4() || family == Family.ROUTE_TARGET
            || up.negotiated().sendsIpv6NextHops(family);
    }

    @Override
    public void updated(final Session from, final UpdateReader update) {
        routes.update(update);
        count();
        wake.run();
    }

    /** The session holds the number of prefixes against its limits, and may end of it. */
    private void count() {
        for (final Family family : session.negotiated().families()) {
            final int change = routes.paths(family) - session.prefixes(family);
            if (change != 0 && !session.countPrefixes(family, change)) {
                return;
            }
        }
    }

    @Override
    public void endOfRib(final Session from, final Family family) {
        routes.endOfRib(family);
        complete.add(family);
        look();
        wake.run();
    }

    private void look() {
        synced |= isComplete();
    }

    @Override
    public void refreshRequested(final Session from, final Family family) {
        routes.refresh(family);
        wake.run();
    }

    /** Not before a peer that knows graceful restart has sent all its routes once: those that it kept would go too early (RFC 7313 §4). */
    @Override
    public void refreshBegun(final Session from, final Family family) {
        if (!complete.contains(family) && from.remoteOpen().flatMap(OpenMessage::gracefulRestart).isPresent()) {
            LOG.warn("neighbor {}: a refresh of {} before the end of its routes is not followed", peer.name(), family);
            return;
        }
        routes.beginRefresh(family);
        wake.run();
    }

    @Override
    public void refreshEnded(final Session from, final Family family) {
        routes.endRefresh(family);
        wake.run();
    }

    @Override
    public void familyDisabled(final Session from, final Family family) {
        routes.disable(family);
        complete.add(family);
        look();
        wake.run();
    }

    @Override
    public void writable(final Session to) {
        wake.run();
    }

    /** It is a peer no more: nothing of it is kept. */
    void close() {
        restart.close();
    }

    @Override
    public void down(final Session from, final SessionEnd end) {
        if (routes != null) {
            restart.down(routes, end);
            refused.add(routes.refused());
            routes = null;
        }
        lastDown = end;
        unflushed = false;
        wake.run();
    }
}
