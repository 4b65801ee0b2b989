package io.swaplane.table.fib;

import io.swaplane.memory.Memory;
import java.lang.invoke.VarHandle;

/**
 * Longest-prefix match for readers: for one address by the static methods, for many by an instance, which belongs to one worker.
 *
 * <p>The batch goes level by level: each loop loads for all addresses what the next one needs, so that the cache misses of different
 * addresses overlap. A fence after each loop makes its plain loads acquire loads, which pair with the writer's release stores.
 *
 * <p>{@code table} is {@link FibTable#address}. An answer is a forwarding word, or 0 for no route.
 */
public final class FibLookup {
    private final int[] rest;
    private final long[] restHigh;
    private final long[] restLow;
    private final int[] open;

    /** For batches of at most this many addresses. */
    public FibLookup(final int batch) {
        rest = new int[batch];
        restHigh = new long[batch];
        restLow = new long[batch];
        open = new int[batch];
    }

    /** The word for an IPv4 address. Any thread that announces its quiescent points. */
    public static long lookup4(final long table, final int fib, final int address) {
        return lookup(Memory.getLongAcquire(fib4(table, fib)), Fib.key(address), 0);
    }

    /** The word for an IPv6 address, given as its first and last eight octets. Any thread that announces its quiescent points. */
    public static long lookup6(final long table, final int fib, final long high, final long low) {
        return lookup(Memory.getLongAcquire(fib6(table, fib)), high, low);
    }

    private static long lookup(final long root, final long high, final long low) {
        long slot = root;
        long restHigh = high;
        long restLow = low;
        if (!FibLayout.isAddress(slot)) {
            return slot;
        }
        final int bits = FibLayout.directBits(slot);
        if (bits != 0) {
            slot = Memory.getLongAcquire(FibLayout.directAddress(slot) + (high >>> Long.SIZE - bits << 3));
            restHigh = high << bits | low >>> Long.SIZE - bits;
            restLow = low << bits;
        }
        while (FibLayout.isAddress(slot)) {
            final long starts = Memory.getLong(slot + FibLayout.STARTS);
            slot = Memory.getLongAcquire(FibLayout.slot(slot, starts, (int) (restHigh >>> Long.SIZE - FibLayout.STRIDE)));
            restHigh = restHigh << FibLayout.STRIDE | restLow >>> Long.SIZE - FibLayout.STRIDE;
            restLow <<= FibLayout.STRIDE;
        }
        return slot;
    }

    private static long fib4(final long table, final int fib) {
        return table + ((long) fib << FibLayout.FIB_SHIFT) + FibLayout.IPV4;
    }

    private static long fib6(final long table, final int fib) {
        return table + ((long) fib << FibLayout.FIB_SHIFT) + FibLayout.IPV6;
    }

    /**
     * The words for IPv4 addresses.
     *
     * @param fibs the FIB of each; ids that are none are the caller's error.
     * @param words the answers, parallel to {@code fibs} and {@code addresses}.
     * @param count at most the batch that this was made for.
     */
    public void lookup4(final long table, final int[] fibs, final int[] addresses, final long[] words, final int count) {
        for (int i = 0; i < count; i++) {
            words[i] = Memory.getLong(fib4(table, fibs[i]));
        }
        VarHandle.acquireFence();
        roots4(addresses, words, count);
        VarHandle.acquireFence();
        int left = firstOpen(words, count);
        while (left > 0) {
            levels4(words, left);
            VarHandle.acquireFence();
            left = stillOpen(words, left);
        }
    }

    private void roots4(final int[] addresses, final long[] words, final int count) {
        for (int i = 0; i < count; i++) {
            final long root = words[i];
            final int address = addresses[i];
            rest[i] = address;
            if (FibLayout.isAddress(root)) {
                final int bits = FibLayout.directBits(root);
                if (bits != 0) {
                    words[i] = Memory.getLong(FibLayout.directAddress(root) + ((long) (address >>> Integer.SIZE - bits) << 3));
                    rest[i] = address << bits;
                }
            }
        }
    }

    private int firstOpen(final long[] words, final int count) {
        int left = 0;
        for (int i = 0; i < count; i++) {
            open[left] = i;
            left += FibLayout.isAddress(words[i]) ? 1 : 0;
        }
        return left;
    }

    private int stillOpen(final long[] words, final int count) {
        int left = 0;
        for (int i = 0; i < count; i++) {
            final int at = open[i];
            open[left] = at;
            left += FibLayout.isAddress(words[at]) ? 1 : 0;
        }
        return left;
    }

    private void levels4(final long[] words, final int count) {
        for (int i = 0; i < count; i++) {
            final int at = open[i];
            final long node = words[at];
            final int bits = rest[at];
            words[at] = Memory.getLong(
                FibLayout.slot(node, Memory.getLong(node + FibLayout.STARTS), bits >>> Integer.SIZE - FibLayout.STRIDE));
            rest[at] = bits << FibLayout.STRIDE;
        }
    }

    /** The words for IPv6 addresses, given as their first and last eight octets; otherwise as for IPv4. */
    public void lookup6(final long table, final int[] fibs, final long[] high, final long[] low, final long[] words, final int count) {
        for (int i = 0; i < count; i++) {
            words[i] = Memory.getLong(fib6(table, fibs[i]));
        }
        VarHandle.acquireFence();
        roots6(high, low, words, count);
        VarHandle.acquireFence();
        int left = firstOpen(words, count);
        while (left > 0) {
            levels6(words, left);
            VarHandle.acquireFence();
            left = stillOpen(words, left);
        }
    }

    private void roots6(final long[] high, final long[] low, final long[] words, final int count) {
        for (int i = 0; i < count; i++) {
            final long root = words[i];
            restHigh[i] = high[i];
            restLow[i] = low[i];
            if (FibLayout.isAddress(root)) {
                final int bits = FibLayout.directBits(root);
                if (bits != 0) {
                    words[i] = Memory.getLong(FibLayout.directAddress(root) + (high[i] >>> Long.SIZE - bits << 3));
                    restHigh[i] = high[i] << bits | low[i] >>> Long.SIZE - bits;
                    restLow[i] = low[i] << bits;
                }
            }
        }
    }

    private void levels6(final long[] words, final int count) {
        for (int i = 0; i < count; i++) {
            final int at = open[i];
            final long node = words[at];
            final long bits = restHigh[at];
            words[at] = Memory.getLong(
                FibLayout.slot(node, Memory.getLong(node + FibLayout.STARTS), (int) (bits >>> Long.SIZE - FibLayout.STRIDE)));
            restHigh[at] = bits << FibLayout.STRIDE | restLow[at] >>> Long.SIZE - FibLayout.STRIDE;
            restLow[at] <<= FibLayout.STRIDE;
        }
    }
}
