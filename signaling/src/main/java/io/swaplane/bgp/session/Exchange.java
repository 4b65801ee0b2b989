package io.swaplane.bgp.session;

import io.swaplane.bgp.message.Capability;
import io.swaplane.bgp.message.Decoded;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.MessageHeader;
import io.swaplane.bgp.message.Negotiated;
import io.swaplane.bgp.message.Notification;
import io.swaplane.bgp.message.OpenMessage;
import io.swaplane.bgp.message.Remedy;
import io.swaplane.bgp.message.RouteRefresh;
import io.swaplane.bgp.message.UpdateFault;
import io.swaplane.bgp.message.UpdateReader;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What two speakers say on one connection: the states OpenSent, OpenConfirm and Established of RFC 4271 §8. A session has up to two of
 * them until one is chosen.
 *
 * <p>Where the other one is to be decided first ({@link Session#isToWait}), this one waits for a while: with its OPEN, or in OpenConfirm
 * when the peer's KEEPALIVE has come. What the peer sends meanwhile is left unread.
 */
final class Exchange implements ConnectionHandler {
    /** The error code of RFC 9687. */
    static final int SEND_HOLD_TIMER_EXPIRED = 8;
    /** How long the peer's OPEN is waited for (RFC 4271 §8.2.2). */
    static final long OPEN_WAIT = TimeUnit.MINUTES.toNanos(4);
    /** The least time for which nothing can be sent before the peer is given up (RFC 9687 §4.4). */
    static final long SEND_HOLD = TimeUnit.MINUTES.toNanos(8);
    /** How long the session's other connection is waited for: it needs no longer than messages do that are under way. */
    static final long COLLISION_WAIT = TimeUnit.SECONDS.toNanos(5);

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final byte[] KEEPALIVE = MessageHeader.keepalive();
    /** A timer that runs later than this says more of this speaker than of its peer. */
    private static final long STALLED = TimeUnit.SECONDS.toNanos(1);
    private static final int KEEPALIVES_IN_HOLD = 3;

    private final Session session;
    private final Connection connection;
    private final boolean outgoing;
    private final Timer hold;
    private final Timer keepalive;
    private final Timer sendHold;
    private final Timer patience;

    private SessionState state = SessionState.OPEN_SENT;
    private OpenMessage local;
    private OpenMessage remote;
    private Negotiated negotiated;
    private UpdateReader reader;
    private long holdNanos;
    private boolean forgiven;
    private boolean reading = true;
    private boolean over;

    Exchange(final Session session, final Connection connection, final boolean outgoing) {
        this.session = session;
        this.connection = connection;
        this.outgoing = outgoing;
        this.hold = new Timer(session.timers(), this::holdExpired);
        this.keepalive = new Timer(session.timers(), this::keepaliveDue);
        this.sendHold = new Timer(session.timers(), this::sendHoldExpired);
        this.patience = new Timer(session.timers(), this::patienceExpired);
    }

    /** Says OPEN, now or later. */
    void begin() {
        if (session.isToWait(this)) {
            await();
        } else {
            sayOpen();
        }
    }

    private void sayOpen() {
        hold.start(OPEN_WAIT);
        local = session.opening().local(session.restart());
        transmit(local.encode());
        reading(true);
    }

    /** Whether its OPEN has been sent. */
    boolean hasSpoken() {
        return local != null;
    }

    private void await() {
        reading(false);
        hold.stop();
        patience.start(COLLISION_WAIT);
    }

    /** Goes on when what it has waited for has come. */
    void review() {
        if (patience.running() && !session.isToWait(this)) {
            patience.stop();
            goOn();
        }
    }

    private void patienceExpired() {
        if (!forgives(patience)) {
            goOn();
        }
    }

    private void goOn() {
        if (hasSpoken()) {
            establish();
        } else {
            sayOpen();
        }
    }

    SessionState state() {
        return state;
    }

    boolean outgoing() {
        return outgoing;
    }

    Connection connection() {
        return connection;
    }

    OpenMessage remote() {
        return remote;
    }

    Negotiated negotiated() {
        return negotiated;
    }

    /** In seconds. */
    long holdSeconds() {
        return TimeUnit.NANOSECONDS.toSeconds(holdNanos);
    }

    @Override
    public void message(final byte[] buffer, final int offset, final int length) {
        if (over) {
            return;
        }
        final int type = MessageHeader.type(buffer, offset);
        session.counters().in(type);
        switch (type) {
            case MessageHeader.OPEN -> open(buffer, offset, length);
            case MessageHeader.KEEPALIVE -> alive();
            case MessageHeader.UPDATE -> update(buffer, offset, length);
            case MessageHeader.ROUTE_REFRESH -> refresh(buffer, offset, length);
            default -> finish(SessionEnd.received(Notification.decode(buffer, offset, length)));
        }
    }

    @Override
    public void malformed(final Notification error) {
        end(error);
    }

    @Override
    public void writable(final boolean now) {
        if (over) {
            return;
        }
        if (!now) {
            sendHold.start(Math.max(SEND_HOLD, 2 * holdNanos));
            return;
        }
        sendHold.stop();
        if (state == SessionState.ESTABLISHED) {
            session.listener().writable(session);
        }
    }

    @Override
    public void closed(final String why) {
        lose(why);
    }

    private void open(final byte[] buffer, final int offset, final int length) {
        if (state != SessionState.OPEN_SENT) {
            unexpected(MessageHeader.OPEN);
            return;
        }
        final Decoded<OpenMessage> decoded = OpenMessage.decode(buffer, offset, length);
        final Notification wrong = decoded.ok() ? session.opening().objection(decoded.message()) : decoded.error();
        if (wrong != null) {
            end(wrong);
            return;
        }
        remote = decoded.message();
        if (session.losesCollision(this)) {
            end(Notification.of(Notification.CEASE, Notification.COLLISION));
            return;
        }
        negotiated = Negotiated.of(local, remote);
        holdNanos = TimeUnit.SECONDS.toNanos(session.opening().holdSeconds(remote));
        state = SessionState.OPEN_CONFIRM;
        transmit(KEEPALIVE);
        if (holdNanos > 0) {
            hold.start(holdNanos);
            startKeepalive();
        }
    }

    private void alive() {
        switch (state) {
            case OPEN_CONFIRM -> {
                if (session.isToWait(this)) {
                    await();
                } else {
                    establish();
                }
            }
            case ESTABLISHED -> heard();
            default -> unexpected(MessageHeader.KEEPALIVE);
        }
    }

    private void establish() {
        state = SessionState.ESTABLISHED;
        reader = new UpdateReader(negotiated, session.cache());
        if (holdNanos == 0) {
            hold.stop();
        }
        heard();
        session.established(this);
    }

    private void update(final byte[] buffer, final int offset, final int length) {
        if (state != SessionState.ESTABLISHED) {
            unexpected(MessageHeader.UPDATE);
            return;
        }
        heard();
        final Remedy remedy = reader.read(buffer, offset, length);
        session.counters().remedy(remedy);
        if (remedy == Remedy.RESET_SESSION) {
            LOG.warn("{}: {}", session, reader.faults());
            end(reader.notification());
            return;
        }
        if (remedy != Remedy.NONE) {
            if (session.counters().isTold(remedy)) {
                LOG.warn("{}: UPDATE message, {}: {} (so far {} such)", session, remedy.words(), reader.faults(),
                    session.counters().remedied(remedy));
            }
            for (final UpdateFault fault : reader.faults()) {
                if (fault.family() != null) {
                    session.listener().familyDisabled(session, fault.family());
                }
            }
        }
        final Family complete = reader.endOfRib();
        if (complete != null) {
            session.listener().endOfRib(session, complete);
        } else if (!over) {
            session.listener().updated(session, reader);
        }
    }

    private void refresh(final byte[] buffer, final int offset, final int length) {
        if (state != SessionState.ESTABLISHED) {
            unexpected(MessageHeader.ROUTE_REFRESH);
            return;
        }
        heard();
        final boolean enhanced = negotiated.enhancedRefresh();
        final Decoded<RouteRefresh> decoded = RouteRefresh.decode(buffer, offset, length, enhanced);
        if (!decoded.ok()) {
            end(decoded.error());
            return;
        }
        final Family family = decoded.message().family().family();
        if (family == null || !negotiated.has(family)) {
            return;
        }
        switch (enhanced ? decoded.message().subtype() : RouteRefresh.REQUEST) {
            case RouteRefresh.REQUEST -> session.listener().refreshRequested(session, family);
            case RouteRefresh.BEGIN -> session.listener().refreshBegun(session, family);
            case RouteRefresh.END -> session.listener().refreshEnded(session, family);
            default -> LOG.warn("{}: a ROUTE-REFRESH of subtype {} is ignored", session, decoded.message().subtype());
        }
    }

    /** A message that has no place in this state (RFC 6608). */
    private void unexpected(final int type) {
        final int subcode = switch (state) {
            case OPEN_SENT -> Notification.UNEXPECTED_IN_OPEN_SENT;
            case OPEN_CONFIRM -> Notification.UNEXPECTED_IN_OPEN_CONFIRM;
            default -> Notification.UNEXPECTED_IN_ESTABLISHED;
        };
        end(Notification.of(Notification.STATE_MACHINE_ERROR, subcode, new byte[] {(byte) type}));
    }

    private void heard() {
        forgiven = false;
        if (holdNanos > 0 && reading) {
            hold.start(holdNanos);
        }
    }

    private void holdExpired() {
        if (!forgives(hold)) {
            end(Notification.of(Notification.HOLD_TIMER_EXPIRED, Notification.UNSPECIFIC));
        }
    }

    /** When this thread was busy elsewhere, what the peer has sent meanwhile is still to be read: once, a timer that ran late runs on. */
    private boolean forgives(final Timer late) {
        if (forgiven || -late.left() <= STALLED) {
            return false;
        }
        forgiven = true;
        late.start(STALLED);
        return true;
    }

    private void keepaliveDue() {
        if (connection.writable()) {
            transmit(KEEPALIVE);
        }
        startKeepalive();
    }

    private void startKeepalive() {
        keepalive.start(BackOff.jittered(holdNanos / KEEPALIVES_IN_HOLD, session.random()));
    }

    private void sendHoldExpired() {
        end(Notification.of(SEND_HOLD_TIMER_EXPIRED, Notification.UNSPECIFIC));
    }

    /** Takes messages or leaves them; while they are left, the peer's silence is this side's doing. */
    void reading(final boolean on) {
        if (reading == on || over) {
            return;
        }
        reading = on;
        if (holdNanos > 0 && state == SessionState.ESTABLISHED) {
            if (on) {
                hold.start(holdNanos);
            } else {
                hold.stop();
            }
        }
        connection.reading(on);
    }

    void transmit(final byte[] message) {
        send(message, 0, message.length);
        connection.flush();
    }

    void send(final byte[] buffer, final int offset, final int length) {
        session.counters().out(MessageHeader.type(buffer, offset));
        connection.send(buffer, offset, length);
    }

    /** Whether a NOTIFICATION ends the session without its routes, unless it is a hard reset (RFC 8538 §3). */
    boolean outlivesNotifications() {
        return remote != null && Stream.of(local, remote)
            .allMatch(open -> open.gracefulRestart().filter(Capability.GracefulRestart::notification).isPresent());
    }

    /** Whether the peer has said that its forwarding goes on without the session. */
    boolean outlivesRestarts() {
        return local.gracefulRestart().isPresent() && remote != null
            && remote.gracefulRestart().filter(restart -> !restart.entries().isEmpty()).isPresent();
    }

    /** Ends it with a NOTIFICATION, after which nothing of it is to stay. */
    void endHard(final Notification notification) {
        end(outlivesNotifications() ? Notification.hardReset(notification) : notification);
    }

    /** Ends it with a NOTIFICATION. */
    void end(final Notification notification) {
        if (!over) {
            transmit(notification.encode());
            finish(SessionEnd.sent(notification));
        }
    }

    /** It is over without a word. */
    void lose(final String why) {
        finish(SessionEnd.lost(why));
    }

    private void finish(final SessionEnd end) {
        if (over) {
            return;
        }
        over = true;
        hold.stop();
        keepalive.stop();
        sendHold.stop();
        patience.stop();
        connection.close();
        session.ended(this, end);
    }
}
