package io.swaplane.table.fib;

import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;

/**
 * The root of a FIB that has grown large: a slot for each value of the first 12 or 18 bits, and beside it, for the writer, the words of
 * the prefixes that are no longer than that, numbered like a binary heap: {@code 2^length + value}, the default route being 1.
 */
final class DirectRoot {
    private final int bits;
    private final MappedRegion slots;
    private final MappedRegion words;

    DirectRoot(final int bits) {
        this.bits = bits;
        slots = MappedRegion.reserve(8L << bits);
        words = MappedRegion.reserve(16L << bits);
    }

    /** What a root of this size takes. */
    static long bytes(final int bits) {
        return bits == 0 ? 0 : 24L << bits;
    }

    int bits() {
        return bits;
    }

    /** The value of the FIB's slot. */
    long root() {
        return FibLayout.directRoot(slots.address(), bits);
    }

    /** The number of a prefix of at most {@link #bits}. */
    static int number(final long high, final int length) {
        return length == 0 ? 1 : 1 << length | (int) (high >>> Long.SIZE - length);
    }

    /** Address of the slot for an address. */
    long slot(final long high) {
        return slotOf((int) (high >>> Long.SIZE - bits));
    }

    long slotOf(final int value) {
        return slots.address() + ((long) value << 3);
    }

    long word(final int number) {
        return Memory.getLong(words.address() + ((long) number << 3));
    }

    /** Notes a prefix's word without telling the slots; 0 takes it out. */
    void note(final int number, final long word) {
        Memory.putLong(words.address() + ((long) number << 3), word);
    }

    /** The number of the longest prefix among this one and the shorter ones that hold it; 0 when there is none. */
    int longest(final int number) {
        int at = number;
        while (at > 0 && word(at) == 0) {
            at >>>= 1;
        }
        return at;
    }

    /** Gives all addresses of a prefix for which there is no longer one this leaf. */
    void push(final NodeWriter nodes, final int number, final long leaf) {
        if (number >= 1 << bits) {
            nodes.push(slotOf(number - (1 << bits)), leaf);
            return;
        }
        for (int half = 2 * number; half <= 2 * number + 1; half++) {
            if (word(half) == 0) {
                push(nodes, half, leaf);
            }
        }
    }

    /** Unmaps it, once no reader can hold it. */
    void close() {
        slots.close();
        words.close();
    }
}
