package io.swaplane.table;

/**
 * A range of labels, both ends included.
 *
 * @param first lowest label; at least {@link #FIRST_ORDINARY}.
 * @param last highest label.
 */
public record LabelRange(int first, int last) {
    /** Labels 0 to 15 are special-purpose (RFC 7274) and never allocated. */
    public static final int FIRST_ORDINARY = 16;
    /** The highest label there is. */
    public static final int LAST = IlmLayout.LABELS - 1;

    /** Refuses special-purpose labels, labels above 1048575 and an empty range. */
    public LabelRange {
        if (first < FIRST_ORDINARY || last > LAST || first > last) {
            throw new IllegalArgumentException("label range " + first + "-" + last + " must lie within " + FIRST_ORDINARY + "-" + LAST
                + " and not be empty");
        }
    }

    public boolean contains(final int label) {
        return label >= first && label <= last;
    }

    /** How many labels. */
    public int size() {
        return last - first + 1;
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
