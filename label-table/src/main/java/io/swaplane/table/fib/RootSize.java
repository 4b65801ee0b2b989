package io.swaplane.table.fib;

import io.swaplane.memory.Memory;

/**
 * Builds a FIB's root anew when its number of prefixes has changed much: as a node, or as an array for 12 or 18 bits. The rest of the trie
 * is shared by the old root and the new.
 */
final class RootSize {
    /**
     * Numbers of prefixes above which a root becomes larger; half of them makes it smaller again.
     *
     * @param many those for 12 bits.
     * @param veryMany those for 18 bits.
     */
    record Limits(int many, int veryMany) {
        static final Limits USUAL = new Limits(512, 1 << 16);

        /** Above this many an IPv4 shortcut is for all addresses. */
        int whole() {
            return veryMany >> 3;
        }
    }

    private static final int MANY_BITS = 12;
    private static final int VERY_MANY_BITS = 18;
    /** A node at each of up to three levels, of a line each, and a block for the prefix: more share what is larger. */
    private static final int MOST_BYTES_PER_PREFIX = 3 * 64 + 24;

    private final Fib fib;
    private final FibTable table;
    private final NodeWriter nodes;
    private final DirectRoot old;

    RootSize(final Fib fib, final FibTable table) {
        this.fib = fib;
        this.table = table;
        this.nodes = table.nodes();
        this.old = fib.direct();
    }

    /** The bits for this many prefixes, when the root has {@code bits} now. */
    static int wanted(final Limits limits, final int count, final int bits) {
        if (count > (bits == VERY_MANY_BITS ? limits.veryMany / 2 : limits.veryMany)) {
            return VERY_MANY_BITS;
        }
        return count > (bits == 0 ? limits.many : limits.many / 2) ? MANY_BITS : 0;
    }

    /** Whether there is memory for the nodes of a smaller root. */
    boolean hasRoom(final int bits) {
        return old == null || bits > old.bits() || nodes.memory().hasRoomForBytes((long) fib.count() * MOST_BYTES_PER_PREFIX);
    }

    /** The new root's value for the FIB's slot; {@code root} is null for a node. */
    int build(final DirectRoot root) {
        if (root == null) {
            return build(0, 0, 0);
        }
        final int bits = root.bits();
        new FibWalk(0, 0, 0, (high, low, length, word) -> {
            if (length > 0) {
                root.note(DirectRoot.number(high, length), table.leaves().leaf(word));
            }
            return true;
        }).upTo(bits).walk(fib, table);
        for (int value = 0; value < 1 << bits; value++) {
            final int number = 1 << bits | value;
            Memory.putInt(root.slotOf(value), old == null || bits > old.bits() ? present(value, bits)
                : build(value, bits, leaf(root, root.longest(number))));
        }
        return root.root();
    }

    private static int leaf(final DirectRoot root, final int number) {
        return number == 0 ? 0 : root.leaf(number);
    }

    /** What the trie has now for these first bits. */
    private int present(final int value, final int bits) {
        final long high = (long) value << Long.SIZE - bits;
        int depth = old == null ? 0 : old.bits();
        int at = old == null ? fib.root() : Memory.getInt(old.slot(high));
        while (depth < bits && FibLayout.leadsOn(at)) {
            at = Memory.getInt(FibLayout.slot(nodes.node(at), FibLayout.entry(high, 0, depth)));
            depth += FibLayout.STRIDE;
        }
        return at;
    }

    /** The slot's value for the first {@code depth} bits, made of nodes where the old root has its array. */
    private int build(final int value, final int depth, final int inherited) {
        if (depth == old.bits()) {
            return Memory.getInt(old.slotOf(value));
        }
        final int[] leaves = new int[2 * FibLayout.ENTRIES];
        leaves[1] = inherited;
        long block = 0;
        for (int number = 2; number < leaves.length; number++) {
            final int bits = PrefixBits.bits(number);
            final int leaf = old.leaf((1 << depth | value) << bits | number - (1 << bits));
            leaves[number] = leaf == 0 ? leaves[number >>> 1] : leaf;
            block = leaf == 0 ? block : nodes.blocks().add(block, number, leaf);
        }
        final int[] values = new int[FibLayout.ENTRIES];
        long children = 0;
        for (int entry = 0; entry < values.length; entry++) {
            values[entry] = build(value << FibLayout.STRIDE | entry, depth + FibLayout.STRIDE, leaves[FibLayout.ENTRIES + entry]);
            children |= FibLayout.leadsOn(values[entry]) ? 1L << entry : 0;
        }
        return block == 0 && children == 0 ? leaves[1] : nodes.of(values, block, children);
    }
}
