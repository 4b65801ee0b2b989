package io.swaplane.table.fib;

import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/**
 * The forwarding words of all FIBs, each once, by leaf. Many prefixes share few words, and a slot of four bytes makes twice as many of them
 * fit in a cache. Conductor only.
 *
 * <p>Prefixes hold leaves. A leaf that none holds any more is used for another word after a grace period, as a reader may be between the
 * slot and the word.
 */
final class LeafTable implements AutoCloseable {
    /** Leaves there are at most. */
    static final int LIMIT = 1 << 22;

    private static final int BUNCH = 64;

    private final GracePeriods periods;
    private final MappedRegion words = MappedRegion.reserve(8L * LIMIT);
    private final Long2LongHashMap leaves = new Long2LongHashMap(0);
    private int[] holders = new int[1024];
    private int[] free = new int[1024];
    private int freeCount;
    private int[] retired = new int[BUNCH];
    private int retiredCount;
    private int top = 1;

    LeafTable(final GracePeriods periods) {
        this.periods = periods;
    }

    long address() {
        return words.address();
    }

    /** Bytes for each leaf in use: the word, its holders, its place in the map. */
    long bytesInUse() {
        return leaves.size() * (8L + 4 + 32);
    }

    /** The word of a leaf, 0 of leaf 0. */
    long word(final int leaf) {
        return Memory.getLong(words.address() + 8L * leaf);
    }

    /** The leaf of a word that has one. */
    int leaf(final long word) {
        return (int) leaves.get(word);
    }

    /** The leaf for a word, held once more; 0 when there are too many words. */
    int hold(final long word) {
        int leaf = (int) leaves.get(word);
        if (leaf == 0) {
            if (freeCount == 0 && top == LIMIT) {
                return 0;
            }
            leaf = freeCount > 0 ? free[--freeCount] : top++;
            Memory.putLong(words.address() + 8L * leaf, word); // published by the release store of a slot
            leaves.put(word, leaf);
            if (leaf >= holders.length) {
                holders = Arrays.copyOf(holders, 2 * holders.length);
            }
        }
        holders[leaf]++;
        return leaf;
    }

    /** Gives up one hold of a leaf, which by {@link #flush} is in no slot on its account any more. */
    void release(final int leaf) {
        holders[leaf]--;
        if (holders[leaf] == 0) {
            leaves.remove(word(leaf));
            if (retiredCount == retired.length) {
                retired = Arrays.copyOf(retired, 2 * retiredCount);
            }
            retired[retiredCount++] = leaf;
        }
    }

    /** Lets the grace period begin when many wait for it. */
    void flushMany() {
        if (retiredCount >= BUNCH) {
            flush();
        }
    }

    /** Lets the grace period of all leaves that were given up begin. */
    void flush() {
        if (retiredCount > 0) {
            final int[] bunch = Arrays.copyOf(retired, retiredCount);
            retired = retired.length > 2 * BUNCH ? new int[BUNCH] : retired;
            retiredCount = 0;
            periods.retire(() -> {
                for (final int leaf : bunch) {
                    push(leaf);
                }
            });
        }
    }

    private void push(final int leaf) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * freeCount);
        }
        free[freeCount++] = leaf;
    }

    @Override
    public void close() {
        words.close();
    }
}
