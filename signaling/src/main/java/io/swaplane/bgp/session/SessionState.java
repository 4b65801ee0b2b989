package io.swaplane.bgp.session;

/** Where a session stands (RFC 4271 §8.2.2). */
public enum SessionState {
    /** Shut down, or waiting after an error. */
    IDLE("Idle"),
    /** A connection is being opened. */
    CONNECT("Connect"),
    /** Waits for the peer to connect, or to try again. */
    ACTIVE("Active"),
    /** Connected; the peer's OPEN is awaited. */
    OPEN_SENT("OpenSent"),
    /** The peer's OPEN was accepted; its KEEPALIVE is awaited. */
    OPEN_CONFIRM("OpenConfirm"),
    /** Routes are exchanged. */
    ESTABLISHED("Established");

    private final String text;

    SessionState(final String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
