package io.swaplane.control.event;

import java.lang.invoke.VarHandle;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/**
 * One reader of events. The conductor puts them into its queue, which is bounded; what finds it full is lost, and a {@link Event.Gap}
 * stands in its place.
 */
public final class Watcher implements AutoCloseable {
    private final Set<Event.Kind> kinds;
    private final SpscVarHandleArrayQueue<Event> queue;
    /** What wakes the reader; null while it is awake. */
    private final AtomicReference<Runnable> bell = new AtomicReference<>();
    private volatile boolean closed;
    /** Conductor only: events lost since the last one that found room. */
    private long lost;

    Watcher(final Set<Event.Kind> kinds, final int capacity) {
        this.kinds = EnumSet.copyOf(kinds);
        this.queue = new SpscVarHandleArrayQueue<>(capacity);
    }

    /** The next event, or null; one thread. */
    public Event poll() {
        return queue.poll();
    }

    /**
     * The reader is about to sleep: the next event wakes it, once.
     *
     * @param wake called on the conductor's thread; it must neither wait nor throw.
     * @return false when an event is here already; then nobody wakes it, and it must not sleep.
     */
    public boolean beforeSleep(final Runnable wake) {
        bell.set(wake);
        return queue.isEmpty() || bell.getAndSet(null) == null;
    }

    /** Conductor: an event is in the queue. */
    private void ring() {
        // The event is there before the bell is looked at; the reader hangs the bell before it looks for events.
        VarHandle.fullFence();
        final Runnable wake = bell.get();
        if (wake != null && bell.compareAndSet(wake, null)) {
            wake.run();
        }
    }

    /** Ends it; what is in the queue can still be read. Any thread. */
    @Override
    public void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    boolean wants(final Event.Kind kind) {
        return kinds.contains(kind);
    }

    /** Conductor: a gap marker first, when something was lost; the last event is worth no more than it. */
    void offer(final Event event) {
        if (lost > 0 && queue.offer(new Event.Gap(lost))) {
            lost = 0;
        }
        if (lost > 0 || !queue.offer(event)) {
            lost++;
        } else {
            ring();
        }
    }

    /** Conductor: tells of what was lost, when there is room and nothing else to tell. */
    boolean flush() {
        if (lost == 0 || !queue.offer(new Event.Gap(lost))) {
            return false;
        }
        lost = 0;
        ring();
        return true;
    }
}
