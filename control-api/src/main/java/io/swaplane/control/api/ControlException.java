package io.swaplane.control.api;

import java.io.IOException;

/** The control socket cannot be opened, or a read over it failed. The message is one line for the user and names the socket. */
public final class ControlException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What kind of failure it is. */
    public enum Reason {
        /** Nothing listens at the path; for a server, the path cannot be used. */
        NOT_LISTENING,
        /** Another process listens there already (server only). */
        IN_USE,
        /** This user may not. */
        PERMISSION,
        /** The router does not answer, or not any more. */
        NO_ANSWER,
        /** The router does not know such a request, or it asks for what cannot be. */
        REFUSED,
        /** A fault in the router or in what it sent. */
        FAULT
    }

    ControlException(final Reason reason, final String message) {
        super(message);
        this.reason = reason;
    }

    ControlException(final Reason reason, final String message, final Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What kind of failure it is. */
    public Reason reason() {
        return reason;
    }
}
