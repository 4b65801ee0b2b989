package io.swaplane.control.command;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long commands took, in {@value #BUCKETS} buckets that grow by a half and a third in turn: 1, 1.5, 2, 3, 4, 6 … µs. One writer,
 * any reader.
 */
public final class LatencyHistogram {
    /** How many buckets there are; the last one has no upper bound. */
    public static final int BUCKETS = 48;

    private static final long LEAST_NANOS = 1000;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
    private final AtomicLong sum = new AtomicLong();

    LatencyHistogram() {
    }

    /** Upper bound of a bucket, inclusive, in nanoseconds; {@link Long#MAX_VALUE} for the last. */
    public static long upperBoundNanos(final int bucket) {
        if (bucket == BUCKETS - 1) {
            return Long.MAX_VALUE;
        }
        final long octave = LEAST_NANOS << (bucket >> 1);
        return (bucket & 1) == 0 ? octave : octave + (octave >> 1);
    }

    /** How many commands were in a bucket. */
    public long count(final int bucket) {
        return counts.get(bucket);
    }

    /** How many commands were timed. */
    public long count() {
        long all = 0;
        for (int i = 0; i < BUCKETS; i++) {
            all += count(i);
        }
        return all;
    }

    /** What they took together. */
    public long sumNanos() {
        return sum.get();
    }

    /** Upper bound of the bucket in which a share of the commands ends, in nanoseconds; 0 when none was timed. */
    public long quantileNanos(final double share) {
        final long all = count();
        long below = 0;
        for (int i = 0; i < BUCKETS; i++) {
            below += count(i);
            if (below > 0 && below >= all * share) {
                return upperBoundNanos(i);
            }
        }
        return 0;
    }

    void record(final long nanos) {
        int bucket = 0;
        while (nanos > upperBoundNanos(bucket)) {
            bucket++;
        }
        counts.setRelease(bucket, counts.getPlain(bucket) + 1);
        sum.setRelease(sum.getPlain() + nanos);
    }
}
