package io.swaplane.benchmarks.io;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/** Waiting. */
final class Pause {
    private Pause() {
    }

    static void millis(final long millis) throws InterruptedIOException {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
