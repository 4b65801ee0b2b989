package io.swaplane.control.command;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wakes the conductor's thread when a producer has something for it while it sleeps. It hangs out while the thread sleeps or is about to,
 * and rings once: what a producer pays while the thread is awake is one read of a word that does not change.
 */
final class Doorbell {
    private final AtomicBoolean hanging = new AtomicBoolean();
    private final Runnable wake;

    Doorbell(final Runnable wake) {
        this.wake = wake;
    }

    /** Conductor: the thread is about to sleep. */
    void hang() {
        hanging.set(true);
    }

    /** Conductor: the thread is awake. */
    void takeDown() {
        hanging.set(false);
    }

    /** A producer: there is something in the ring, or beside it. */
    void ring() {
        if (hanging.get() && hanging.compareAndSet(true, false)) {
            wake.run();
        }
    }
}
