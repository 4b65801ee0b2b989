package io.swaplane.control.label;

/** Bindings in a row, linked through their store: a binding is in one list at most, and leaves it in one step from any place. */
final class BindingList {
    private final BindingStore store;
    private int first = FreeLabels.NONE;
    private int last = FreeLabels.NONE;

    /** An empty list of bindings of this store. */
    BindingList(final BindingStore store) {
        this.store = store;
    }

    /** The label of the first one, or {@link FreeLabels#NONE}. */
    int first() {
        return first;
    }

    /** Appends a binding, taking it out of the list where it is. */
    void append(final int label) {
        if (store.list(label) != null) {
            store.list(label).unlink(label);
        }
        store.list(label, this);
        store.before(label, last);
        store.after(label, FreeLabels.NONE);
        if (last == FreeLabels.NONE) {
            first = label;
        } else {
            store.after(last, label);
        }
        last = label;
    }

    /** Takes a binding out of its list, which is this one. */
    void remove(final int label) {
        unlink(label);
        store.list(label, null);
    }

    private void unlink(final int label) {
        final int before = store.before(label);
        final int after = store.after(label);
        if (before == FreeLabels.NONE) {
            first = after;
        } else {
            store.after(before, after);
        }
        if (after == FreeLabels.NONE) {
            last = before;
        } else {
            store.before(after, before);
        }
    }
}
