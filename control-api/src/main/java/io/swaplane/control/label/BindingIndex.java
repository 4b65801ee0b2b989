package io.swaplane.control.label;

/**
 * One producer's bindings by key: a hash of their labels with open addressing, 5 to 11 octets a binding once there are many. Conductor
 * only.
 */
final class BindingIndex {
    private static final int LEAST = 16;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private final BindingStore store;
    /** A label and 1, or 0 where there is none. */
    private int[] slots = new int[LEAST];
    private int size;

    /** Of bindings in this store. */
    BindingIndex(final BindingStore store) {
        this.store = store;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The label of a key's binding; {@link FreeLabels#NONE} when there is none. */
    int find(final long key) {
        int slot = home(key);
        while (slots[slot] != 0) {
            final int label = slots[slot] - 1;
            if (store.key(label) == key) {
                return label;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return FreeLabels.NONE;
    }

    /** A binding, whose key has none, comes. */
    void add(final int label) {
        if ((size + 1) * 4L > slots.length * 3L) {
            resize(2 * slots.length);
        }
        size++;
        insert(label);
    }

    /** A binding that is there goes. */
    void remove(final int label) {
        int gap = home(store.key(label));
        while (slots[gap] != label + 1) {
            gap = gap + 1 & slots.length - 1;
        }
        // What stands behind moves up, unless it would come before its home.
        int slot = gap + 1 & slots.length - 1;
        while (slots[slot] != 0) {
            if ((slot - home(store.key(slots[slot] - 1)) & slots.length - 1) >= (slot - gap & slots.length - 1)) {
                slots[gap] = slots[slot];
                gap = slot;
            }
            slot = slot + 1 & slots.length - 1;
        }
        slots[gap] = 0;
        size--;
        if (slots.length > LEAST && size * 8L < slots.length) {
            resize(slots.length / 2);
        }
    }

    private int home(final long key) {
        return (int) (key * MIX >>> Integer.SIZE) & slots.length - 1;
    }

    private void insert(final int label) {
        int slot = home(store.key(label));
        while (slots[slot] != 0) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = label + 1;
    }

    private void resize(final int length) {
        final int[] old = slots;
        slots = new int[length];
        for (final int each : old) {
            if (each != 0) {
                insert(each - 1);
            }
        }
    }
}
