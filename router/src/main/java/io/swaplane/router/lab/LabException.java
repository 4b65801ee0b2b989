package io.swaplane.router.lab;

/** Something that was asked of a lab cannot be; the message says why. */
public final class LabException extends Exception {
    private static final long serialVersionUID = 1L;

    LabException(final String message) {
        super(message);
    }
}
