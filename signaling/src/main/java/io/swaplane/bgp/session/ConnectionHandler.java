package io.swaplane.bgp.session;

import io.swaplane.bgp.message.Notification;

/** Hears of what happens on a connection. Called on the speaker's thread. */
public interface ConnectionHandler {
    /** A message whose header has been checked; the buffer is the caller's and is written again when this returns. */
    void message(byte[] buffer, int offset, int length);

    /** A header that is wrong: nothing can be read from this connection any more. */
    void malformed(Notification error);

    /** Whether more is welcome has changed. */
    void writable(boolean now);

    /** The connection is gone: the last call. */
    void closed(String why);
}
