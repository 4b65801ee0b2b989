package io.swaplane.control;

/** The conductor does not carry out a command; nothing has changed. The message says what is wrong with it. */
public final class RefusedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public RefusedException(final String message) {
        super(message);
    }

    /** The same refusal, with what it is about before it. */
    RefusedException in(final String what) {
        return new RefusedException(what + ": " + getMessage());
    }
}
