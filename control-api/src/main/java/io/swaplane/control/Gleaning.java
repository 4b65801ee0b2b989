package io.swaplane.control;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;

/**
 * Adjacencies that packets made: a bounded number on each interface, of which those that nobody answers for go after a while. Conductor
 * only.
 */
final class Gleaning {
    /** How many an interface can have. */
    static final int MOST = 4096;
    /** How many of those without a MAC address: fewer than a Linux host's neighbour table has room for (1,024 unless set otherwise). */
    static final int MOST_WAITING = 256;
    /** How long one lives without a MAC address after the last packet. */
    static final long WAIT_NANOS = 20_000_000_000L;

    private static final int STEPS = 64;

    private final Adjacencies adjacencies;
    private final Map<Integer, OnInterface> interfaces = new HashMap<>();
    /** Those without a MAC address, the one that goes first in front. */
    private final SequencedSet<Adjacency> waiting = new LinkedHashSet<>();

    private static final class OnInterface {
        private final SequencedSet<Adjacency> waiting = new LinkedHashSet<>();
        private int count;
    }

    Gleaning(final Adjacencies adjacencies) {
        this.adjacencies = adjacencies;
    }

    /**
     * Makes room for one more on an interface, if need be in the place of the one that has waited longest.
     *
     * @return false when there are as many as can be, and all have MAC addresses.
     */
    boolean makeRoom(final int interfaceNumber) {
        final OnInterface on = interfaces.get(interfaceNumber);
        if (on == null || on.count < MOST && on.waiting.size() < MOST_WAITING) {
            return true;
        }
        if (on.waiting.isEmpty()) {
            return false;
        }
        forget(on.waiting.getFirst());
        return true;
    }

    /** A packet for a neighbour without a MAC address was met. */
    void renew(final Adjacency adjacency, final long nanoTime) {
        final OnInterface on = interfaces.computeIfAbsent(adjacency.interfaceNumber, key -> new OnInterface());
        if (!adjacency.gleaned) {
            adjacency.gleaned = true;
            on.count++;
        }
        adjacency.deadline = nanoTime + WAIT_NANOS;
        on.waiting.addLast(adjacency);
        waiting.addLast(adjacency);
    }

    /** Its MAC address was found out: it stays. */
    void found(final Adjacency adjacency) {
        waiting.remove(adjacency);
        if (adjacency.gleaned) {
            interfaces.get(adjacency.interfaceNumber).waiting.remove(adjacency);
        }
    }

    /** It is not wanted any more, but for routes that lead to it. */
    void forget(final Adjacency adjacency) {
        if (adjacency.gleaned) {
            found(adjacency);
            adjacency.gleaned = false;
            interfaces.get(adjacency.interfaceNumber).count--;
        }
        adjacencies.settle(adjacency);
    }

    /** Lets go of those that nobody has answered for; returns how many. */
    int doWork(final long nanoTime) {
        int done = 0;
        while (done < STEPS && !waiting.isEmpty() && waiting.getFirst().deadline - nanoTime <= 0) {
            forget(waiting.getFirst());
            done++;
        }
        return done;
    }
}
