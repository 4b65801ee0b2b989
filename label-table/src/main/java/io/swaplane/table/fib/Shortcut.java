package io.swaplane.table.fib;

import io.swaplane.memory.Memory;

/**
 * What an IPv4 trie says, copied to where a lookup finds it with one or two loads: a root for the bits behind those that all prefixes have
 * in common, and behind a root of 16 bits chunks for the next eight (see {@link FibLayout}). Conductor only.
 *
 * <p>The trie is changed first; {@link #refresh} then stores what is different, each slot by one release store. What was in the trie
 * before waits for a grace period that begins afterwards. Places that no prefix covers, the default route left out, hold leaf 0.
 */
final class Shortcut {
    /** Bits behind which a root may have chunks. */
    static final int CHUNKED = 16;
    /** Bits of the address that a shortcut takes at most. */
    static final int DEEPEST = 24;
    static final int CHUNK_WORDS = FibLayout.CHUNK_SLOTS / 2;

    private final FibMemory memory;
    private final NodeWriter nodes;
    private final long at;
    private final int base;
    private final int common;
    private final int end;
    private boolean failed;
    private boolean shrinking;
    /** A run of places with one value that waits for what comes behind it. */
    private int runFrom;
    private int runTo;
    private int runValue;

    private Shortcut(final FibMemory memory, final NodeWriter nodes, final long at, final int base, final int common, final int end) {
        this.memory = memory;
        this.nodes = nodes;
        this.at = at;
        this.base = base;
        this.common = common;
        this.end = end;
    }

    /** One whose slots all say leaf 0, null when there is no memory for it: a root for the bits from {@code common} to {@code end}. */
    static Shortcut make(final FibMemory memory, final NodeWriter nodes, final int base, final int common, final int end) {
        final int words = words(end - common);
        if (words <= FibMemory.MAX_WORDS && !memory.hasRoom(1)) {
            return null;
        }
        final long at = words <= FibMemory.MAX_WORDS ? memory.allocate(words) : memory.allocateSlabs(slabs(words));
        if (at == 0) {
            return null;
        }
        Memory.zero(at, 8L * words);
        Memory.putInt(at + FibLayout.BASE, base);
        Memory.putInt(at + FibLayout.SHIFT, Integer.SIZE - end);
        Memory.putInt(at + FibLayout.LAST, 1 << end - common);
        return new Shortcut(memory, nodes, at, base, common, end);
    }

    private static int words(final int bits) {
        // One slot more than there are values: the one for addresses that are not within the common bits.
        return FibLayout.ROOT_SLOTS / 8 + ((1 << bits) + 2 >> 1);
    }

    private static int slabs(final int words) {
        return (words << 3) + (1 << FibMemory.SLAB_SHIFT) - 1 >> FibMemory.SLAB_SHIFT;
    }

    /** Bytes of a root for this many bits. */
    static long bytes(final int bits) {
        return 8L * words(bits);
    }

    long address() {
        return at;
    }

    int common() {
        return common;
    }

    /** Whether the shortcut can say what a prefix, not the default route, changes. */
    boolean fits(final int address, final int length) {
        return length >= common && (common == 0 || (address ^ base) >>> Integer.SIZE - common == 0)
            && (end == CHUNKED || end == DEEPEST || length <= end);
    }

    /**
     * Copies what the trie has now for the addresses of a prefix.
     *
     * @param root the trie's root slot; {@code direct} is null, or the array that it leads to.
     * @param removed whether the prefix is gone, so that chunks may be no longer needed.
     * @return false when there was no memory for a chunk: the shortcut is not to be used any more.
     */
    boolean refresh(final int root, final DirectRoot direct, final int address, final int length, final boolean removed) {
        shrinking = removed;
        final int from = length == 0 ? 0 : address >>> Integer.SIZE - DEEPEST;
        final int to = from + (1 << Math.max(0, DEEPEST - length));
        runFrom = from;
        runTo = from;
        if (direct == null) {
            expand(root, 0, 0, from, to);
        } else {
            final int shift = DEEPEST - direct.bits();
            for (int value = from >>> shift; value <= to - 1 >>> shift; value++) {
                expand(Memory.getInt(direct.slotOf(value)), direct.bits(), value << shift, from, to);
            }
        }
        store(runFrom, runTo, runValue);
        return !failed;
    }

    /** Copies the part of a trie's branch that lies within {@code from} to {@code to}, counted in addresses of {@link #DEEPEST} bits. */
    private void expand(final int value, final int depth, final int first, final int from, final int to) {
        if (depth >= DEEPEST || !FibLayout.leadsOn(value)) {
            run(Math.max(first, from), Math.min(first + (1 << DEEPEST - depth), to), value);
            return;
        }
        final long node = nodes.node(value);
        final int shift = DEEPEST - depth - FibLayout.STRIDE;
        final int entry = Math.max(from - first, 0) >>> shift;
        if (Math.min(to - 1 - first >>> shift, FibLayout.ENTRIES - 1) == entry) {
            expand(Memory.getInt(FibLayout.slot(node, entry)), depth + FibLayout.STRIDE, first + (entry << shift), from, to);
            return;
        }
        long at = node + FibLayout.SLOTS;
        for (long rest = Memory.getLong(node + FibLayout.STARTS); rest != 0; rest &= rest - 1) {
            final long behind = rest & rest - 1;
            final int start = first + (Long.numberOfTrailingZeros(rest) << shift);
            final int stop = first + (Long.numberOfTrailingZeros(behind) << shift); // 64 entries when there is none behind
            if (stop > from && start < to) {
                expandRun(Memory.getInt(at), depth + FibLayout.STRIDE, start, stop, from, to);
            }
            at += 1 << FibLayout.SLOT_SHIFT;
        }
    }

    private void expandRun(final int value, final int depth, final int start, final int stop, final int from, final int to) {
        if (FibLayout.leadsOn(value)) {
            expand(value, depth, start, from, to); // a run of one entry
        } else {
            run(Math.max(start, from), Math.min(stop, to), value);
        }
    }

    /** Joins runs of one leaf that lie side by side, so that a chunk is not made for what fills it. */
    private void run(final int from, final int to, final int value) {
        if (value != runValue || FibLayout.leadsOn(value) || runFrom == runTo) {
            store(runFrom, runTo, runValue);
            runFrom = from;
            runValue = value;
        }
        runTo = to;
    }

    private void store(final int from, final int to, final int value) {
        if (end == CHUNKED) {
            for (int start = from; start < to && !failed; start = (start | FibLayout.CHUNK_SLOTS - 1) + 1) {
                storeChunk(start, Math.min(to, (start | FibLayout.CHUNK_SLOTS - 1) + 1), value);
            }
        } else if (from < to) {
            for (int i = from >>> DEEPEST - end; i <= to - 1 >>> DEEPEST - end; i++) {
                Memory.putIntRelease(slot(i), value);
            }
        }
    }

    /** Address of a root's slot, by the first bits of an address. */
    private long slot(final int first) {
        return at + FibLayout.ROOT_SLOTS + ((long) (first & (1 << end - common) - 1) << FibLayout.SLOT_SHIFT);
    }

    private void storeChunk(final int from, final int to, final int value) {
        final long slot = slot(from >>> DEEPEST - CHUNKED);
        final int before = Memory.getInt(slot);
        final boolean needed = to - from < FibLayout.CHUNK_SLOTS && before != value;
        if (!needed) {
            Memory.putIntRelease(slot, value);
            retireChunk(before);
        } else if (FibLayout.leadsOn(before)) {
            fill(chunk(before), from, to, value);
            if (shrinking) {
                compact(slot, before);
            }
        } else if (memory.hasRoom(1)) {
            final long chunk = memory.allocate(CHUNK_WORDS);
            fill(chunk, 0, FibLayout.CHUNK_SLOTS, before);
            fill(chunk, from, to, value);
            Memory.putIntRelease(slot, FibLayout.chunkSlot(chunk - memory.address()));
        } else {
            failed = true;
        }
    }

    private long chunk(final int value) {
        return FibLayout.address(memory.address(), value);
    }

    private static void fill(final long chunk, final int from, final int to, final int value) {
        final int first = from & FibLayout.CHUNK_SLOTS - 1;
        for (int i = first; i < first + to - from; i++) {
            Memory.putIntRelease(chunk + ((long) i << FibLayout.SLOT_SHIFT), value);
        }
    }

    /** Lets a chunk go whose slots are all the same leaf. */
    private void compact(final long slot, final int value) {
        final long chunk = chunk(value);
        final int leaf = Memory.getInt(chunk);
        int same = 0;
        while (same < FibLayout.CHUNK_SLOTS && !FibLayout.leadsOn(leaf) && Memory.getInt(chunk + ((long) same << 2)) == leaf) {
            same++;
        }
        if (same == FibLayout.CHUNK_SLOTS) {
            Memory.putIntRelease(slot, leaf);
            memory.retire(chunk);
        }
    }

    private void retireChunk(final int value) {
        if (FibLayout.leadsOn(value)) {
            memory.retire(chunk(value));
        }
    }

    /** Gives everything back after a grace period; no slot leads here any more. */
    void retire(final FibTable table) {
        if (end == CHUNKED) {
            for (int i = 0; i < 1 << end - common; i++) {
                retireChunk(Memory.getInt(slot(i)));
            }
        }
        final int words = words(end - common);
        if (words <= FibMemory.MAX_WORDS) {
            memory.retire(at);
        } else {
            table.retire(() -> memory.freeSlabs(at, slabs(words)));
        }
    }
}
