package io.swaplane.table.fib;

import io.swaplane.memory.Memory;
import java.lang.invoke.VarHandle;

/**
 * Longest-prefix match for readers: for one address by the static methods, for many by an instance, which belongs to one worker.
 *
 * <p>A batch goes in loops, so that the cache misses of different addresses overlap. One of a single IPv4 FIB with a {@link Shortcut} takes
 * the short loops: root, chunk, word. IPv6 goes level by level, other IPv4 addresses one by one from the first node on. Fences after
 * the loops make the plain loads before them acquire loads, which pair with the writer's release stores. Within a loop a load's address
 * comes from the load before, which no processor that Java runs on puts in another order.
 *
 * <p>Leaf 0 stands for the default route, which is in one place, so that a lookup reads two places that may change. It tells by the number
 * of the default's changes whether it was the same before and behind the trie's; if not, it looks again.
 *
 * <p>{@code table} is {@link FibTable#address}. An answer is a forwarding word, or 0 for no route. The caller announces quiescent points
 * (see {@link io.swaplane.table.Epochs}), and never within a call.
 */
public final class FibLookup {
    private final int[] slots;
    private final long[] lines;
    /** Keeps the compiler from leaving out what is read for the cache's sake. */
    private int fetched;
    private final int[] behind;
    private final int[] rest;
    private final long[] restHigh;
    private final long[] restLow;

    /** For batches of at most this many addresses. */
    public FibLookup(final int batch) {
        slots = new int[batch];
        lines = new long[batch];
        behind = new int[batch];
        rest = new int[batch];
        restHigh = new long[batch];
        restLow = new long[batch];
    }

    /** The word for an IPv4 address. */
    public static long lookup4(final long table, final int fib, final int address) {
        final long at = fib(table, fib);
        long before = Memory.getLongAcquire(at + FibLayout.IPV4_DEFAULT);
        while (true) {
            final int leaf = leaf4(table, at, address);
            final long now = Memory.getLongAcquire(at + FibLayout.IPV4_DEFAULT);
            if (leaf != 0 || now == before) {
                return word(table, leaf == 0 ? (int) now : leaf);
            }
            before = now;
        }
    }

    /** The word for an IPv6 address, given as its first and last eight octets. */
    public static long lookup6(final long table, final int fib, final long high, final long low) {
        final long at = fib(table, fib);
        long before = Memory.getLongAcquire(at + FibLayout.IPV6_DEFAULT);
        while (true) {
            final int leaf = leaf(table, at + FibLayout.IPV6, high, low);
            final long now = Memory.getLongAcquire(at + FibLayout.IPV6_DEFAULT);
            if (leaf != 0 || now == before) {
                return word(table, leaf == 0 ? (int) now : leaf);
            }
            before = now;
        }
    }

    private static long fib(final long table, final int fib) {
        return table + FibLayout.FIRST_FIB + ((long) fib << FibLayout.FIB_SHIFT);
    }

    private static int leaf4(final long table, final long fib, final int address) {
        final long shortcut = Memory.getLongAcquire(fib + FibLayout.SHORTCUT);
        if (shortcut == 0) {
            return leaf(table, fib + FibLayout.IPV4, Fib.key(address), 0);
        }
        int slot = Memory.getIntAcquire(FibLayout.shortcutSlot(shortcut, address));
        if (FibLayout.isChunk(slot)) {
            slot = Memory.getIntAcquire(FibLayout.chunkSlot(Memory.getLong(table + FibLayout.SHORTCUTS), slot, address));
        }
        return leaf(Memory.getLong(table + FibLayout.NODES), slot, (long) address << Integer.SIZE + Shortcut.DEEPEST, 0);
    }

    private static int leaf(final long table, final long fib, final long high, final long low) {
        final long memory = Memory.getLong(table + FibLayout.NODES);
        final int slot = Memory.getIntAcquire(fib);
        final int bits = FibLayout.rootBits(slot);
        return bits == 0 ? leaf(memory, slot, high, low)
            : leaf(memory, Memory.getIntAcquire(FibLayout.address(memory, slot) + (high >>> Long.SIZE - bits << FibLayout.SLOT_SHIFT)),
                high << bits | low >>> Long.SIZE - bits, low << bits);
    }

    /** The leaf for the bits of an address behind those that led to a slot. */
    private static int leaf(final long memory, final int from, final long high, final long low) {
        int slot = from;
        long restHigh = high;
        long restLow = low;
        while (FibLayout.leadsOn(slot)) {
            slot = Memory.getIntAcquire(FibLayout.next(memory, slot, (int) (restHigh >>> Long.SIZE - FibLayout.STRIDE)));
            restHigh = restHigh << FibLayout.STRIDE | restLow >>> Long.SIZE - FibLayout.STRIDE;
            restLow <<= FibLayout.STRIDE;
        }
        return slot;
    }

    private static long word(final long table, final int leaf) {
        return Memory.getLong(Memory.getLong(table + FibLayout.LEAF_WORDS) + ((long) leaf << 3));
    }

    /**
     * The words for IPv4 addresses.
     *
     * @param fibs the FIB of each; ids that are none are the caller's error.
     * @param words the answers, parallel to {@code fibs} and {@code addresses}.
     * @param count at most the batch that this was made for.
     */
    public void lookup4(final long table, final int[] fibs, final int[] addresses, final long[] words, final int count) {
        final long shortcut = onlyShortcut(table, fibs, count);
        if (shortcut != 0) {
            lookup4(table, fib(table, fibs[0]), shortcut, addresses, words, count);
            return;
        }
        int leadsOn = roots4(table, fibs, addresses, count);
        VarHandle.acquireFence();
        if (leadsOn < 0) {
            leadsOn = mixedChunks(Memory.getLong(table + FibLayout.SHORTCUTS), addresses, count);
            VarHandle.acquireFence();
        }
        final long memory = Memory.getLong(table + FibLayout.NODES);
        if (leadsOn < 0) {
            nodes4(memory, count);
            VarHandle.acquireFence();
        }
        if (words(table, words, count) < 0) {
            defaults4(table, fibs, addresses, words, count);
        }
    }

    /** The shortcut when all addresses are looked up in one FIB that has one; 0 if not. */
    private static long onlyShortcut(final long table, final int[] fibs, final int count) {
        if (count == 0) {
            return 0;
        }
        final int first = fibs[0];
        int different = 0;
        for (int i = 0; i < count; i++) {
            different |= fibs[i] ^ first;
        }
        return different == 0 ? Memory.getLongAcquire(fib(table, first) + FibLayout.SHORTCUT) : 0;
    }

    private void lookup4(final long table, final long fib, final long shortcut, final int[] addresses, final long[] words,
        final int count) {
        final long before = Memory.getLongAcquire(fib + FibLayout.IPV4_DEFAULT);
        int leadsOn = shortcutRoots(shortcut, addresses, count);
        VarHandle.acquireFence();
        if (leadsOn < 0 && Memory.getInt(shortcut + FibLayout.SHIFT) == Integer.SIZE - Shortcut.CHUNKED) {
            leadsOn = chunks(Memory.getLong(table + FibLayout.SHORTCUTS), addresses, count);
            VarHandle.acquireFence();
        }
        if (leadsOn < 0) {
            shortcutNodes(Memory.getLong(table + FibLayout.NODES), addresses, count);
            VarHandle.acquireFence();
        }
        if (words(table, words, count) < 0) {
            defaults4(table, fib, before, addresses, words, count);
        }
    }

    /** Reads the slots of a shortcut's root; negative when one leads on. */
    private int shortcutRoots(final long shortcut, final int[] addresses, final int count) {
        final int base = Memory.getInt(shortcut + FibLayout.BASE);
        final int shift = Memory.getInt(shortcut + FibLayout.SHIFT);
        final int last = Memory.getInt(shortcut + FibLayout.LAST);
        final long at = shortcut + FibLayout.ROOT_SLOTS;
        final long[] to = lines;
        for (int i = 0; i < count; i++) {
            to[i] = at + ((long) Math.min((addresses[i] ^ base) >>> shift, last) << FibLayout.SLOT_SHIFT);
        }
        return read(slots, count);
    }

    /** Reads slots, in a loop so short that many reads are under way at once; negative when one leads on. */
    private int read(final int[] to, final int count) {
        final long[] from = lines;
        int all = 0;
        for (int i = 0; i < count; i++) {
            final int slot = Memory.getInt(from[i]);
            to[i] = slot;
            all |= slot;
        }
        return all;
    }

    /** Goes on from slots to those of their chunks, without a branch that could be guessed wrong; negative when one leads on. */
    private int chunks(final long shortcuts, final int[] addresses, final int count) {
        final long[] to = lines;
        final int[] from = slots;
        for (int i = 0; i < count; i++) {
            to[i] = FibLayout.chunkSlot(shortcuts, from[i], addresses[i]);
        }
        read(behind, count);
        int all = 0;
        for (int i = 0; i < count; i++) {
            final int slot = from[i];
            final int now = slot ^ (slot ^ behind[i]) & slot >> Integer.SIZE - 1;
            from[i] = now;
            all |= now;
        }
        return all;
    }

    /** Follows the few that have prefixes of more than {@link Shortcut#DEEPEST} bits. */
    private void shortcutNodes(final long memory, final int[] addresses, final int count) {
        for (int i = 0; i < count; i++) {
            final int slot = slots[i];
            if (FibLayout.leadsOn(slot)) {
                slots[i] = leaf(memory, slot, (long) addresses[i] << Integer.SIZE + Shortcut.DEEPEST, 0);
            }
        }
    }

    /** Reads the words of the leaves; negative when there is a leaf 0. */
    private int words(final long table, final long[] words, final int count) {
        final long at = Memory.getLong(table + FibLayout.LEAF_WORDS);
        final int[] from = slots;
        for (int i = 0; i < count; i++) {
            words[i] = Memory.getLong(at + ((long) from[i] << 3));
        }
        int least = 0;
        for (int i = 0; i < count; i++) { // a loop of its own, as the compiler makes vector instructions of it
            least |= from[i] - 1;
        }
        return least;
    }

    private void defaults4(final long table, final long fib, final long before, final int[] addresses, final long[] words,
        final int count) {
        VarHandle.acquireFence();
        final boolean same = Memory.getLong(fib + FibLayout.IPV4_DEFAULT) == before;
        final long word = word(table, (int) before);
        final int number = (int) (fib - fib(table, 0) >>> FibLayout.FIB_SHIFT);
        for (int i = 0; i < count; i++) {
            if (slots[i] == 0) {
                words[i] = same ? word : lookup4(table, number, addresses[i]);
            }
        }
    }

    private static void defaults4(final long table, final int[] fibs, final int[] addresses, final long[] words, final int count) {
        for (int i = 0; i < count; i++) {
            if (words[i] == 0) {
                words[i] = lookup4(table, fibs[i], addresses[i]);
            }
        }
    }

    private int roots4(final long table, final int[] fibs, final int[] addresses, final int count) {
        int all = 0;
        for (int i = 0; i < count; i++) {
            final int slot = root4(table, fib(table, fibs[i]), addresses[i], i);
            slots[i] = slot;
            all |= slot;
        }
        return all;
    }

    /** Goes on from slots to those of their chunks, among slots that lead to nodes; negative when one leads on. */
    private int mixedChunks(final long shortcuts, final int[] addresses, final int count) {
        for (int i = 0; i < count; i++) {
            final int slot = slots[i];
            lines[i] = FibLayout.isChunk(slot) ? FibLayout.chunkSlot(shortcuts, slot, addresses[i]) : shortcuts;
        }
        read(behind, count);
        int all = 0;
        for (int i = 0; i < count; i++) {
            final int slot = FibLayout.isChunk(slots[i]) ? behind[i] : slots[i];
            slots[i] = slot;
            all |= slot;
        }
        return all;
    }

    private int root4(final long table, final long fib, final int address, final int i) {
        final long shortcut = Memory.getLongAcquire(fib + FibLayout.SHORTCUT);
        if (shortcut != 0) {
            rest[i] = address << Shortcut.DEEPEST;
            return Memory.getInt(FibLayout.shortcutSlot(shortcut, address));
        }
        final int root = Memory.getInt(fib + FibLayout.IPV4);
        final int bits = FibLayout.rootBits(root);
        rest[i] = address << bits;
        return bits == 0 ? root : Memory.getInt(FibLayout.address(Memory.getLong(table + FibLayout.NODES), root)
            + ((long) (address >>> Integer.SIZE - bits) << FibLayout.SLOT_SHIFT));
    }

    /** Reads a line of each node, in a loop so short that many reads are under way at once; what is read is in the cache then. */
    private void fetch(final int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Memory.getInt(lines[i]);
        }
        fetched = sum;
    }

    /** Follows all slots to their leaves. */
    private void nodes4(final long memory, final int count) {
        for (int i = 0; i < count; i++) {
            lines[i] = FibLayout.line(memory, slots[i], rest[i] >>> Integer.SIZE - FibLayout.STRIDE);
        }
        fetch(count);
        for (int i = 0; i < count; i++) {
            int slot = slots[i];
            int bits = rest[i];
            while (FibLayout.leadsOn(slot)) {
                slot = Memory.getInt(FibLayout.next(memory, slot, bits >>> Integer.SIZE - FibLayout.STRIDE));
                bits <<= FibLayout.STRIDE;
            }
            slots[i] = slot;
        }
    }

    /** The words for IPv6 addresses, given as their first and last eight octets; otherwise as for IPv4. */
    public void lookup6(final long table, final int[] fibs, final long[] high, final long[] low, final long[] words, final int count) {
        int leadsOn = roots6(table, fibs, high, low, count);
        VarHandle.acquireFence();
        final long memory = Memory.getLong(table + FibLayout.NODES);
        while (leadsOn < 0) {
            leadsOn = nodes6(memory, count);
            VarHandle.acquireFence();
        }
        if (words(table, words, count) < 0) {
            for (int i = 0; i < count; i++) {
                if (words[i] == 0) {
                    words[i] = lookup6(table, fibs[i], high[i], low[i]);
                }
            }
        }
    }

    private int roots6(final long table, final int[] fibs, final long[] high, final long[] low, final int count) {
        final long memory = Memory.getLong(table + FibLayout.NODES);
        int all = 0;
        for (int i = 0; i < count; i++) {
            int slot = Memory.getInt(fib(table, fibs[i]) + FibLayout.IPV6);
            final int bits = FibLayout.rootBits(slot);
            if (bits != 0) {
                slot = Memory.getInt(FibLayout.address(memory, slot) + (high[i] >>> Long.SIZE - bits << FibLayout.SLOT_SHIFT));
                restHigh[i] = high[i] << bits | low[i] >>> Long.SIZE - bits;
                restLow[i] = low[i] << bits;
            } else {
                restHigh[i] = high[i];
                restLow[i] = low[i];
            }
            slots[i] = slot;
            all |= slot;
        }
        return all;
    }

    /** Goes on by one level; negative when a slot leads on still. */
    private int nodes6(final long memory, final int count) {
        for (int i = 0; i < count; i++) {
            lines[i] = FibLayout.line(memory, slots[i], (int) (restHigh[i] >>> Long.SIZE - FibLayout.STRIDE));
        }
        fetch(count);
        int all = 0;
        for (int i = 0; i < count; i++) {
            int slot = slots[i];
            if (FibLayout.leadsOn(slot)) {
                final long bits = restHigh[i];
                slot = Memory.getInt(FibLayout.next(memory, slot, (int) (bits >>> Long.SIZE - FibLayout.STRIDE)));
                restHigh[i] = bits << FibLayout.STRIDE | restLow[i] >>> Long.SIZE - FibLayout.STRIDE;
                restLow[i] <<= FibLayout.STRIDE;
                slots[i] = slot;
                all |= slot;
            }
        }
        return all;
    }
}
