package io.swaplane.table.fib;

import io.swaplane.memory.Memory;

/** What prefixes end in a node, and their leaves (see {@link FibLayout}). The writer's; an absent block, address 0, has none. */
final class PrefixBlocks {
    private final FibMemory memory;

    PrefixBlocks(final FibMemory memory) {
        this.memory = memory;
    }

    static long shorts(final long block) {
        return block == 0 ? 0 : Memory.getLong(block + FibLayout.SHORT);
    }

    static long full(final long block) {
        return block == 0 ? 0 : Memory.getLong(block + FibLayout.FULL);
    }

    /** Address of the leaf of a prefix that is there. */
    private static long leafAddress(final long block, final int number) {
        return block + FibLayout.LEAVES + ((long) rank(shorts(block), full(block), number) << 2);
    }

    private static int rank(final long shorts, final long full, final int number) {
        return number < FibLayout.ENTRIES ? Long.bitCount(shorts & (1L << number) - 1)
            : Long.bitCount(shorts) + Long.bitCount(full & (1L << number) - 1); // a shift takes the last six bits of its count
    }

    /** The leaf of a prefix, 0 when it is not there. */
    static int get(final long block, final int number) {
        final long bits = number < FibLayout.ENTRIES ? shorts(block) : full(block);
        return (bits >>> number & 1) == 0 ? 0 : Memory.getInt(leafAddress(block, number));
    }

    static void replace(final long block, final int number, final int leaf) {
        Memory.putInt(leafAddress(block, number), leaf);
    }

    /** The number of the longest prefix among this one and the shorter ones that hold it; 0 when there is none. */
    static int longest(final long block, final int number) {
        if (block == 0) {
            return 0;
        }
        final long shorts = shorts(block);
        int at = number;
        if (at >= FibLayout.ENTRIES) {
            if ((full(block) >>> at & 1) != 0) {
                return at;
            }
            at >>>= 1;
        }
        while (at > 1 && (shorts >>> at & 1) == 0) {
            at >>>= 1;
        }
        return at > 1 ? at : 0;
    }

    /** A block with one prefix more, in whose favour the old one is given up. */
    long add(final long block, final int number, final int leaf) {
        final long shorts = shorts(block);
        final long full = full(block);
        final int count = Long.bitCount(shorts) + Long.bitCount(full);
        final int at = rank(shorts, full, number);
        final long added = memory.allocate(words(count + 1));
        Memory.putLong(added + FibLayout.SHORT, number < FibLayout.ENTRIES ? shorts | 1L << number : shorts);
        Memory.putLong(added + FibLayout.FULL, number < FibLayout.ENTRIES ? full : full | 1L << number);
        copyLeaves(block, 0, added, 0, at);
        Memory.putInt(added + FibLayout.LEAVES + 4L * at, leaf);
        copyLeaves(block, at, added, at + 1, count - at);
        free(block);
        return added;
    }

    /** A block without a prefix, 0 when it was the last; the old one is given up. */
    long remove(final long block, final int number) {
        final long shorts = shorts(block);
        final long full = full(block);
        final int count = Long.bitCount(shorts) + Long.bitCount(full);
        long rest = 0;
        if (count > 1) {
            final int at = rank(shorts, full, number);
            rest = memory.allocate(words(count - 1));
            Memory.putLong(rest + FibLayout.SHORT, number < FibLayout.ENTRIES ? shorts & ~(1L << number) : shorts);
            Memory.putLong(rest + FibLayout.FULL, number < FibLayout.ENTRIES ? full : full & ~(1L << number));
            copyLeaves(block, 0, rest, 0, at);
            copyLeaves(block, at + 1, rest, at, count - at - 1);
        }
        free(block);
        return rest;
    }

    /** Words of memory of a block with this many prefixes. */
    private static int words(final int count) {
        return FibLayout.LEAVES / 8 + (count + 1 >> 1);
    }

    private static void copyLeaves(final long source, final int from, final long target, final int to, final int count) {
        for (int i = 0; i < count; i++) {
            Memory.putInt(target + FibLayout.LEAVES + 4L * (to + i), Memory.getInt(source + FibLayout.LEAVES + 4L * (from + i)));
        }
    }

    /** Gives a block back at once, as readers never look at it. */
    void free(final long block) {
        if (block != 0) {
            memory.free(block);
        }
    }
}
