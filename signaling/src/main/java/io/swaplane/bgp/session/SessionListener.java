package io.swaplane.bgp.session;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.UpdateReader;

/**
 * Hears of a session: the routes' side. Called on the speaker's thread; nothing but {@link #down} is called outside the time between
 * {@link #established} and {@link #down}, and each established is followed by one down.
 */
public interface SessionListener {
    /** Routes may be sent: {@link Session#negotiated} says of which families and in which form. */
    void established(Session session);

    /**
     * An UPDATE, after the codec's remedy: go through its routes with {@link UpdateReader#next}. The reader is the session's and is used
     * again when this returns.
     */
    void updated(Session session, UpdateReader update);

    /** The peer has sent all routes of a family. */
    void endOfRib(Session session, Family family);

    /** The peer asks for all routes of a family again. */
    void refreshRequested(Session session, Family family);

    /** All routes of a family follow again; what has not come before {@link #refreshEnded} is gone (RFC 7313). */
    void refreshBegun(Session session, Family family);

    /** All routes of a family have come again. */
    void refreshEnded(Session session, Family family);

    /** The peer's routes of a family could not be read: those it sent are to be given up, and no more come (RFC 7606 §2). */
    void familyDisabled(Session session, Family family);

    /** The connection takes more messages after it did not: see {@link Session#writable}. */
    void writable(Session session);

    /** The session is over, and with it the peer's routes. */
    void down(Session session, SessionEnd end);
}
