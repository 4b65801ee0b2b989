package io.swaplane.control.label;

import io.swaplane.table.IlmLayout;

/** Bindings by their labels, in pages that exist once one of their labels is used. */
final class BindingsByLabel {
    private static final int PAGE_SHIFT = 10;
    private static final int PAGE = 1 << PAGE_SHIFT;

    private final Binding[][] pages = new Binding[IlmLayout.LABELS >> PAGE_SHIFT][];

    void put(final Binding binding) {
        final int page = binding.label() >> PAGE_SHIFT;
        if (pages[page] == null) {
            pages[page] = new Binding[PAGE];
        }
        pages[page][binding.label() & PAGE - 1] = binding;
    }

    void remove(final int label) {
        pages[label >> PAGE_SHIFT][label & PAGE - 1] = null;
    }

    /** The binding of a label; null when it has none. */
    Binding get(final int label) {
        final Binding[] page = label < 0 || label >= IlmLayout.LABELS ? null : pages[label >> PAGE_SHIFT];
        return page == null ? null : page[label & PAGE - 1];
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
}
