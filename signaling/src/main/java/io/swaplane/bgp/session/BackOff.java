package io.swaplane.bgp.session;

import java.util.random.RandomGenerator;

/** Delays that double from one attempt to the next up to a most, each shortened at random by up to a quarter (RFC 4271 §10). */
final class BackOff {
    private static final int MOST_DOUBLINGS = 20;

    private final long first;
    private final long most;
    private final RandomGenerator random;
    private int attempts;

    /** The first and the longest, in nanoseconds. */
    BackOff(final long first, final long most, final RandomGenerator random) {
        this.first = first;
        this.most = most;
        this.random = random;
    }

    /** The next delay in nanoseconds. */
    long next() {
        final long delay = Math.min(most, first << Math.min(attempts, MOST_DOUBLINGS));
        attempts++;
        return jittered(delay, random);
    }

    void reset() {
        attempts = 0;
    }

    /** Three quarters of a time to all of it. */
    static long jittered(final long nanos, final RandomGenerator random) {
        return nanos - (long) (nanos * random.nextDouble() / 4);
    }
}
