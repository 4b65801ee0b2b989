package io.swaplane.bgp.session;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Delays that double from one attempt to the next up to a most, each shortened at random by up to a quarter (RFC 4271 §10). */
final class BackOff {
    private static final int MOST_DOUBLINGS = 20;

    private final long firstSeconds;
    private final long mostSeconds;
    private final RandomGenerator random;
    private int attempts;

    BackOff(final long firstSeconds, final long mostSeconds, final RandomGenerator random) {
        this.firstSeconds = firstSeconds;
        this.mostSeconds = mostSeconds;
        this.random = random;
    }

    /** The next delay in nanoseconds. */
    long next() {
        final long seconds = Math.min(mostSeconds, firstSeconds << Math.min(attempts, MOST_DOUBLINGS));
        attempts++;
        return jittered(TimeUnit.SECONDS.toNanos(seconds), random);
    }

    void reset() {
        attempts = 0;
    }

    /** Three quarters of a time to all of it. */
    static long jittered(final long nanos, final RandomGenerator random) {
        return nanos - (long) (nanos * random.nextDouble() / 4);
    }
}
