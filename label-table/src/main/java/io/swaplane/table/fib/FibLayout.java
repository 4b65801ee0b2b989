package io.swaplane.table.fib;

import io.swaplane.memory.Memory;

/**
 * Layout of the trie behind a FIB. Every level takes six bits of the address; a root may take 12 or 18 at once.
 *
 * <pre>
 *  slot     0                          no route
 *           op (bits 63-60) not 0      a leaf: the forwarding word itself
 *           op 0, else not 0           an address: a node, or with k in bits 2-0 an array of slots for the first 6k bits
 *
 *  FIB      +0 IPv4 slot   +8 IPv6 slot
 *
 *  node     +0 starts      bit i set: entry i of the 64 begins a run that shares a slot; bit 0 is set always
 *           +8 prefixes    address of the prefix block or 0; the writer's, no reader looks
 *          +16 slots       one a run
 *
 *  prefixes +0 short       bit h for a prefix of 1 to 5 bits within the node: h = 2^bits + their value
 *           +8 full        bit i for a prefix of 6 bits
 *          +16 words       in the order of the bits, short ones first
 * </pre>
 *
 * <p>Leaves are pushed down: each run's slot holds what the longest match gives for its entries, so that a lookup ends at the first slot
 * that is no address. Where runs begin follows from prefixes and children alone, never from words. A node's starts never change; its
 * slots do, each by one release store that pairs with the readers' acquire loads. Of 8-byte alignment throughout.
 */
public final class FibLayout {
    /** FIB ids are less than this. */
    public static final int FIBS = 1 << 16;

    static final int FIB_SHIFT = 4;
    static final int IPV4 = 0;
    static final int IPV6 = 8;

    /** Address bits of a level. */
    static final int STRIDE = 6;
    static final int ENTRIES = 1 << STRIDE;

    static final int STARTS = 0;
    static final int PREFIXES = 8;
    static final int SLOTS = 16;

    static final int SHORT = 0;
    static final int FULL = 8;
    static final int WORDS = 16;

    /** Addresses are less than 2^56; a word is at least 2^60, and 2^60 less one still no address. */
    private static final int ADDRESS_BITS = 56;
    private static final int STRIDES_MASK = 7;

    private FibLayout() {
    }

    /** Whether a slot's value leads on; if not, it is the lookup's answer. */
    static boolean isAddress(final long slot) {
        return slot - 1 >>> ADDRESS_BITS == 0;
    }

    /** Bits that the array behind a root takes; 0 when a node is behind it. */
    static int directBits(final long root) {
        return ((int) root & STRIDES_MASK) * STRIDE;
    }

    /** The root's value that leads to an array for this many bits. */
    static long directRoot(final long address, final int bits) {
        return address | bits / STRIDE;
    }

    /** The address of a root's array. */
    static long directAddress(final long root) {
        return root & ~STRIDES_MASK;
    }

    /** Address of the slot for an entry of a node whose starts are known. */
    static long slot(final long node, final long starts, final int entry) {
        // Starts at or before the entry: at least one, which makes up for the 8 bytes that are missing to the first slot.
        return node + SLOTS - 8 + ((long) Long.bitCount(starts << ENTRIES - 1 - entry) << 3);
    }

    /** Address of the slot for an entry; for the writer. */
    static long slot(final long node, final int entry) {
        return slot(node, Memory.getLong(node + STARTS), entry);
    }

    /** Words of memory of a node with these starts. */
    static int nodeWords(final long starts) {
        return SLOTS / 8 + Long.bitCount(starts);
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
