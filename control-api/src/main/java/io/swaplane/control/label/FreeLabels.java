package io.swaplane.control.label;

import io.swaplane.table.LabelRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The free labels of a range: a bitmap, and above it bitmaps of the words that are not empty, 64 to one, up to a single word. The next
 * free label is found in at most four steps up and four down, however many are taken.
 */
final class FreeLabels {
    static final int NONE = -1;

    private static final int SHIFT = 6;

    private final int first;
    private final long[][] levels;
    private int count;

    /** All of them are free. */
    FreeLabels(final LabelRange range) {
        first = range.first();
        count = range.size();
        final List<long[]> made = new ArrayList<>();
        int bits = count;
        do {
            final long[] level = new long[(bits + 63) >> SHIFT];
            Arrays.fill(level, -1L);
            level[level.length - 1] >>>= -bits;
            made.add(level);
            bits = level.length;
        } while (bits > 1);
        levels = made.toArray(long[][]::new);
    }

    int count() {
        return count;
    }

    boolean isFree(final int label) {
        final int at = label - first;
        return (levels[0][at >> SHIFT] >>> at & 1) != 0;
    }

    /** The lowest free label that is not below {@code from}, or {@link #NONE}. */
    int next(final int from) {
        int at = from - first;
        for (int level = 0; level < levels.length; level++) {
            final int word = at >> SHIFT;
            if (word >= levels[level].length) {
                return NONE;
            }
            final long rest = levels[level][word] & -1L << at;
            if (rest != 0) {
                return first + descend(level, (word << SHIFT) + Long.numberOfTrailingZeros(rest));
            }
            at = word + 1;
        }
        return NONE;
    }

    private int descend(final int from, final int bit) {
        int at = bit;
        for (int level = from - 1; level >= 0; level--) {
            at = (at << SHIFT) + Long.numberOfTrailingZeros(levels[level][at]);
        }
        return at;
    }

    /** Marks a free label as taken. */
    void take(final int label) {
        count--;
        int at = label - first;
        for (final long[] level : levels) {
            level[at >> SHIFT] &= ~(1L << at);
            if (level[at >> SHIFT] != 0) {
                return;
            }
            at >>= SHIFT;
        }
    }

    /** Marks a taken label as free. */
    void give(final int label) {
        count++;
        int at = label - first;
        for (final long[] level : levels) {
            level[at >> SHIFT] |= 1L << at;
            at >>= SHIFT;
        }
    }
}
