package io.swaplane.bgp.session;

import io.swaplane.bgp.message.AttributeCache;
import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.Negotiated;
import io.swaplane.bgp.message.Notification;
import io.swaplane.bgp.message.OpenMessage;
import io.swaplane.bgp.message.RouteRefresh;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session with one peer (RFC 4271 §8): when to connect, which of two connections to keep, and when to try again. It knows no sockets
 * and no clock but those that it is given. For the speaker's thread.
 *
 * <p>It opens connections and accepts them at once. Attempts that fail are repeated after pauses that begin with the transport's first
 * ({@link Transport#firstPause}) and double up to the configured most. A session that ended with an error is idle for a time that doubles
 * likewise, until one has lasted; nothing is accepted meanwhile.
 */
public final class Session {
    /** A session that has lasted so long is no flapping one. */
    static final long LASTING = TimeUnit.MINUTES.toNanos(1);
    /** When a peer opens another connection so long after a session was established, that is no collision: it has restarted. */
    static final long SETTLED = TimeUnit.SECONDS.toNanos(5);

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final PeerSettings settings;
    private final Timers timers;
    private final Transport transport;
    private final AttributeCache cache;
    private final RandomGenerator random;
    private final SessionListener listener;
    private final Opening opening;
    private final SessionCounters counters = new SessionCounters();
    private final PrefixCount prefixes;
    private final BackOff retries;
    private final BackOff damping;
    private final Timer retry;
    private final Timer idle;
    private final List<Exchange> exchanges = new ArrayList<>(2);

    private boolean enabled;
    private boolean heldDown;
    private boolean reading = true;
    private boolean superseding;
    private boolean endingAll;
    private Supplier<Optional<Capability.GracefulRestart>> restart;
    private Dial dial;
    private Exchange established;
    private long changedAt;

    Session(final PeerSettings settings, final Timers timers, final Transport transport, final AttributeCache cache,
            final RandomGenerator random, final SessionListener listener) {
        this.settings = settings;
        this.timers = timers;
        this.transport = transport;
        this.cache = cache;
        this.random = random;
        this.listener = listener;
        this.opening = new Opening(settings);
        this.restart = () -> settings.gracefulRestart().map(said -> said.capability(settings.families(), false, Set.of()));
        this.prefixes = new PrefixCount(settings);
        this.retries = pauses(settings.retrySeconds());
        this.damping = pauses(settings.dampingSeconds());
        this.retry = new Timer(timers, this::retryExpired);
        this.idle = new Timer(timers, this::idleExpired);
        this.changedAt = timers.nanoTime();
    }

    private BackOff pauses(final int mostSeconds) {
        return new BackOff(transport.firstPause(), transport.longestPause(TimeUnit.SECONDS.toNanos(mostSeconds)), random);
    }

    /** Who knows what each OPEN is to say of graceful restart; without this nothing is said to have outlived a session. */
    public void restart(final Supplier<Optional<Capability.GracefulRestart>> said) {
        restart = said;
    }

    Optional<Capability.GracefulRestart> restart() {
        return restart.get();
    }

    /** What the peer is configured with. */
    public PeerSettings settings() {
        return settings;
    }

    /** Where it stands; of two connections the further one counts. */
    public SessionState state() {
        SessionState furthest = !enabled || heldDown || idle.running() ? SessionState.IDLE
            : dial != null ? SessionState.CONNECT : SessionState.ACTIVE;
        for (final Exchange exchange : exchanges) {
            furthest = furthest.compareTo(exchange.state()) < 0 ? exchange.state() : furthest;
        }
        return furthest;
    }

    /** Whether it is shut down by command. */
    public boolean isShutDown() {
        return !enabled;
    }

    /** Whether a broken prefix limit keeps it down: for a time, or until {@link #start}. */
    public boolean isHeldDown() {
        return heldDown;
    }

    /** What the two sides have agreed on; null unless the session is established. */
    public Negotiated negotiated() {
        return established == null ? null : established.negotiated();
    }

    /** The peer's OPEN; empty unless the session is established. */
    public Optional<OpenMessage> remoteOpen() {
        return Optional.ofNullable(established).map(Exchange::remote);
    }

    /** The connection of the established session. */
    public Optional<Connection> connection() {
        return Optional.ofNullable(established).map(Exchange::connection);
    }

    /** The hold time that was agreed on, in seconds; 0 when there is none. */
    public long holdSeconds() {
        return established == null ? 0 : established.holdSeconds();
    }

    /** Nanoseconds since the session was established, or since it ended. */
    public long sinceChange() {
        return timers.nanoTime() - changedAt;
    }

    /** What has been counted. */
    public SessionCounters counters() {
        return counters;
    }

    /** How many prefixes of a family the peer's routes have. */
    public int prefixes(final Family family) {
        return prefixes.of(family);
    }

    /** Opens the session, also one that a prefix limit holds down; without effect on one that is under way. */
    public void start() {
        if (enabled && !heldDown) {
            return;
        }
        enabled = true;
        heldDown = false;
        idle.stop();
        retries.reset();
        damping.reset();
        open();
    }

    /** Ends the session until {@link #start}, with a text for the peer's operator (RFC 9003). */
    public void shutDown(final String text) {
        stop(Notification.shutdown(Notification.ADMINISTRATIVE_SHUTDOWN, text));
    }

    /** Ends the session for good: the peer is not configured any more. */
    void deconfigure() {
        stop(Notification.of(Notification.CEASE, Notification.PEER_DECONFIGURED));
    }

    private void stop(final Notification reason) {
        enabled = false;
        heldDown = false;
        quiet();
        endAll(exchange -> exchange.endHard(reason));
    }

    /** Ends the session and opens it again soon, with a text for the peer's operator. */
    public void reset(final String text) {
        if (enabled && !heldDown) {
            retries.reset();
            damping.reset();
            cancelDial();
            final Notification reason = Notification.shutdown(Notification.ADMINISTRATIVE_RESET, text);
            if (exchanges.isEmpty()) {
                idle.stop();
                open();
            } else {
                endAll(exchange -> exchange.end(reason));
            }
        }
    }

    /** The link to the peer is gone: the session ends, which is no restart of the peer, and is opened again. */
    public void linkDown(final String why) {
        if (enabled && !heldDown && !exchanges.isEmpty()) {
            damping.reset();
            endAll(exchange -> exchange.endHard(Notification.shutdown(Notification.ADMINISTRATIVE_RESET, why)));
        }
    }

    /** The link to the peer is there again: the session is opened now, if nothing is under way. */
    public void linkUp() {
        if (enabled && !heldDown && exchanges.isEmpty()) {
            retries.reset();
            damping.reset();
            idle.stop();
            cancelDial();
            open();
        }
    }

    private void endAll(final Consumer<Exchange> end) {
        endingAll = true;
        List.copyOf(exchanges).forEach(end);
        endingAll = false;
    }

    private void quiet() {
        idle.stop();
        retry.stop();
        cancelDial();
    }

    private void open() {
        if (settings.passive()) {
            retry.stop();
        } else {
            dial = new Dial();
            retry.start(BackOff.jittered(TimeUnit.SECONDS.toNanos(settings.retrySeconds()), random));
            dial.begin();
        }
    }

    private void cancelDial() {
        if (dial != null) {
            dial.cancel();
            dial = null;
        }
    }

    private void retryExpired() {
        cancelDial();
        if (exchanges.isEmpty()) {
            open();
        }
    }

    private void idleExpired() {
        heldDown = false;
        open();
    }

    /** Waits before the next attempt. */
    private void retryLater() {
        if (!settings.passive()) {
            retry.start(retries.next());
        }
    }

    /**
     * A connection that the peer has opened.
     *
     * @return who hears of it; null when it was refused, and closed.
     */
    ConnectionHandler accept(final Connection connection) {
        if (!enabled || heldDown) {
            refuse(connection, Notification.CONNECTION_REJECTED);
            return null;
        }
        if (idle.running()) {
            connection.close();
            return null;
        }
        if (established != null && established.outlivesRestarts() && sinceChange() >= SETTLED) {
            supersede();
        } else if (established != null && !settings.collisionInEstablished()) {
            refuse(connection, Notification.COLLISION);
            return null;
        }
        if (dial == null) {
            retry.stop();
        }
        final List<Exchange> former = List.copyOf(exchanges);
        final Exchange latest = begin(connection, false);
        for (final Exchange exchange : former) {
            if (!exchange.outgoing() && exchange != established) {
                // The peer opens a second one only when it has given the first up.
                exchange.end(Notification.of(Notification.CEASE, Notification.COLLISION));
            }
        }
        return latest;
    }

    /** The peer has forgotten the session (RFC 4724 §4.2). */
    private void supersede() {
        superseding = true;
        established.lose("the peer has opened another connection");
        superseding = false;
    }

    static void refuse(final Connection connection, final int subcode) {
        final byte[] message = Notification.of(Notification.CEASE, subcode).encode();
        connection.send(message, 0, message.length);
        connection.flush();
        connection.close();
    }

    private Exchange begin(final Connection connection, final boolean outgoing) {
        final Exchange exchange = new Exchange(this, connection, outgoing);
        exchanges.add(exchange);
        exchange.begin();
        return exchange;
    }

    /**
     * Whether an exchange whose OPEN has come must give way to another (RFC 4271 §6.8): the one that the speaker with the higher
     * identifier opened stays. When the other must, it is ended.
     */
    boolean losesCollision(final Exchange latest) {
        for (final Exchange other : List.copyOf(exchanges)) {
            if (other == latest || other.state() == SessionState.OPEN_SENT) {
                continue;
            }
            final boolean fixed = other == established && !settings.collisionInEstablished();
            if (fixed || latest.outgoing() != opening.dominates(latest.remote())) {
                return true;
            }
            other.end(Notification.of(Notification.CEASE, Notification.COLLISION));
        }
        return false;
    }

    /**
     * Whether an exchange has to wait for the other one, so that no collision ends a session that one side has called established already.
     * Its OPEN waits while the other needs only a KEEPALIVE. And when it needs nothing itself, the other one's OPEN may be on its way
     * that makes the peer end this one.
     */
    boolean isToWait(final Exchange exchange) {
        return exchanges.stream().filter(other -> other.outgoing() != exchange.outgoing()).anyMatch(other -> exchange.hasSpoken()
            ? other.state() == SessionState.OPEN_SENT && other.hasSpoken() && other.outgoing() == opening.dominates(exchange.remote())
            : other.state() == SessionState.OPEN_CONFIRM);
    }

    void established(final Exchange exchange) {
        established = exchange;
        cancelDial();
        retry.stop();
        retries.reset();
        changedAt = timers.nanoTime();
        counters.up();
        for (final Exchange other : List.copyOf(exchanges)) {
            if (other != exchange && !(settings.collisionInEstablished() && other.hasSpoken())) {
                other.end(Notification.of(Notification.CEASE, Notification.COLLISION));
            }
        }
        LOG.info("{}: established, {}", this, exchange.connection().remoteEnd());
        listener.established(this);
        exchange.reading(reading);
    }

    /** An exchange is over: what comes next depends on how, and on what else is under way. */
    void ended(final Exchange exchange, final SessionEnd end) {
        exchanges.remove(exchange);
        counters.ended(end);
        final boolean wasEstablished = exchange == established;
        if (wasEstablished) {
            LOG.warn("{}: down: {}", this, end);
            if (sinceChange() >= LASTING) {
                damping.reset();
            }
            established = null;
            changedAt = timers.nanoTime();
            prefixes.clear();
            counters.down();
        } else {
            LOG.info("{}: connection ended in {}: {}", this, exchange.state(), end);
        }
        next(exchange, end);
        if (wasEstablished) {
            listener.down(this, end);
        }
        if (!endingAll) {
            List.copyOf(exchanges).forEach(Exchange::review);
        }
    }

    private void next(final Exchange exchange, final SessionEnd end) {
        if (!enabled || heldDown || superseding || !exchanges.isEmpty()) {
            return;
        }
        final boolean harmless = exchange.state() == SessionState.OPEN_SENT && (end.wordless() || refused(end));
        if (!harmless) {
            quiet();
            idle.start(damping.next());
        } else if (dial == null) {
            retryLater();
        }
    }

    /** The peer does not take connections now. */
    private static boolean refused(final SessionEnd end) {
        final Notification received = end.received();
        return received != null && received.code() == Notification.CEASE
            && (received.subcode() == Notification.CONNECTION_REJECTED || received.subcode() == Notification.COLLISION);
    }

    /**
     * The peer's routes have more or fewer prefixes of a family; called by who keeps them.
     *
     * @return false when that broke a limit, and the session has ended.
     */
    public boolean countPrefixes(final Family family, final int change) {
        if (established == null) {
            return false;
        }
        final PrefixLimit broken = prefixes.add(family, change);
        if (broken == null) {
            return true;
        }
        heldDown = true;
        quiet();
        if (broken.restartSeconds() > 0) {
            idle.start(TimeUnit.SECONDS.toNanos(broken.restartSeconds()));
        }
        endAll(exchange -> exchange.endHard(PrefixCount.exceeded(family, broken)));
        return false;
    }

    /** Takes a whole UPDATE message, sent at the latest with the next {@link #flush}; dropped unless the session is established. */
    public void send(final byte[] message, final int offset, final int length) {
        if (established != null) {
            established.send(message, offset, length);
        }
    }

    /** Sends what has been taken. */
    public void flush() {
        if (established != null) {
            established.connection().flush();
        }
    }

    /** Whether the peer takes more; when not, {@link SessionListener#writable} says when it does again. */
    public boolean writable() {
        return established != null && established.connection().writable();
    }

    /** Takes the peer's messages, or leaves them to wait on its side; also those of sessions that are established later. */
    public void reading(final boolean on) {
        reading = on;
        if (established != null) {
            established.reading(on);
        }
    }

    /** Asks for all routes of a family again; false when the peer does not understand that, or has no such routes. */
    public boolean requestRefresh(final Family family) {
        return refresh(family, RouteRefresh.REQUEST, established != null && negotiated().refresh());
    }

    /** Says that all routes of a family follow again; false when the peer does not understand that. */
    public boolean beginRefresh(final Family family) {
        return refresh(family, RouteRefresh.BEGIN, established != null && negotiated().enhancedRefresh());
    }

    /** Says that all routes of a family have been sent again. */
    public boolean endRefresh(final Family family) {
        return refresh(family, RouteRefresh.END, established != null && negotiated().enhancedRefresh());
    }

    private boolean refresh(final Family family, final int subtype, final boolean understood) {
        final boolean possible = understood && negotiated().has(family);
        if (possible) {
            established.transmit(new RouteRefresh(family.numbers(), subtype).encode());
        }
        return possible;
    }

    Timers timers() {
        return timers;
    }

    RandomGenerator random() {
        return random;
    }

    AttributeCache cache() {
        return cache;
    }

    Opening opening() {
        return opening;
    }

    SessionListener listener() {
        return listener;
    }

    @Override
    public String toString() {
        return "neighbor " + settings.key();
    }

    /** An attempt to connect. */
    private final class Dial implements Transport.Outcome {
        private Transport.Attempt attempt;

        void begin() {
            attempt = transport.connect(settings, this);
        }

        void cancel() {
            attempt.cancel();
        }

        @Override
        public ConnectionHandler connected(final Connection connection) {
            dial = null;
            retry.stop();
            return Session.this.begin(connection, true);
        }

        @Override
        public void failed(final String why) {
            LOG.debug("{}: {}", Session.this, why);
            dial = null;
            if (exchanges.isEmpty()) {
                retryLater();
            } else {
                retry.stop();
            }
        }
    }
}
