package io.swaplane.bgp.session;

import io.swaplane.bgp.message.MessageHeader;
import io.swaplane.bgp.message.Notification;
import io.swaplane.bgp.message.Remedy;
import io.swaplane.bgp.message.Repetition;
import java.util.Arrays;

/** What a session has counted since it was configured. For the speaker's thread. */
public final class SessionCounters {
    private static final int TYPES = MessageHeader.ROUTE_REFRESH + 1;

    private final long[] received = new long[TYPES];
    private final long[] sent = new long[TYPES];
    private final long[] remedies = new long[Remedy.values().length];
    private long established;
    private long dropped;
    private Notification lastSent;
    private Notification lastReceived;
    private SessionEnd lastEnd;

    SessionCounters() {
    }

    void in(final int type) {
        received[type]++;
    }

    void out(final int type) {
        sent[type]++;
    }

    void remedy(final Remedy remedy) {
        remedies[remedy.ordinal()]++;
    }

    void up() {
        established++;
    }

    void down() {
        dropped++;
    }

    void ended(final SessionEnd end) {
        lastEnd = end;
        lastSent = end.sent() == null ? lastSent : end.sent();
        lastReceived = end.received() == null ? lastReceived : end.received();
    }

    /** Messages received of a {@linkplain MessageHeader type}. */
    public long received(final int type) {
        return received[type];
    }

    /** Messages sent of a {@linkplain MessageHeader type}. */
    public long sent(final int type) {
        return sent[type];
    }

    /** All messages received. */
    public long received() {
        return Arrays.stream(received).sum();
    }

    /** All messages sent. */
    public long sent() {
        return Arrays.stream(sent).sum();
    }

    /** UPDATE messages whose worst fault had this remedy. */
    public long remedied(final Remedy remedy) {
        return remedies[remedy.ordinal()];
    }

    /**
     * Whether the last UPDATE message with this remedy is worth a line in the log: a peer can send any number of them. A family is disabled
     * once in a session, and each time is.
     */
    boolean isTold(final Remedy remedy) {
        return remedy == Remedy.DISABLE_FAMILY || Repetition.isTold(remedied(remedy));
    }

    /** How often the session was established. */
    public long established() {
        return established;
    }

    /** How often an established session ended. */
    public long dropped() {
        return dropped;
    }

    /** The last NOTIFICATION sent; null when there was none. */
    public Notification lastSent() {
        return lastSent;
    }

    /** The last NOTIFICATION received; null when there was none. */
    public Notification lastReceived() {
        return lastReceived;
    }

    /** Why the last connection ended; null when none has. */
    public SessionEnd lastEnd() {
        return lastEnd;
    }
}
