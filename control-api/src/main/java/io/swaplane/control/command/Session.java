package io.swaplane.control.command;

import io.swaplane.control.intent.Origin;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/** What a producer's thread and the conductor's share of one session. */
final class Session {
    /**
     * What may be unread of what bulks were answered, counted in refusals and assignments, before another bulk is taken. A notice of a bulk
     * holds them all, so that the number of notices alone bounds no memory.
     */
    static final int MOST_UNREAD = 1 << 17;

    private final Origin origin;
    private final ProducerSettings settings;
    private final int window;
    private final SpscVarHandleArrayQueue<Notice> notices;
    private final AssignedLabels labels;
    private final Progress progress = new Progress();
    private final Stopwatch stopwatch = new Stopwatch();
    private final AtomicLong sent = new AtomicLong();
    private final ProducerCounters counters;
    private final AtomicLong unread = new AtomicLong();
    private final AtomicBoolean ended = new AtomicBoolean();

    Session(final Origin origin, final ProducerSettings settings, final int window, final ProducerCounters counters) {
        this.origin = origin;
        this.settings = settings;
        this.window = window;
        this.counters = counters;
        notices = new SpscVarHandleArrayQueue<>(window);
        labels = new AssignedLabels(window);
    }

    /** Its number, which no other session has: the type of its records in the ring. */
    int number() {
        return origin.session();
    }

    Origin origin() {
        return origin;
    }

    ProducerSettings settings() {
        return settings;
    }

    /** How many commands may be unanswered or have an unread notice. */
    int window() {
        return window;
    }

    /** From the conductor to the producer; never full, as the producer sends no more than the {@link #window} allows. */
    SpscVarHandleArrayQueue<Notice> notices() {
        return notices;
    }

    /** From the conductor to the producer beside the {@link #notices}; never full likewise. */
    AssignedLabels labels() {
        return labels;
    }

    /** Refusals and assignments of bulks whose notices the producer has not read; see {@link #MOST_UNREAD}. */
    AtomicLong unread() {
        return unread;
    }

    /** Written by the conductor. */
    Progress progress() {
        return progress;
    }

    /** Times one command now and then. */
    Stopwatch stopwatch() {
        return stopwatch;
    }

    /** Generation of the last command in the ring. Written by the producer. */
    AtomicLong sent() {
        return sent;
    }

    /** Of all the producer's sessions. */
    ProducerCounters counters() {
        return counters;
    }

    /** Set once, by any thread. */
    AtomicBoolean ended() {
        return ended;
    }
}
