package io.swaplane.control.command;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Times one command of a session at a time, from the offer to the answer, and at most one in {@value #EVERY}: two words that the
 * producer writes before the command is in the ring, and not again before the command is answered. The ring carries them over.
 */
final class Stopwatch {
    /** Commands between two that are timed. */
    static final int EVERY = 1024;

    private static final int PADDING = 16;
    private static final int GENERATION = PADDING;
    private static final int STARTED = PADDING + 1;

    private final AtomicLongArray words = new AtomicLongArray(2 * PADDING + 2);

    /** Producer: this command is offered now. */
    void start(final long generation, final long nowNanos) {
        words.setPlain(STARTED, nowNanos);
        words.setPlain(GENERATION, generation);
    }

    /** Producer: the command that was timed last, 0 before the first. */
    long generation() {
        return words.getPlain(GENERATION);
    }

    /** Conductor: whether this command is timed. */
    boolean times(final long generation) {
        return words.getOpaque(GENERATION) == generation;
    }

    /** Conductor: when the command that is timed was offered. */
    long started() {
        return words.getPlain(STARTED);
    }
}
