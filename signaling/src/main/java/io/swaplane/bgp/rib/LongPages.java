package io.swaplane.bgp.rib;

import java.util.Arrays;

/** Longs by index that grow page by page; 0 where none was set. */
final class LongPages {
    private static final int BITS = 9;
    private static final int SIZE = 1 << BITS;
    private static final int MASK = SIZE - 1;

    private long[][] pages = new long[8][];
    private int used;

    long get(final int index) {
        return pages[index >>> BITS][index & MASK];
    }

    void set(final int index, final long value) {
        final int page = index >>> BITS;
        if (page >= pages.length) {
            pages = Arrays.copyOf(pages, Math.max(page + 1, pages.length * 2));
        }
        if (pages[page] == null) {
            pages[page] = new long[SIZE];
            used++;
        }
        pages[page][index & MASK] = value;
    }

    long octets() {
        return (long) used * SIZE * Long.BYTES + pages.length * 4L;
    }
}
