package io.swaplane.control.api;

/** The router's state cannot be read now, as the control thread is busy or stopping; the message, for the user, says why. */
public final class StateUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public StateUnavailableException(final String message) {
        super(message);
    }
}
