package io.swaplane.control.command;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How far the conductor has come with a session. Written by the conductor, after the notice of the command that it covers: the
 * release stores here pair with the producer's acquire loads.
 */
final class Progress {
    /** Two cache lines on each side: what stands beside the array in the heap must not be slowed by it. */
    private static final int PADDING = 16;
    private static final int ACKNOWLEDGED = PADDING;
    private static final int ANSWERED = PADDING + 1;

    private final AtomicLongArray words = new AtomicLongArray(2 * PADDING + 2);

    /** One more command is answered, and with it all up to its generation. */
    void answer(final long generation) {
        words.setRelease(ANSWERED, words.getPlain(ANSWERED) + 1);
        words.setRelease(ACKNOWLEDGED, generation);
    }

    /** Generation up to which all is answered. */
    long acknowledged() {
        return words.getAcquire(ACKNOWLEDGED);
    }

    /** How many commands were answered; those within a bulk do not count. */
    long answered() {
        return words.getAcquire(ANSWERED);
    }
}
