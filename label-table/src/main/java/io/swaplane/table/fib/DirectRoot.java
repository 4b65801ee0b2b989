package io.swaplane.table.fib;

import io.swaplane.memory.Memory;

/**
 * The root of a FIB that has grown large: a slot for each value of the first 12 or 18 bits, and beside it, for the writer, the leaves of
 * the prefixes that are no longer than that, but for the default route, numbered like a binary heap: {@code 2^length + value}.
 */
final class DirectRoot {
    private final FibMemory memory;
    private final int bits;
    private final long slots;
    private final long leaves;

    private DirectRoot(final FibMemory memory, final int bits, final long slots, final long leaves) {
        this.memory = memory;
        this.bits = bits;
        this.slots = slots;
        this.leaves = leaves;
    }

    /** A root without prefixes, null when there is no memory for it. */
    static DirectRoot make(final FibMemory memory, final int bits) {
        final long slots = memory.allocateSlabs(slabs(bits));
        final long leaves = slots == 0 ? 0 : memory.allocateSlabs(2 * slabs(bits));
        if (leaves == 0) {
            if (slots != 0) {
                memory.freeSlabs(slots, slabs(bits));
            }
            return null;
        }
        return new DirectRoot(memory, bits, slots, leaves);
    }

    private static int slabs(final int bits) {
        return 1 << bits + FibLayout.SLOT_SHIFT - FibMemory.SLAB_SHIFT;
    }

    int bits() {
        return bits;
    }

    /** The value of the FIB's slot. */
    int root() {
        return FibLayout.rootSlot(slots - memory.address(), bits);
    }

    /** The number of a prefix of 1 to {@link #bits} bits. */
    static int number(final long high, final int length) {
        return 1 << length | (int) (high >>> Long.SIZE - length);
    }

    /** Address of the slot for an address. */
    long slot(final long high) {
        return slotOf((int) (high >>> Long.SIZE - bits));
    }

    /** Address of the slot for this value of the first bits. */
    long slotOf(final int value) {
        return slots + ((long) value << FibLayout.SLOT_SHIFT);
    }

    /** The leaf of a prefix, 0 when it is not there; number 0 never is. */
    int leaf(final int number) {
        return Memory.getInt(leaves + 4L * number);
    }

    /** Notes a prefix's leaf without telling the slots; 0 takes it out. */
    void note(final int number, final int leaf) {
        Memory.putInt(leaves + 4L * number, leaf);
    }

    /** The number of the longest prefix among this one and the shorter ones that hold it; 0 when there is none. */
    int longest(final int number) {
        int at = number;
        while (at > 1 && leaf(at) == 0) {
            at >>>= 1;
        }
        return at > 1 ? at : 0;
    }

    /** Gives all addresses of a prefix for which there is no longer one this leaf. */
    void push(final NodeWriter nodes, final int number, final int leaf) {
        if (number >= 1 << bits) {
            nodes.push(slotOf(number - (1 << bits)), leaf);
            return;
        }
        for (int half = 2 * number; half <= 2 * number + 1; half++) {
            if (leaf(half) == 0) {
                push(nodes, half, leaf);
            }
        }
    }

    /** Gives the memory back that only the writer knew. */
    void freeLeaves() {
        memory.freeSlabs(leaves, 2 * slabs(bits));
    }

    /** Gives the slots back, once no reader can hold them. */
    void freeSlots() {
        memory.freeSlabs(slots, slabs(bits));
    }
}
