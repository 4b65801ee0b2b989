package io.swaplane.bgp.rib;

import java.util.Arrays;

/**
 * Indices that there is work for, each once however often it is marked. They are taken in rising order, and round again, so that none waits
 * for ever. A bit for each index, and one for each 64 of them.
 */
public final class DirtySet {
    /** Nothing is marked. */
    public static final int NONE = -1;

    private static final int WORD_BITS = 6;

    private long[] words = new long[16];
    private long[] summary = new long[1];
    private int size;
    private int cursor;

    /** Marks an index; whether it was not marked. */
    public boolean add(final int index) {
        final int word = index >>> WORD_BITS;
        if (word >= words.length) {
            words = Arrays.copyOf(words, Math.max(word + 1, words.length * 2));
            summary = Arrays.copyOf(summary, (words.length >>> WORD_BITS) + 1);
        }
        final long bit = 1L << index;
        if ((words[word] & bit) != 0) {
            return false;
        }
        words[word] |= bit;
        summary[word >>> WORD_BITS] |= 1L << word;
        size++;
        return true;
    }

    /** Takes the mark off an index. */
    public void remove(final int index) {
        final int word = index >>> WORD_BITS;
        if (!contains(index)) {
            return;
        }
        words[word] &= ~(1L << index);
        if (words[word] == 0) {
            summary[word >>> WORD_BITS] &= ~(1L << word);
        }
        size--;
    }

    /** Whether an index is marked. */
    public boolean contains(final int index) {
        final int word = index >>> WORD_BITS;
        return word < words.length && (words[word] & 1L << index) != 0;
    }

    /** How many are marked. */
    public int size() {
        return size;
    }

    /** Whether none is marked. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Takes the next one, or {@link #NONE}. */
    public int poll() {
        if (size == 0) {
            return NONE;
        }
        int found = from(cursor);
        if (found == NONE) {
            found = from(0);
        }
        remove(found);
        cursor = found + 1;
        return found;
    }

    private int from(final int start) {
        int word = start >>> WORD_BITS;
        if (word >= words.length) {
            return NONE;
        }
        final long rest = words[word] & -1L << start;
        if (rest != 0) {
            return (word << WORD_BITS) + Long.numberOfTrailingZeros(rest);
        }
        word++;
        int group = word >>> WORD_BITS;
        if (group >= summary.length) {
            return NONE;
        }
        long left = summary[group] & -1L << word;
        while (left == 0) {
            group++;
            if (group >= summary.length) {
                return NONE;
            }
            left = summary[group];
        }
        word = (group << WORD_BITS) + Long.numberOfTrailingZeros(left);
        return (word << WORD_BITS) + Long.numberOfTrailingZeros(words[word]);
    }

    /** Octets on the heap. */
    public long octets() {
        return (words.length + summary.length) * (long) Long.BYTES;
    }
}
