package io.swaplane.benchmarks.compare;

import io.swaplane.benchmarks.fib.InternetTable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToLongFunction;

/** Prefixes as {@code struct direct_table} of {@code route.c} and {@code fib.c}. IPv4 only. */
final class DirectTable {
    private static final int FIRST_BITS = 24;
    private static final int SECOND_ENTRIES = 256;
    private static final int MORE = 1 << 31;
    private static final int MOST_WORDS = 1 << 16;

    private final MemorySegment first;
    private final MemorySegment second;
    private final MemorySegment words;
    private final Map<Long, Integer> indices = new HashMap<>();
    private final Map<Integer, Integer> tables = new HashMap<>();

    /** The table of all prefixes, with the forwarding word that {@code word} gives for a prefix's index, in the arena's memory. */
    DirectTable(final InternetTable prefixes, final IntToLongFunction word, final Arena arena) {
        int seconds = 1;
        for (int i = 0; i < prefixes.count(); i++) {
            seconds += prefixes.length(i) > FIRST_BITS ? 1 : 0;
        }
        first = arena.allocate(4L << FIRST_BITS, 2 << 20);
        second = arena.allocate(4L * SECOND_ENTRIES * seconds, 64);
        words = arena.allocate(8L * MOST_WORDS, 64);
        // Shorter ones first, so that longer ones overwrite them.
        for (int length = 0; length <= Integer.SIZE; length++) {
            for (int i = 0; i < prefixes.count(); i++) {
                if (prefixes.length(i) == length) {
                    put((int) (prefixes.high(i) >>> Integer.SIZE), length, index(word.applyAsLong(i)));
                }
            }
        }
    }

    private int index(final long word) {
        return indices.computeIfAbsent(word, key -> {
            final int index = indices.size() + 1;
            words.setAtIndex(ValueLayout.JAVA_LONG, index, key);
            return index;
        });
    }

    private void put(final int address, final int length, final int index) {
        final int from = address >>> Integer.SIZE - FIRST_BITS;
        if (length <= FIRST_BITS) {
            for (int i = 0; i < 1 << FIRST_BITS - length; i++) {
                first.setAtIndex(ValueLayout.JAVA_INT, from + i, index);
            }
            return;
        }
        final long table = (long) SECOND_ENTRIES * tables.computeIfAbsent(from, this::split);
        for (int i = 0; i < 1 << Integer.SIZE - length; i++) {
            second.setAtIndex(ValueLayout.JAVA_INT, table + (address & SECOND_ENTRIES - 1) + i, index);
        }
    }

    private int split(final int from) {
        final int made = tables.size();
        for (int i = 0; i < SECOND_ENTRIES; i++) {
            second.setAtIndex(ValueLayout.JAVA_INT, (long) SECOND_ENTRIES * made + i, first.getAtIndex(ValueLayout.JAVA_INT, from));
        }
        first.setAtIndex(ValueLayout.JAVA_INT, from, made | MORE);
        return made;
    }

    /** The fields of the struct, in their order. */
    long[] addresses() {
        return new long[] {first.address(), second.address(), words.address()};
    }
}
