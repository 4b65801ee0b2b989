package io.swaplane.bgp.rib;

import java.util.Arrays;

/** Integers by index that grow page by page, so that growth copies nothing and wastes a page at most. One never set is a given value. */
public final class IntPages {
    private static final int BITS = 9;
    private static final int SIZE = 1 << BITS;
    private static final int MASK = SIZE - 1;

    private final int absent;
    private int[][] pages = new int[8][];
    private int used;

    /** None yet; those never set are this. */
    public IntPages(final int absent) {
        this.absent = absent;
    }

    /** The integer at an index. */
    public int get(final int index) {
        final int page = index >>> BITS;
        return page >= pages.length || pages[page] == null ? absent : pages[page][index & MASK];
    }

    /** Sets the integer at an index, 0 or more. */
    public void set(final int index, final int value) {
        final int page = index >>> BITS;
        if (page >= pages.length) {
            pages = Arrays.copyOf(pages, Math.max(page + 1, pages.length * 2));
        }
        if (pages[page] == null) {
            if (value == absent) {
                return;
            }
            pages[page] = new int[SIZE];
            used++;
            if (absent != 0) {
                Arrays.fill(pages[page], absent);
            }
        }
        pages[page][index & MASK] = value;
    }

    /** Adds to the integer at an index; its new value. */
    public int add(final int index, final int amount) {
        final int sum = get(index) + amount;
        set(index, sum);
        return sum;
    }

    /** Octets on the heap. */
    public long octets() {
        return (long) used * SIZE * Integer.BYTES + pages.length * 4L;
    }
}
