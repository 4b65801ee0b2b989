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

    /** The address of a node's prefix block, 0 when it has none. */
    long prefixes(final long node) {
        final int offset = Memory.getInt(node + FibLayout.PREFIXES);
        return offset == 0 ? 0 : memory.address() + (offset - 1L << 3);
    }

    private void setPrefixes(final long node, final long block) {
        Memory.putInt(node + FibLayout.PREFIXES, block == 0 ? 0 : 1 + (int) (block - memory.address() >>> 3));
    }

    /** The address of the node behind a slot's value. */
    long node(final int value) {
        return FibLayout.address(memory.address(), value);
    }

    private int slotValue(final long node) {
        return FibLayout.nodeSlot(node - memory.address(), Memory.getLong(node + FibLayout.STARTS));
    }

    /** The address of the node that a slot leads to. */
    private long nodeAt(final long slot) {
        return node(Memory.getInt(slot));
    }

    /** A node that no slot leads to yet; its slots are to be filled. */
    private long make(final long starts, final long block) {
        final long node = memory.allocate(FibLayout.nodeWords(starts));
        Memory.putLong(node + FibLayout.STARTS, starts);
        setPrefixes(node, block);
        return node;
    }

    /** A node with one prefix, as a slot's value. */
    int withPrefix(final int number, final int leaf, final int inherited) {
        final long node = make(PrefixBits.starts(number) | 1, blocks.add(0, number, leaf));
        return fill(node, PrefixBits.covered(number), leaf, inherited);
    }

    /** A node with one child, as a slot's value. */
    int withChild(final int entry, final int child, final int inherited) {
        final long only = 1L << entry;
        return fill(make(only | only << 1 | 1, 0), only, child, inherited);
    }

    private int fill(final long node, final long entries, final int value, final int otherwise) {
        long at = node + FibLayout.SLOTS;
        for (long rest = Memory.getLong(node + FibLayout.STARTS); rest != 0; rest &= rest - 1) {
            Memory.putInt(at, (entries & rest & -rest) == 0 ? otherwise : value);
            at += 1 << FibLayout.SLOT_SHIFT;
        }
        return slotValue(node);
    }

    /** A node from all its entries' values and its prefix block, as a slot's value. */
    int of(final int[] values, final long block, final long children) {
        final long starts = starts(block, children);
        final long node = make(starts, block);
        long at = node + FibLayout.SLOTS;
        for (long rest = starts; rest != 0; rest &= rest - 1) {
            Memory.putInt(at, values[Long.numberOfTrailingZeros(rest)]);
            at += 1 << FibLayout.SLOT_SHIFT;
        }
        return slotValue(node);
    }

    /** The starts of a node with this prefix block and these children. */
    private static long starts(final long block, final long children) {
        return FibLayout.starts(PrefixBits.starts(PrefixBlocks.shorts(block), PrefixBlocks.full(block), children));
    }

    /** The entries that lead to further nodes, as bits. */
    static long children(final long node) {
        long children = 0;
        long at = node + FibLayout.SLOTS;
        for (long rest = Memory.getLong(node + FibLayout.STARTS); rest != 0; rest &= rest - 1) {
            if (FibLayout.leadsOn(Memory.getInt(at))) {
                children |= rest & -rest;
            }
            at += 1 << FibLayout.SLOT_SHIFT;
        }
        return children;
    }

    /** Adds a prefix to the node that {@code slot} leads to. */
    void add(final long slot, final int number, final int leaf) {
        final long node = nodeAt(slot);
        final long block = blocks.add(prefixes(node), number, leaf);
        setPrefixes(node, block);
        change(slot, Memory.getLong(node + FibLayout.STARTS) | PrefixBits.starts(number), owned(block, number), leaf);
    }

    /** Gives a prefix that is there another leaf. */
    void replace(final long slot, final int number, final int leaf) {
        final long node = nodeAt(slot);
        final long block = prefixes(node);
        PrefixBlocks.replace(block, number, leaf);
        change(slot, Memory.getLong(node + FibLayout.STARTS), owned(block, number), leaf);
    }

    /** Takes a prefix that is there, but is not all that is there, out of a node that inherits {@code inherited}. */
    void remove(final long slot, final int number, final int inherited) {
        final long node = nodeAt(slot);
        final long owned = owned(prefixes(node), number);
        final long block = blocks.remove(prefixes(node), number);
        setPrefixes(node, block);
        final int cover = PrefixBlocks.longest(block, number >>> 1);
        change(slot, starts(block, children(node)), owned, cover == 0 ? inherited : PrefixBlocks.get(block, cover));
    }

    /** The entries for which a prefix is the longest of the node's, or would be. */
    private static long owned(final long block, final int number) {
        return PrefixBits.covered(number)
            & ~PrefixBits.coveredByLonger(PrefixBlocks.shorts(block), PrefixBlocks.full(block), PrefixBits.bits(number));
    }

    /** Lets an entry that is a leaf lead to a child. */
    void link(final long slot, final int entry, final int child) {
        final long only = 1L << entry;
        change(slot, Memory.getLong(nodeAt(slot) + FibLayout.STARTS) | only | only << 1, only, child);
    }

    /** Makes an entry that leads to a child a leaf. */
    void unlink(final long slot, final int entry, final int leaf) {
        final long node = nodeAt(slot);
        final long block = prefixes(node);
        final long starts = starts(block, children(node) & ~(1L << entry));
        if (starts == Memory.getLong(node + FibLayout.STARTS)) {
            Memory.putIntRelease(FibLayout.slot(node, entry), leaf);
        } else {
            // When the entry begins no run any more it joins one before it that has the same leaf already.
            final long copy = copy(node, starts);
            if ((starts >>> entry & 1) != 0) {
                Memory.putInt(FibLayout.slot(copy, entry), leaf);
            }
            publish(slot, node, copy);
        }
    }

    private long copy(final long node, final long starts) {
        final long old = Memory.getLong(node + FibLayout.STARTS);
        final long copy = make(starts, prefixes(node));
        long at = copy + FibLayout.SLOTS;
        for (long rest = starts; rest != 0; rest &= rest - 1) {
            Memory.putInt(at, Memory.getInt(FibLayout.slot(node, old, Long.numberOfTrailingZeros(rest))));
            at += 1 << FibLayout.SLOT_SHIFT;
        }
        return copy;
    }

    private void publish(final long slot, final long node, final long copy) {
        Memory.putIntRelease(slot, slotValue(copy));
        memory.retire(node);
    }

    /** Gives the node these starts, and the runs of these entries a new value: their leaves, and what their children inherit. */
    private void change(final long slot, final long least, final long entries, final int value) {
        final long node = nodeAt(slot);
        final long starts = FibLayout.starts(least);
        if (starts == Memory.getLong(node + FibLayout.STARTS)) {
            push(node, entries, value);
            return;
        }
        final long copy = copy(node, starts);
        long at = copy + FibLayout.SLOTS;
        for (long rest = starts; rest != 0; rest &= rest - 1) {
            if ((entries & rest & -rest) != 0 && !FibLayout.leadsOn(Memory.getInt(at))) {
                Memory.putInt(at, value);
            }
            at += 1 << FibLayout.SLOT_SHIFT;
        }
        publish(slot, node, copy);
        pushToChildren(copy, entries, value);
    }

    /** Lets a slot, and all behind it that inherits what it has, give this leaf. */
    void push(final long slot, final int leaf) {
        final int value = Memory.getInt(slot);
        if (FibLayout.leadsOn(value)) {
            pushInherited(node(value), leaf);
        } else {
            Memory.putIntRelease(slot, leaf);
        }
    }

    private void pushInherited(final long node, final int leaf) {
        final long block = prefixes(node);
        push(node, ~PrefixBits.coveredByLonger(PrefixBlocks.shorts(block), PrefixBlocks.full(block), 0), leaf);
    }

    private void push(final long node, final long entries, final int value) {
        long at = node + FibLayout.SLOTS;
        for (long rest = Memory.getLong(node + FibLayout.STARTS); rest != 0; rest &= rest - 1) {
            if ((entries & rest & -rest) != 0) {
                push(at, value);
            }
            at += 1 << FibLayout.SLOT_SHIFT;
        }
    }

    private void pushToChildren(final long node, final long entries, final int value) {
        long at = node + FibLayout.SLOTS;
        for (long rest = Memory.getLong(node + FibLayout.STARTS); rest != 0; rest &= rest - 1) {
            final int child = Memory.getInt(at);
            // The value itself may be an address: a child that was just linked and already inherits what it must.
            if ((entries & rest & -rest) != 0 && child != value && FibLayout.leadsOn(child)) {
                pushInherited(node(child), value);
            }
            at += 1 << FibLayout.SLOT_SHIFT;
        }
    }

    /** Gives back a node that no slot leads to any more, and its prefix block. */
    void retire(final long node) {
        blocks.free(prefixes(node));
        memory.retire(node);
    }

    /** Gives back the nodes behind a slot's value, down to {@code levels} levels. */
    void retireAll(final int value, final int levels) {
        if (!FibLayout.leadsOn(value) || levels == 0) {
            return;
        }
        final long node = node(value);
        long at = node + FibLayout.SLOTS;
        for (int runs = Long.bitCount(Memory.getLong(node + FibLayout.STARTS)); runs > 0; runs--) {
            retireAll(Memory.getInt(at), levels - 1);
            at += 1 << FibLayout.SLOT_SHIFT;
        }
        retire(node);
    }
}
