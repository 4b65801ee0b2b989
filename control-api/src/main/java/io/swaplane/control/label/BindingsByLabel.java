package io.swaplane.control.label;

import io.swaplane.table.IlmLayout;

/**
 * Bindings by their labels, in pages that exist as long as one of their labels is used. So the next binding is found in a step for each
 * page between, and no more than two pages' labels.
 */
final class BindingsByLabel {
    private static final int PAGE_SHIFT = 10;
    private static final int PAGE = 1 << PAGE_SHIFT;

    private final Page[] pages = new Page[IlmLayout.LABELS >> PAGE_SHIFT];

    /** The bindings of some labels. */
    private static final class Page {
        private final Binding[] bindings = new Binding[PAGE];
        private int used;
    }

    /** A label, which has none, has a binding. */
    void put(final Binding binding) {
        final int number = binding.label() >> PAGE_SHIFT;
        if (pages[number] == null) {
            pages[number] = new Page();
        }
        pages[number].bindings[at(binding.label())] = binding;
        pages[number].used++;
    }

    /** A label, which has a binding, has none any more. */
    void remove(final int label) {
        final int number = label >> PAGE_SHIFT;
        pages[number].bindings[at(label)] = null;
        pages[number].used--;
        if (pages[number].used == 0) {
            pages[number] = null;
        }
    }

    /** The binding of a label; null when it has none. */
    Binding get(final int label) {
        final Page page = label < 0 || label >= IlmLayout.LABELS ? null : pages[label >> PAGE_SHIFT];
        return page == null ? null : page.bindings[at(label)];
    }

    /** The first label from one on that has a binding; {@link FreeLabels#NONE} when there is none. */
    int next(final int from) {
        int label = from;
        while (label < IlmLayout.LABELS) {
            if (pages[label >> PAGE_SHIFT] == null) {
                label = (label >> PAGE_SHIFT) + 1 << PAGE_SHIFT;
            } else if (get(label) == null) {
                label++;
            } else {
                return label;
            }
        }
        return FreeLabels.NONE;
    }

    private static int at(final int label) {
        return label & PAGE - 1;
    }
}
