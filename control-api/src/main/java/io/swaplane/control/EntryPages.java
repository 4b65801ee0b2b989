package io.swaplane.control;

import io.swaplane.table.IlmLayout;

/**
 * What was asked for each label of one label space, and by whom: 12 octets a label, in pages of {@value #PAGE_LABELS} labels that exist
 * while one of their labels has an entry. See {@link PackedEntry} for the first 8, and {@link LabelHolders} for the other 4.
 *
 * <p>Conductor only.
 */
final class EntryPages {
    static final int PAGE_SHIFT = 12;
    static final int PAGE_LABELS = 1 << PAGE_SHIFT;
    static final int PAGES = IlmLayout.LABELS >> PAGE_SHIFT;

    private final Page[] pages = new Page[PAGES];
    /** An empty page at hand, so that a label that comes and goes alone makes no garbage. */
    private Page spare;
    private int count;

    private static final class Page {
        private final long[] asked = new long[PAGE_LABELS];
        private final int[] holder = new int[PAGE_LABELS];
        private int used;
    }

    /** The label's {@link PackedEntry}; {@link PackedEntry#NONE} when it has no entry. */
    long asked(final int label) {
        final Page page = pages[label >>> PAGE_SHIFT];
        return page == null ? PackedEntry.NONE : page.asked[label & PAGE_LABELS - 1];
    }

    /** Number of the holder of a label that has an entry. */
    int holder(final int label) {
        return pages[label >>> PAGE_SHIFT].holder[label & PAGE_LABELS - 1];
    }

    /** Creates or replaces an entry. */
    void put(final int label, final long asked, final int holder) {
        Page page = pages[label >>> PAGE_SHIFT];
        if (page == null) {
            page = spare == null ? new Page() : spare;
            spare = null;
            pages[label >>> PAGE_SHIFT] = page;
        }
        final int at = label & PAGE_LABELS - 1;
        if (page.asked[at] == PackedEntry.NONE) {
            page.used++;
            count++;
        }
        page.asked[at] = asked;
        page.holder[at] = holder;
    }

    /** Takes out an entry that exists. */
    void remove(final int label) {
        final Page page = pages[label >>> PAGE_SHIFT];
        page.asked[label & PAGE_LABELS - 1] = PackedEntry.NONE;
        count--;
        if (--page.used == 0) {
            pages[label >>> PAGE_SHIFT] = null;
            spare = page;
        }
    }

    /** The first label with an entry from {@code from} on; -1 when there is none. */
    int next(final int from) {
        int label = from;
        while (label < IlmLayout.LABELS) {
            final Page page = pages[label >>> PAGE_SHIFT];
            if (page == null) {
                label = (label >>> PAGE_SHIFT) + 1 << PAGE_SHIFT;
            } else if (page.asked[label & PAGE_LABELS - 1] != PackedEntry.NONE) {
                return label;
            } else {
                label++;
            }
        }
        return -1;
    }

    /** The first label of a page, from {@code from} on, that a holder has; -1 when it has none there. */
    int next(final int page, final int from, final int holder) {
        final Page each = pages[page];
        if (each != null) {
            for (int at = Math.max(from - (page << PAGE_SHIFT), 0); at < PAGE_LABELS; at++) {
                if (each.holder[at] == holder && each.asked[at] != PackedEntry.NONE) {
                    return (page << PAGE_SHIFT) + at;
                }
            }
        }
        return -1;
    }

    /** How many labels have entries. */
    int count() {
        return count;
    }
}
