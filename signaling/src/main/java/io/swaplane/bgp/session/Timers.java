package io.swaplane.bgp.session;

/** A clock, and tasks at its times; for one thread, on which the tasks run. */
public interface Timers {
    /** Nanoseconds since some time. */
    long nanoTime();

    /** Runs a task once, after so many nanoseconds. */
    Scheduled schedule(Runnable task, long delayNanos);

    /** A task that has not run yet. */
    @FunctionalInterface
    interface Scheduled {
        /** It shall not run. */
        void cancel();
    }
}
