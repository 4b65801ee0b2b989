package io.swaplane.table.fib;

import io.swaplane.memory.Memory;

/**
 * Makes nodes and changes them. Conductor only.
 *
 * <p>A node that readers may see keeps its starts. When only slots change they are stored one by one, each lookup meeting the old or the
 * new; when runs come or go a copy takes the node's place, in one release store to the slot that leads to it.
 */
final class NodeWriter {
    private final FibMemory memory;
    private final PrefixBlocks blocks;

    NodeWriter(final FibMemory memory) {
        this.memory = memory;
        this.blocks = new PrefixBlocks(memory);
    }

    FibMemory memory() {
        return memory;
    }

    PrefixBlocks blocks() {
        return blocks;
    }

    static long prefixes(final long node) {
        return Memory.getLong(node + FibLayout.PREFIXES);
    }

    /** A node that no slot leads to yet; its slots are to be filled. */
    private long make(final long starts, final long block) {
        final long node = memory.allocate(FibLayout.nodeWords(starts));
        Memory.putLong(node + FibLayout.STARTS, starts);
        Memory.putLong(node + FibLayout.PREFIXES, block);
        return node;
    }

    /** A node with one prefix. */
    long withPrefix(final int number, final long word, final long inherited) {
        final long node = make(PrefixBits.starts(number) | 1, blocks.add(0, number, word));
        return fill(node, PrefixBits.covered(number), word, inherited);
    }

    /** A node with one child. */
    long withChild(final int entry, final long child, final long inherited) {
        final long only = 1L << entry;
        return fill(make(only | only << 1 | 1, 0), only, child, inherited);
    }

    private static long fill(final long node, final long entries, final long value, final long otherwise) {
        long at = node + FibLayout.SLOTS;
        for (long rest = Memory.getLong(node + FibLayout.STARTS); rest != 0; rest &= rest - 1) {
            Memory.putLong(at, (entries & rest & -rest) == 0 ? otherwise : value);
            at += 8;
        }
        return node;
    }

    /** A node from all its entries' values and its prefix block. */
    long of(final long[] values, final long block, final long children) {
        final long starts = PrefixBits.starts(PrefixBlocks.shorts(block), PrefixBlocks.full(block), children);
        final long node = make(starts, block);
        long at = node + FibLayout.SLOTS;
        for (long rest = starts; rest != 0; rest &= rest - 1) {
            Memory.putLong(at, values[Long.numberOfTrailingZeros(rest)]);
            at += 8;
        }
        return node;
    }

    /** The entries that lead to further nodes, as bits. */
    static long children(final long node) {
        long children = 0;
        long at = node + FibLayout.SLOTS;
        for (long rest = Memory.getLong(node + FibLayout.STARTS); rest != 0; rest &= rest - 1) {
            if (FibLayout.isAddress(Memory.getLong(at))) {
                children |= rest & -rest;
            }
            at += 8;
        }
        return children;
    }

    /** Adds a prefix to the node that {@code slot} leads to. */
    void add(final long slot, final int number, final long word) {
        final long node = Memory.getLong(slot);
        final long block = blocks.add(prefixes(node), number, word);
        Memory.putLong(node + FibLayout.PREFIXES, block);
        change(slot, Memory.getLong(node + FibLayout.STARTS) | PrefixBits.starts(number), owned(block, number), word);
    }

    /** Gives a prefix that is there another word. */
    void replace(final long slot, final int number, final long word) {
        final long node = Memory.getLong(slot);
        final long block = prefixes(node);
        PrefixBlocks.replace(block, number, word);
        change(slot, Memory.getLong(node + FibLayout.STARTS), owned(block, number), word);
    }

    /** Takes a prefix that is there, but is not all that is there, out of a node that inherits {@code inherited}. */
    void remove(final long slot, final int number, final long inherited) {
        final long node = Memory.getLong(slot);
        final long owned = owned(prefixes(node), number);
        final long block = blocks.remove(prefixes(node), number);
        Memory.putLong(node + FibLayout.PREFIXES, block);
        final int cover = PrefixBlocks.longest(block, number >>> 1);
        change(slot, PrefixBits.starts(PrefixBlocks.shorts(block), PrefixBlocks.full(block), children(node)), owned,
            cover == 0 ? inherited : PrefixBlocks.get(block, cover));
    }

    /** The entries for which a prefix is the longest of the node's, or would be. */
    private static long owned(final long block, final int number) {
        return PrefixBits.covered(number)
            & ~PrefixBits.coveredByLonger(PrefixBlocks.shorts(block), PrefixBlocks.full(block), PrefixBits.bits(number));
    }

    /** Lets an entry that is a leaf lead to a child. */
    void link(final long slot, final int entry, final long child) {
        final long only = 1L << entry;
        change(slot, Memory.getLong(Memory.getLong(slot) + FibLayout.STARTS) | only | only << 1, only, child);
    }

    /** Makes an entry that leads to a child a leaf. */
    void unlink(final long slot, final int entry, final long leaf) {
        final long node = Memory.getLong(slot);
        final long block = prefixes(node);
        final long starts =
            PrefixBits.starts(PrefixBlocks.shorts(block), PrefixBlocks.full(block), children(node) & ~(1L << entry));
        if (starts == Memory.getLong(node + FibLayout.STARTS)) {
            Memory.putLongRelease(FibLayout.slot(node, entry), leaf);
        } else {
            // When the entry begins no run any more it joins one before it that has the same leaf already.
            final long copy = copy(node, starts);
            if ((starts >>> entry & 1) != 0) {
                Memory.putLong(FibLayout.slot(copy, entry), leaf);
            }
            publish(slot, node, copy);
        }
    }

    private long copy(final long node, final long starts) {
        final long old = Memory.getLong(node + FibLayout.STARTS);
        final long copy = make(starts, prefixes(node));
        long at = copy + FibLayout.SLOTS;
        for (long rest = starts; rest != 0; rest &= rest - 1) {
            Memory.putLong(at, Memory.getLong(FibLayout.slot(node, old, Long.numberOfTrailingZeros(rest))));
            at += 8;
        }
        return copy;
    }

    private void publish(final long slot, final long node, final long copy) {
        Memory.putLongRelease(slot, copy);
        memory.retire(node);
    }

    /** Gives the node these starts, and the runs of these entries a new value: their leaves, and what their children inherit. */
    private void change(final long slot, final long starts, final long entries, final long value) {
        final long node = Memory.getLong(slot);
        if (starts == Memory.getLong(node + FibLayout.STARTS)) {
            push(node, entries, value);
            return;
        }
        final long copy = copy(node, starts);
        long at = copy + FibLayout.SLOTS;
        for (long rest = starts; rest != 0; rest &= rest - 1) {
            if ((entries & rest & -rest) != 0 && !FibLayout.isAddress(Memory.getLong(at))) {
                Memory.putLong(at, value);
            }
            at += 8;
        }
        publish(slot, node, copy);
        pushToChildren(copy, entries, value);
    }

    /** Lets a slot, and all behind it that inherits what it has, give this leaf. */
    void push(final long slot, final long leaf) {
        final long node = Memory.getLong(slot);
        if (FibLayout.isAddress(node)) {
            pushInherited(node, leaf);
        } else {
            Memory.putLongRelease(slot, leaf);
        }
    }

    private void pushInherited(final long node, final long leaf) {
        final long block = prefixes(node);
        push(node, ~PrefixBits.coveredByLonger(PrefixBlocks.shorts(block), PrefixBlocks.full(block), 0), leaf);
    }

    private void push(final long node, final long entries, final long value) {
        long at = node + FibLayout.SLOTS;
        for (long rest = Memory.getLong(node + FibLayout.STARTS); rest != 0; rest &= rest - 1) {
            if ((entries & rest & -rest) != 0) {
                push(at, value);
            }
            at += 8;
        }
    }

    private void pushToChildren(final long node, final long entries, final long value) {
        long at = node + FibLayout.SLOTS;
        for (long rest = Memory.getLong(node + FibLayout.STARTS); rest != 0; rest &= rest - 1) {
            final long child = Memory.getLong(at);
            // The value itself may be an address: a child that was just linked and already inherits what it must.
            if ((entries & rest & -rest) != 0 && child != value && FibLayout.isAddress(child)) {
                pushInherited(child, value);
            }
            at += 8;
        }
    }

    /** Gives back a node that no slot leads to any more, and its prefix block. */
    void retire(final long node) {
        blocks.free(prefixes(node));
        memory.retire(node);
    }

    /** Gives back the nodes behind a slot's value, down to {@code levels} levels. */
    void retireAll(final long value, final int levels) {
        if (!FibLayout.isAddress(value) || levels == 0) {
            return;
        }
        long at = value + FibLayout.SLOTS;
        for (int runs = Long.bitCount(Memory.getLong(value + FibLayout.STARTS)); runs > 0; runs--) {
            retireAll(Memory.getLong(at), levels - 1);
            at += 8;
        }
        retire(value);
    }
}
