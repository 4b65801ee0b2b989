package io.swaplane.table.fib;

import io.swaplane.memory.Memory;
import java.lang.invoke.VarHandle;

/**
 * Longest-prefix match for readers: for one address by the static methods, for many by an instance, which belongs to one worker.
 *
 * <p>A batch goes in loops, so that the cache misses of different addresses overlap: roots, first nodes' lines, nodes, words. Fences after
 * roots and nodes make the plain loads before them acquire loads, which pair with the writer's release stores. Within the loop over nodes a
 * load's address comes from the load before, which no processor that Java runs on puts in another order; a fence for each level would cost
 * the overlap.
 *
 * <p>{@code table} is {@link FibTable#address}. An answer is a forwarding word, or 0 for no route. The caller announces quiescent points
 * (see {@link io.swaplane.table.Epochs}), and never within a call.
 */
public final class FibLookup {
    private final int[] slots;
    private final long[] lines;
    /** Keeps the compiler from leaving out what is read for the cache's sake. */
    private int fetched;
    private final int[] rest;
    private final long[] restHigh;
    private final long[] restLow;

    /** For batches of at most this many addresses. */
    public FibLookup(final int batch) {
        slots = new int[batch];
        lines = new long[batch];
        rest = new int[batch];
        restHigh = new long[batch];
        restLow = new long[batch];
    }

    /** The word for an IPv4 address. */
    public static long lookup4(final long table, final int fib, final int address) {
        return lookup(table, fib(table, fib) + FibLayout.IPV4, Fib.key(address), 0);
    }

    /** The word for an IPv6 address, given as its first and last eight octets. */
    public static long lookup6(final long table, final int fib, final long high, final long low) {
        return lookup(table, fib(table, fib) + FibLayout.IPV6, high, low);
    }

    private static long fib(final long table, final int fib) {
        return table + FibLayout.FIRST_FIB + ((long) fib << FibLayout.FIB_SHIFT);
    }

    private static long lookup(final long table, final long fib, final long high, final long low) {
        final long memory = Memory.getLong(table + FibLayout.NODES);
        long restHigh = high;
        long restLow = low;
        int slot = Memory.getIntAcquire(fib);
        final int bits = FibLayout.rootBits(slot);
        if (bits != 0) {
            slot = Memory.getIntAcquire(FibLayout.address(memory, slot) + (high >>> Long.SIZE - bits << FibLayout.SLOT_SHIFT));
            restHigh = high << bits | low >>> Long.SIZE - bits;
            restLow = low << bits;
        }
        while (FibLayout.leadsOn(slot)) {
            slot = Memory.getIntAcquire(FibLayout.next(memory, slot, (int) (restHigh >>> Long.SIZE - FibLayout.STRIDE)));
            restHigh = restHigh << FibLayout.STRIDE | restLow >>> Long.SIZE - FibLayout.STRIDE;
            restLow <<= FibLayout.STRIDE;
        }
        return word(table, slot);
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
        roots4(table, fibs, addresses, count);
        VarHandle.acquireFence();
        nodes4(Memory.getLong(table + FibLayout.NODES), count);
        VarHandle.acquireFence();
        words(table, words, count);
    }

    private void roots4(final long table, final int[] fibs, final int[] addresses, final int count) {
        final long memory = Memory.getLong(table + FibLayout.NODES);
        for (int i = 0; i < count; i++) {
            final int root = Memory.getInt(fib(table, fibs[i]) + FibLayout.IPV4);
            final int address = addresses[i];
            final int bits = FibLayout.rootBits(root);
            if (bits != 0) {
                slots[i] = Memory.getInt(
                    FibLayout.address(memory, root) + ((long) (address >>> Integer.SIZE - bits) << FibLayout.SLOT_SHIFT));
                rest[i] = address << bits;
            } else {
                slots[i] = root;
                rest[i] = address;
            }
        }
    }

    /** Reads a line of each node, in a loop so short that many reads are under way at once; what is read is in the cache then. */
    private void fetch(final int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Memory.getInt(lines[i]);
        }
        fetched = sum;
    }

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

    private void words(final long table, final long[] words, final int count) {
        final long at = Memory.getLong(table + FibLayout.LEAF_WORDS);
        for (int i = 0; i < count; i++) {
            words[i] = Memory.getLong(at + ((long) slots[i] << 3));
        }
    }

    /** The words for IPv6 addresses, given as their first and last eight octets; otherwise as for IPv4. */
    public void lookup6(final long table, final int[] fibs, final long[] high, final long[] low, final long[] words, final int count) {
        roots6(table, fibs, high, low, count);
        VarHandle.acquireFence();
        nodes6(Memory.getLong(table + FibLayout.NODES), count);
        VarHandle.acquireFence();
        words(table, words, count);
    }

    private void roots6(final long table, final int[] fibs, final long[] high, final long[] low, final int count) {
        final long memory = Memory.getLong(table + FibLayout.NODES);
        for (int i = 0; i < count; i++) {
            final int root = Memory.getInt(fib(table, fibs[i]) + FibLayout.IPV6);
            final int bits = FibLayout.rootBits(root);
            if (bits != 0) {
                slots[i] = Memory.getInt(FibLayout.address(memory, root) + (high[i] >>> Long.SIZE - bits << FibLayout.SLOT_SHIFT));
                restHigh[i] = high[i] << bits | low[i] >>> Long.SIZE - bits;
                restLow[i] = low[i] << bits;
            } else {
                slots[i] = root;
                restHigh[i] = high[i];
                restLow[i] = low[i];
            }
        }
    }

    private void nodes6(final long memory, final int count) {
        for (int i = 0; i < count; i++) {
            lines[i] = FibLayout.line(memory, slots[i], (int) (restHigh[i] >>> Long.SIZE - FibLayout.STRIDE));
        }
        fetch(count);
        for (int i = 0; i < count; i++) {
            int slot = slots[i];
            long bits = restHigh[i];
            long more = restLow[i];
            while (FibLayout.leadsOn(slot)) {
                slot = Memory.getInt(FibLayout.next(memory, slot, (int) (bits >>> Long.SIZE - FibLayout.STRIDE)));
                bits = bits << FibLayout.STRIDE | more >>> Long.SIZE - FibLayout.STRIDE;
                more <<= FibLayout.STRIDE;
            }
            slots[i] = slot;
        }
    }
}
