package io.swaplane.control;

import java.util.BitSet;

/** Hands out the lowest free number of a range. Conductor only. */
final class IdAllocator {
    /** What {@link #allocate} gives when every number is taken. */
    static final int NONE = -1;

    private final BitSet taken = new BitSet();
    private final int limit;
    /** No number below this one is free. */
    private int lowest;

    /** Numbers from {@code first} to {@code limit - 1}. */
    IdAllocator(final int first, final int limit) {
        this.limit = limit;
        this.lowest = first;
    }

    /** Takes the lowest free number; {@link #NONE} when there is none. */
    int allocate() {
        lowest = taken.nextClearBit(lowest);
        if (lowest >= limit) {
            return NONE;
        }
        taken.set(lowest);
        return lowest;
    }

    /** Takes the highest free number; {@link #NONE} when there is none. */
    int allocateHighest() {
        final int highest = taken.previousClearBit(limit - 1);
        if (highest < lowest) {
            return NONE;
        }
        taken.set(highest);
        return highest;
    }

    /** The number that {@link #allocate} would take; {@link #NONE} when there is none. */
    int lowestFree() {
        lowest = taken.nextClearBit(lowest);
        return lowest < limit ? lowest : NONE;
    }

    /** Takes a certain number; false when it is taken already. */
    boolean take(final int id) {
        if (taken.get(id)) {
            return false;
        }
        taken.set(id);
        return true;
    }

    /** Gives a number back. */
    void release(final int id) {
        taken.clear(id);
        lowest = Math.min(lowest, id);
    }

    boolean isTaken(final int id) {
        return taken.get(id);
    }

    /** True when {@link #allocate} would find a number. */
    boolean hasFree() {
        return taken.nextClearBit(lowest) < limit;
    }
}
