package io.swaplane.control;

import io.swaplane.control.intent.Origin;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Sweeps that left next hops behind, since something still led to them. Released label bindings go on for their hold time: after it, each
 * of these sweeps is done once more. Conductor only.
 */
final class LateSweeps {
    private record Late(Origin origin, long deadline) { }

    private final long holdNanos;
    private final Queue<Late> waiting = new ArrayDeque<>();

    LateSweeps(final long holdNanos) {
        this.holdNanos = holdNanos;
    }

    /** The origin's sweep left something behind. */
    void add(final Origin origin, final long nanoTime) {
        waiting.removeIf(late -> late.origin.producer() == origin.producer());
        waiting.add(new Late(origin, nanoTime + holdNanos));
    }

    /** Takes out one that is to be done now; null when there is none. */
    Origin next(final long nanoTime) {
        final Late first = waiting.peek();
        return first == null || first.deadline - nanoTime > 0 ? null : waiting.remove().origin;
    }
}
