package io.swaplane.control.label;

import io.swaplane.table.IlmLayout;

/**
 * Labels that rest, each with one deadline, by deadline: a list that is linked through pages by label, so that a label leaves it from any
 * place in one step, and its memory depends on the labels alone. A page exists once one of its labels has rested.
 */
final class RestingLabels {
    private static final int PAGE_SHIFT = 10;
    private static final int PAGE = 1 << PAGE_SHIFT;

    private final Page[] pages = new Page[IlmLayout.LABELS >> PAGE_SHIFT];
    private int first = FreeLabels.NONE;
    private int last = FreeLabels.NONE;

    /** Where some labels stand. */
    private static final class Page {
        private final int[] before = new int[PAGE];
        private final int[] after = new int[PAGE];
        private final long[] deadlines = new long[PAGE];
        private final boolean[] rests = new boolean[PAGE];
    }

    /** The label whose deadline comes first; {@link FreeLabels#NONE} when none rests. */
    int first() {
        return first;
    }

    boolean contains(final int label) {
        final Page page = page(label);
        return page != null && page.rests[at(label)];
    }

    /** When a label's rest ends; it must rest. */
    long deadline(final int label) {
        return page(label).deadlines[at(label)];
    }

    /** A label, which does not rest, does so up to the deadline, which is no earlier than any other's. */
    void append(final int label, final long deadline) {
        if (page(label) == null) {
            pages[label >> PAGE_SHIFT] = new Page();
        }
        final Page page = page(label);
        page.rests[at(label)] = true;
        page.deadlines[at(label)] = deadline;
        page.before[at(label)] = last;
        page.after[at(label)] = FreeLabels.NONE;
        linkAfter(last, label);
        last = label;
    }

    /** A label that rests does so no more. */
    void remove(final int label) {
        final Page page = page(label);
        page.rests[at(label)] = false;
        final int before = page.before[at(label)];
        final int after = page.after[at(label)];
        linkAfter(before, after);
        if (after == FreeLabels.NONE) {
            last = before;
        } else {
            page(after).before[at(after)] = before;
        }
    }

    /** A label comes next after another one, or first when that is none. */
    private void linkAfter(final int before, final int label) {
        if (before == FreeLabels.NONE) {
            first = label;
        } else {
            page(before).after[at(before)] = label;
        }
    }

    private Page page(final int label) {
        return pages[label >> PAGE_SHIFT];
    }

    private static int at(final int label) {
        return label & PAGE - 1;
    }
}
