package io.swaplane.router.run;

import java.io.IOException;

/** The router cannot start; the message says why and what to do. */
public final class StartException extends IOException {
    private static final long serialVersionUID = 1L;

    StartException(final String message) {
        super(message);
    }

    StartException(final String message, final IOException cause) {
        super(message, cause);
    }
}
