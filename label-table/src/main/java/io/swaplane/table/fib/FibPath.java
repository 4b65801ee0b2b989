package io.swaplane.table.fib;

import io.swaplane.memory.Memory;

/** The nodes between a FIB's root and a prefix. The conductor's only one, used anew for each operation. */
final class FibPath {
    private static final int LEVELS = 22;

    private final long[] nodes = new long[LEVELS];
    /** The slot that leads to each node; one more than there are nodes. */
    private final long[] slots = new long[LEVELS + 1];
    private final int[] entries = new int[LEVELS];
    private int size;
    private int depth;

    /** Goes from the slot at a depth towards a prefix, down to the node in which it ends or to a leaf before it. */
    void descend(final NodeWriter writer, final long slot, final int from, final long high, final long low, final int length) {
        size = 0;
        depth = from;
        slots[0] = slot;
        int value = Memory.getInt(slot);
        while (FibLayout.leadsOn(value) && depth + FibLayout.STRIDE < length) {
            nodes[size] = writer.node(value);
            entries[size] = FibLayout.entry(high, low, depth);
            slots[size + 1] = FibLayout.slot(nodes[size], entries[size]);
            size++;
            value = Memory.getInt(slots[size]);
            depth += FibLayout.STRIDE;
        }
    }

    /** How many nodes were passed. */
    int size() {
        return size;
    }

    /** A node that was passed. */
    long node(final int index) {
        return nodes[index];
    }

    /** The slot that leads to a node that was passed, or with {@link #size} where the path ends. */
    long slot(final int index) {
        return slots[index];
    }

    /** The entry by which a node was left. */
    int entry(final int index) {
        return entries[index];
    }

    /** Bits of the address that are behind the path's end. */
    int depth() {
        return depth;
    }

    /** What the slot at the end holds. */
    int end() {
        return Memory.getInt(slots[size]);
    }
}
