package io.swaplane.control.command;

import io.swaplane.control.intent.RefusalReason;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** What a producer's sessions counted, all together. Written by one session's thread at a time and by the conductor. */
public final class ProducerCounters {
    private final String producer;
    private final int number;
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong ringFull = new AtomicLong();
    private final AtomicLong windowFull = new AtomicLong();
    private final AtomicLong tooLarge = new AtomicLong();
    private final AtomicLongArray refused = new AtomicLongArray(RefusalReason.values().length);

    ProducerCounters(final String producer, final int number) {
        this.producer = producer;
        this.number = number;
    }

    /** The producer's name. */
    public String producer() {
        return producer;
    }

    /** The producer's number, as in {@link io.swaplane.control.intent.Origin#producer}. */
    public int number() {
        return number;
    }

    /** Commands that were taken. */
    public long sent() {
        return sent.get();
    }

    /** Commands that were not taken because the ring was full. */
    public long ringFull() {
        return ringFull.get();
    }

    /** Commands that were not taken because the window was full. */
    public long windowFull() {
        return windowFull.get();
    }

    /** Commands that were not taken because they were larger than a command can be. */
    public long tooLarge() {
        return tooLarge.get();
    }

    /** Commands and whole bulks that were refused. */
    public long refused(final RefusalReason reason) {
        return refused.get(reason.ordinal());
    }

    /** Sessions that are open, or ended and not yet carried out to their end. */
    AtomicInteger sessions() {
        return sessions;
    }

    /** Conductor. */
    void countRefused(final RefusalReason reason) {
        refused.setRelease(reason.ordinal(), refused.getPlain(reason.ordinal()) + 1);
    }

    void countSent() {
        sent.setRelease(sent.getPlain() + 1);
    }

    void countRingFull() {
        ringFull.setRelease(ringFull.getPlain() + 1);
    }

    void countWindowFull() {
        windowFull.setRelease(windowFull.getPlain() + 1);
    }

    void countTooLarge() {
        tooLarge.setRelease(tooLarge.getPlain() + 1);
    }
}
