package io.swaplane.bgp.message;

/**
 * What came of reading a message: the message, or the NOTIFICATION that its sender is due.
 *
 * @param message null when there is an error.
 * @param error null when there is a message.
 * @param <T> the message's type.
 */
public record Decoded<T>(T message, Notification error) {
    static <T> Decoded<T> of(final T message) {
        return new Decoded<>(message, null);
    }

    static <T> Decoded<T> wrong(final Notification error) {
        return new Decoded<>(null, error);
    }

    /** Whether there is a message. */
    public boolean ok() {
        return error == null;
    }
}
