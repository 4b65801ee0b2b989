package io.swaplane.control;

import io.swaplane.table.fib.PrefixVisitor;
import java.util.Arrays;

/** Some prefixes of a FIB, taken down so that the FIB may change while they are gone through. Conductor only. */
final class PrefixList implements PrefixVisitor {
    private static final int FIRST = 64;

    private final int limit;
    private long[] highs;
    private long[] lows;
    private long[] words;
    private int[] lengths;
    private int size;

    /** At most so many. */
    PrefixList(final int limit) {
        this.limit = limit;
        highs = new long[Math.min(limit, FIRST)];
        lows = new long[highs.length];
        words = new long[highs.length];
        lengths = new int[highs.length];
    }

    @Override
    public boolean visit(final long high, final long low, final int length, final long word) {
        if (size == limit) {
            return false;
        }
        if (size == highs.length) {
            grow(Math.min(limit, 2 * size));
        }
        highs[size] = high;
        lows[size] = low;
        lengths[size] = length;
        words[size] = word;
        size++;
        return size < limit;
    }

    private void grow(final int capacity) {
        highs = Arrays.copyOf(highs, capacity);
        lows = Arrays.copyOf(lows, capacity);
        words = Arrays.copyOf(words, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
    }

    int size() {
        return size;
    }

    long high(final int index) {
        return highs[index];
    }

    long low(final int index) {
        return lows[index];
    }

    int length(final int index) {
        return lengths[index];
    }

    long word(final int index) {
        return words[index];
    }
}
