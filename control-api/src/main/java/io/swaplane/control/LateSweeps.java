package io.swaplane.control;

import io.swaplane.control.intent.Origin;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * Sweeps that left next hops behind, since something still led to them. Released label bindings go on for their hold time: after it, each
 * of these sweeps is done once more, a part at a time. Conductor only.
 */
final class LateSweeps {
    private record Late(Origin origin, long deadline) { }

    private final long holdNanos;
    private final Queue<Late> waiting = new ArrayDeque<>();
    /** The one that is under way, or null. */
    private Origin current;

    LateSweeps(final long holdNanos) {
        this.holdNanos = holdNanos;
    }

    /** The origin's sweep left something behind. */
    void add(final Origin origin, final long nanoTime) {
        Origin latest = origin;
        for (final Late late : waiting) {
            if (late.origin.producer() == origin.producer() && late.origin.session() > origin.session()) {
                latest = late.origin;
            }
        }
        waiting.removeIf(late -> late.origin.producer() == origin.producer());
        waiting.add(new Late(latest, nanoTime + holdNanos));
    }

    /** Takes out one that is to be done now, or a part of it; null when there is none. */
    Origin next(final long nanoTime) {
        final Late first = waiting.peek();
        if (current == null && first != null && first.deadline - nanoTime <= 0) {
            current = waiting.remove().origin;
        }
        final Origin taken = current;
        current = null;
        return taken;
    }

    /** Only a part of this one was done: it is the next one again. */
    void goOn(final Origin origin) {
        current = origin;
    }

    /** What the producer's sessions before this one left stays. */
    void keep(final Origin keeping) {
        final Predicate<Origin> kept =
            origin -> origin.producer() == keeping.producer() && origin.session() <= keeping.session();
        waiting.removeIf(late -> kept.test(late.origin));
        if (current != null && kept.test(current)) {
            current = null;
        }
    }
}
