package io.swaplane.control.command;

import io.swaplane.control.intent.Origin;
import java.util.ArrayList;
import java.util.List;

/** When what ended sessions left is to go. Few at a time: one for each session that ended lately. Conductor only. */
final class StaleTimers {
    /** What the origin's producer put before the origin's session goes at the deadline. */
    private record Timer(Origin origin, long deadlineNanos) { }

    private final List<Timer> timers = new ArrayList<>();

    void start(final Origin origin, final long deadlineNanos) {
        timers.add(new Timer(origin, deadlineNanos));
    }

    /** What the producer's sessions left stays. */
    void cancel(final int producer) {
        timers.removeIf(timer -> timer.origin.producer() == producer);
    }

    /** Takes out a timer whose time has come; null when there is none. */
    Origin expired(final long nowNanos) {
        for (int i = 0; i < timers.size(); i++) {
            if (timers.get(i).deadlineNanos - nowNanos <= 0) {
                return timers.remove(i).origin;
            }
        }
        return null;
    }
}
