package io.swaplane.router.metrics;

import com.sun.net.httpserver.HttpExchange;
import io.swaplane.control.api.StateUnavailableException;
import java.io.IOException;

/** What stands at one path. */
@FunctionalInterface
interface Page {
    /**
     * Answers a request. What is thrown before the answer has begun becomes its status.
     *
     * @throws BadRequestException when the request cannot be answered.
     * @throws StateUnavailableException when the state cannot be read now.
     */
    void answer(HttpExchange exchange) throws IOException, StateUnavailableException;

    /** The client asked for what there is not; the message says what there is. */
    final class BadRequestException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadRequestException(final String message) {
            super(message);
        }
    }
}
