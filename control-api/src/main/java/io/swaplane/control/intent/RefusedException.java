package io.swaplane.control.intent;

/** The conductor does not carry out a command; nothing has changed. The message says what is wrong with it. */
public final class RefusedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final RefusalReason reason;

    /** A refusal for {@link RefusalReason#INVALID}. */
    public RefusedException(final String message) {
        this(RefusalReason.INVALID, message);
    }

    public RefusedException(final RefusalReason reason, final String message) {
        super(message);
        this.reason = reason;
    }

    /** Which kind of refusal it is. */
    public RefusalReason reason() {
        return reason;
    }

    /** The same refusal, with what it is about before it. */
    public RefusedException in(final String what) {
        return new RefusedException(reason, what + ": " + getMessage());
    }
}
