package io.swaplane.bgp.session;

/** A transport connection to a peer. For the speaker's thread. */
public interface Connection {
    /** The end on this side, as in {@code 10.0.0.1:179}. */
    String localEnd();

    /** The peer's end. */
    String remoteEnd();

    /** Takes the octets of a whole message, to be sent soon or with the next {@link #flush}. */
    void send(byte[] message, int offset, int length);

    /** Sends what has been taken. */
    void flush();

    /** Whether little enough waits to be sent that more is welcome. */
    boolean writable();

    /** Takes messages from the peer, or leaves them to wait, also those that are here already. */
    void reading(boolean on);

    /** Closes it, after what has been taken is sent; its handler hears no more of it. */
    void close();
}
