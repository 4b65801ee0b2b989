package io.swaplane.table.fib;

import io.swaplane.memory.Memory;

/**
 * Layout of what lookups read. Each level of the trie takes six bits of the address; a root may take 12 or 18 at once. IPv4 may have a
 * {@link Shortcut} past the trie.
 *
 * <pre>
 *  table    +0 address of the nodes' memory   +8 address of the words   +16 address of the shortcuts' memory   +64 FIBs
 *  FIB      +0 IPv4 slot   +4 IPv6 slot   +8 IPv4 default   +16 IPv6 default   +24 address of the IPv4 shortcut, or 0
 *  default  the default route's leaf in the lower half, the number of its changes in the upper
 *  words    a forwarding word of 8 bytes for each leaf; leaf 0 is no route
 *
 *  slot      31 30 29 28                                  0
 *           | 0|                 leaf                      |   the answer
 *           | 1|kind|    offset in the memory / 64         |   leads on; kind 0: node, 1: wide node, 2: root for 12 bits,
 *                                                               or chunk, 3: root for 18 bits
 *
 *  root     a slot for each value of the first bits
 *
 *  node     +0 starts      bit i set: entry i of the 64 begins a run that shares a slot; bit 0 is set always
 *           +8 prefixes    1 + offset in the memory / 8 of the prefix block, or 0; the writer's, no reader looks
 *          +12 slots       one a run; a wide node has all 64, and all starts set
 *
 *  shortcut +0 base        the bits that all addresses in it have in common, in place
 *           +4 shift       address bits behind those of the root
 *           +8 last        the root's number of values; addresses that are not in it have the slot behind those, leaf 0
 *          +64 slots       with a shift of 8, leaf or node; of 16, leaf or chunk; otherwise leaf
 *  chunk    +0 slots       256, for the next eight bits: leaf or node
 *
 *  prefixes +0 short       bit h for a prefix of 1 to 5 bits within the node: h = 2^bits + their value
 *           +8 full        bit i for a prefix of 6 bits
 *          +16 leaves      of 4 bytes, in the order of the bits, short ones first
 * </pre>
 *
 * <p>Leaves are pushed down: each run's slot holds what the longest match gives for its entries, so that a lookup ends at the first slot
 * that is a leaf. The default route alone is not: it is what leaf 0 stands for, so that one store changes it. Where runs begin follows
 * from prefixes and children alone, never from words. A node's starts never change; its slots do, each by one release store that pairs
 * with the readers' acquire loads.
 *
 * <p>What a lookup waits for is cache lines. A node with up to {@value #MOST_RUNS} runs is one line. Of more runs it would have its starts
 * and the slot in lines apart, so it is made wide, and lookups read nothing of it but the slot.
 */
public final class FibLayout {
    /** FIB ids are less than this. */
    public static final int FIBS = 1 << 16;

    static final int NODES = 0;
    static final int LEAF_WORDS = 8;
    static final int SHORTCUTS = 16;
    static final int FIRST_FIB = 64;
    static final int FIB_SHIFT = 5;
    static final int IPV4 = 0;
    static final int IPV6 = 4;
    static final int IPV4_DEFAULT = 8;
    static final int IPV6_DEFAULT = 16;
    static final int SHORTCUT = 24;

    static final int BASE = 0;
    static final int SHIFT = 4;
    static final int LAST = 8;
    static final int ROOT_SLOTS = 64;
    static final int CHUNK_SLOTS = 256;

    /** Address bits of a level. */
    static final int STRIDE = 6;
    static final int ENTRIES = 1 << STRIDE;

    static final int STARTS = 0;
    static final int PREFIXES = 8;
    static final int SLOTS = 12;

    static final int SHORT = 0;
    static final int FULL = 8;
    static final int LEAVES = 16;

    static final int SLOT_SHIFT = 2;

    private static final int REFERENCE = 1 << 31;
    private static final int KIND_SHIFT = 29;
    private static final int OFFSET_MASK = (1 << KIND_SHIFT) - 1;
    private static final int LINE_SHIFT = 6;
    private static final int WIDE = 1;
    private static final int CHUNK = 2;
    private static final int MOST_RUNS = 13;
    private static final int LINE_WORDS = 8;

    private FibLayout() {
    }

    /** Whether a slot's value leads on; if not, it is the lookup's answer. */
    static boolean leadsOn(final int slot) {
        return slot < 0;
    }

    private static int kind(final int slot) {
        return slot >>> KIND_SHIFT & 3;
    }

    /** First bits of the address that the root behind a FIB's slot takes; 0 when there is none. */
    static int rootBits(final int slot) {
        return slot < 0 && kind(slot) > WIDE ? kind(slot) * STRIDE : 0;
    }

    /** A slot's value that leads to a root for 12 or 18 bits. */
    static int rootSlot(final long offset, final int bits) {
        return REFERENCE | bits / STRIDE << KIND_SHIFT | (int) (offset >>> LINE_SHIFT);
    }

    /** A slot's value that leads to a shortcut's chunk. */
    static int chunkSlot(final long offset) {
        return REFERENCE | CHUNK << KIND_SHIFT | (int) (offset >>> LINE_SHIFT);
    }

    /** Whether a slot, not a FIB's own, leads to a shortcut's chunk. */
    static boolean isChunk(final int slot) {
        return slot < 0 && kind(slot) == CHUNK;
    }

    /** For readers: address of an address's slot in a shortcut's root. */
    static long shortcutSlot(final long shortcut, final int address) {
        final int value = (address ^ Memory.getInt(shortcut + BASE)) >>> Memory.getInt(shortcut + SHIFT);
        return shortcut + ROOT_SLOTS + ((long) Math.min(value, Memory.getInt(shortcut + LAST)) << SLOT_SHIFT);
    }

    /** For readers: address of the slot in the chunk behind a slot's value; any address in the shortcuts' memory when it is a leaf. */
    static long chunkSlot(final long shortcuts, final int slot, final int address) {
        final int leadsOn = slot >> Integer.SIZE - 1;
        return shortcuts + ((long) (slot & OFFSET_MASK & leadsOn) << LINE_SHIFT) + ((address >>> 8 & CHUNK_SLOTS - 1) << SLOT_SHIFT);
    }

    /** A slot's value that leads to a node with these starts. */
    static int nodeSlot(final long offset, final long starts) {
        return REFERENCE | (starts == -1 ? WIDE : 0) << KIND_SHIFT | (int) (offset >>> LINE_SHIFT);
    }

    /** The address of the node or root behind a slot's value. */
    static long address(final long memory, final int slot) {
        return memory + ((long) (slot & OFFSET_MASK) << LINE_SHIFT);
    }

    /** Starts as a node has them whose runs must begin at these entries, if not at more. */
    static long starts(final long least) {
        return Long.bitCount(least) > MOST_RUNS ? -1 : least;
    }

    /** For readers: address of the slot for an entry of the node behind a slot's value. */
    static long next(final long memory, final int slot, final int entry) {
        final long node = address(memory, slot);
        return (slot & WIDE << KIND_SHIFT) != 0 ? node + SLOTS + ((long) entry << SLOT_SHIFT)
            : slot(node, Memory.getLong(node + STARTS), entry);
    }

    /** For readers: an address in the line that {@link #next} needs; any address in the memory when the slot is a leaf. */
    static long line(final long memory, final int slot, final int entry) {
        final int leadsOn = slot >> Integer.SIZE - 1;
        final int wide = slot << Integer.SIZE - 1 - KIND_SHIFT >> Integer.SIZE - 1;
        return memory + ((long) (slot & OFFSET_MASK & leadsOn) << LINE_SHIFT) + (SLOTS + (entry << SLOT_SHIFT) & wide & leadsOn);
    }

    /** Address of the slot for an entry of a node whose starts are known. */
    static long slot(final long node, final long starts, final int entry) {
        // Starts at or before the entry: at least one, which makes up for the slot that is missing to the first one.
        return node + SLOTS - (1 << SLOT_SHIFT) + ((long) Long.bitCount(starts << ENTRIES - 1 - entry) << SLOT_SHIFT);
    }

    /** Address of the slot for an entry; for the writer. */
    static long slot(final long node, final int entry) {
        return slot(node, Memory.getLong(node + STARTS), entry);
    }

    /** Words of memory of a node with these starts: whole cache lines. */
    static int nodeWords(final long starts) {
        final int words = SLOTS + (Long.bitCount(starts) << SLOT_SHIFT) + 7 >> 3;
        return words + LINE_WORDS - 1 & -LINE_WORDS;
    }

    /** Six bits of a key from bit {@code depth} on, a multiple of six; zeros behind the key's end. */
    static int entry(final long high, final long low, final int depth) {
        if (depth + STRIDE <= Long.SIZE) {
            return (int) (high >>> Long.SIZE - STRIDE - depth) & ENTRIES - 1;
        }
        final long bits = depth < Long.SIZE ? high << depth | low >>> Long.SIZE - depth : low << depth;
        return (int) (bits >>> Long.SIZE - STRIDE);
    }
}
