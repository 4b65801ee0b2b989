package io.swaplane.bgp.router;

import io.swaplane.control.api.StateUnavailableException;
import java.util.concurrent.Callable;

/** Asks the speaker's loop, and waits for a bounded time. For any other thread. */
@FunctionalInterface
interface Asked {
    /**
     * What a question was answered.
     *
     * @throws StateUnavailableException when the loop is busy for too long, or has ended.
     */
    <T> T of(Callable<T> question) throws StateUnavailableException;
}
