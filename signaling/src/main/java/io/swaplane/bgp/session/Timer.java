package io.swaplane.bgp.session;

/**
 * A timer that is restarted far more often than it expires: a restart only moves the time at which it is due, and the one task that it has
 * waits again when it runs too early.
 */
final class Timer {
    private final Timers timers;
    private final Runnable expired;
    private boolean running;
    private long due;
    private Timers.Scheduled task;
    private long taskAt;

    Timer(final Timers timers, final Runnable expired) {
        this.timers = timers;
        this.expired = expired;
    }

    /** Starts it, or starts it again. */
    void start(final long nanos) {
        final long now = timers.nanoTime();
        running = true;
        due = now + nanos;
        if (task != null && taskAt - due > 0) {
            task.cancel();
            task = null;
        }
        if (task == null) {
            schedule(nanos);
        }
    }

    void stop() {
        running = false;
        if (task != null) {
            task.cancel();
            task = null;
        }
    }

    boolean running() {
        return running;
    }

    /** Nanoseconds until it expires; negative when it should have. */
    long left() {
        return due - timers.nanoTime();
    }

    private void schedule(final long nanos) {
        taskAt = timers.nanoTime() + nanos;
        task = timers.schedule(this::run, nanos);
    }

    private void run() {
        task = null;
        if (!running) {
            return;
        }
        final long left = left();
        if (left > 0) {
            schedule(left);
        } else {
            running = false;
            expired.run();
        }
    }
}
