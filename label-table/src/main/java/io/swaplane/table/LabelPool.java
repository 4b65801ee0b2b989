package io.swaplane.table;

import java.util.BitSet;

/**
 * Which labels of one label space are in use: a dynamic range from which labels are handed out, and any label reserved by name
 * inside or outside of it. Conductor only.
 *
 * <p>Labels are handed out in rising order, starting again at the bottom after the top, so that a freed label rests as long as
 * the range allows before it is used again.
 */
public final class LabelPool {
    private final LabelRange dynamic;
    private final BitSet used = new BitSet(IlmLayout.LABELS);
    private int usedInAll;
    private int usedInRange;
    private int next;

    public LabelPool(final LabelRange dynamic) {
        this.dynamic = dynamic;
        this.next = dynamic.first();
    }

    /** Thrown when every label of the dynamic range is in use. */
    public static final class ExhaustedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ExhaustedException(final LabelRange range) {
            super("all " + range.size() + " labels of the dynamic range " + range + " are in use: widen the range or free labels");
        }
    }

    /**
     * Takes a free label of the dynamic range.
     *
     * @throws ExhaustedException when there is none.
     */
    public int allocate() {
        if (usedInRange == dynamic.size()) {
            throw new ExhaustedException(dynamic);
        }
        int label = used.nextClearBit(next);
        if (label > dynamic.last()) {
            label = used.nextClearBit(dynamic.first());
        }
        take(label);
        next = label == dynamic.last() ? dynamic.first() : label + 1;
        return label;
    }

    /** Takes a certain label, in the dynamic range or not; false when it is in use already. */
    public boolean reserve(final int label) {
        if (label < LabelRange.FIRST_ORDINARY || label > LabelRange.LAST) {
            throw new IllegalArgumentException("label " + label + " cannot be reserved: it must be " + LabelRange.FIRST_ORDINARY + " to "
                + LabelRange.LAST);
        }
        if (used.get(label)) {
            return false;
        }
        take(label);
        return true;
    }

    /** Gives a label back. */
    public void release(final int label) {
        if (!used.get(label)) {
            throw new IllegalStateException("label " + label + " is not in use");
        }
        used.clear(label);
        usedInAll--;
        if (dynamic.contains(label)) {
            usedInRange--;
        }
    }

    public boolean isUsed(final int label) {
        return used.get(label);
    }

    /** How many labels are in use, in the dynamic range or not. */
    public int used() {
        return usedInAll;
    }

    /** How many labels of the dynamic range are free. */
    public int available() {
        return dynamic.size() - usedInRange;
    }

    private void take(final int label) {
        used.set(label);
        usedInAll++;
        if (dynamic.contains(label)) {
            usedInRange++;
        }
    }
}
