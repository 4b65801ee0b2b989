package io.swaplane.benchmarks.update;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Updates random labels at a steady rate; the time in between is slept. */
final class Pace {
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    /** More than this is not sent in a row, so that a thread that waited for a processor does not send all that it missed as one flood. */
    private static final int MOST = 4096;
    private static final int VALUES = 1 << 16;

    private final UpdatedRouter router;
    private final int labels;
    private final SplittableRandom random = new SplittableRandom(22);

    Pace(final UpdatedRouter router, final int labels) {
        this.router = router;
        this.labels = labels;
    }

    /**
     * Goes on for a time; every update is in the tables on return.
     *
     * @param perSecond how many updates; 0 only waits.
     * @return how many there were.
     */
    long run(final long nanos, final int perSecond) {
        final long begin = System.nanoTime();
        long done = 0;
        for (long elapsed = 0; elapsed < nanos; elapsed = System.nanoTime() - begin) {
            final long due = Math.min(elapsed * perSecond / TimeUnit.SECONDS.toNanos(1), done + MOST);
            while (done < due) {
                router.put(UpdatedRouter.FIRST_LABEL + random.nextInt(labels), random.nextInt(VALUES));
                done++;
            }
            router.settle();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return done;
    }
}
