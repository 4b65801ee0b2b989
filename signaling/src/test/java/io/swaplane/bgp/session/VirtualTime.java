package io.swaplane.bgp.session;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/** A clock that goes on when the test says so. */
public final class VirtualTime implements Timers {
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
    private long now;
    private long order;

    private record Task(long at, long order, Runnable work) {
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Scheduled schedule(final Runnable work, final long delayNanos) {
        final Task task = new Task(now + Math.max(0, delayNanos), order++, work);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    /** Goes on, and runs what becomes due. */
    public void pass(final long seconds) {
        final long end = now + TimeUnit.SECONDS.toNanos(seconds);
        while (!tasks.isEmpty() && tasks.peek().at <= end) {
            final Task task = tasks.poll();
            now = Math.max(now, task.at);
            task.work.run();
        }
        now = end;
    }

    /** Goes on without running anything: the thread was busy. */
    void stall(final long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    /** How many tasks wait. */
    int waiting() {
        return tasks.size();
    }
}
