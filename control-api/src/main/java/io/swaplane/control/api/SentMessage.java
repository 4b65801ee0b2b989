package io.swaplane.control.api;

import java.util.Arrays;

/**
 * A message of a program stream that went to the conductor, to find an operation by its generation again: all have one, in their order, but
 * for those that were refused before. One thread.
 */
final class SentMessage {
    private static final int[] NONE = {};

    private final long sequence;
    private final boolean endOfSync;
    private final boolean[] bindings;
    private long first;
    private long last;
    /** When the conductor has answered this one, it has answered the message: of a bulk, its commit. */
    private long answeredBy = Long.MAX_VALUE;
    private int[] skipped = NONE;

    private SentMessage(final long sequence, final boolean endOfSync, final int operations) {
        this.sequence = sequence;
        this.endOfSync = endOfSync;
        this.bindings = new boolean[operations];
    }

    /** A batch with so many operations. */
    static SentMessage batch(final long sequence, final int operations) {
        return new SentMessage(sequence, false, operations);
    }

    static SentMessage endOfSync(final long sequence) {
        return new SentMessage(sequence, true, 0);
    }

    boolean isEndOfSync() {
        return endOfSync;
    }

    long sequence() {
        return sequence;
    }

    /** An operation was taken; those of a message are told in their order. */
    void taken(final int operation, final long generation, final boolean isBinding) {
        if (first == 0) {
            first = generation;
        }
        last = generation;
        bindings[operation] = isBinding;
    }

    /** An operation was refused before it had a generation. */
    void skip(final int operation) {
        skipped = Arrays.copyOf(skipped, skipped.length + 1);
        skipped[skipped.length - 1] = operation;
    }

    void answeredBy(final long generation) {
        answeredBy = generation;
    }

    long answeredBy() {
        return answeredBy;
    }

    boolean holds(final long generation) {
        return first != 0 && generation >= first && generation <= last;
    }

    /** The place of the operation with a generation, which this message {@link #holds}. */
    int operation(final long generation) {
        int place = (int) (generation - first);
        for (final int each : skipped) {
            if (each <= place) {
                place++;
            }
        }
        return place;
    }

    /** Whether an operation put a label binding. */
    boolean isBinding(final int operation) {
        return bindings[operation];
    }
}
