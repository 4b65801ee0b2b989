package io.swaplane.control.label;

import java.util.BitSet;

/** Labels of entries that were put by their label, not for a binding, and those that rest after such an entry. */
final class ClaimedLabels {
    private final BitSet claimed = new BitSet();
    private final RestingLabels resting = new RestingLabels();

    boolean isClaimed(final int label) {
        return claimed.get(label);
    }

    /** True when the label has no entry, but had one less than a hold time ago. */
    boolean isResting(final int label) {
        return resting.contains(label);
    }

    /** The label has an entry; its rest, if it rests, ends by that. */
    void claim(final int label) {
        claimed.set(label);
        if (resting.contains(label)) {
            resting.remove(label);
        }
    }

    /** The label's entry is gone, and nothing depends on how long. */
    void unclaim(final int label) {
        claimed.clear(label);
    }

    /** The entry of a claimed label is gone: it rests up to the deadline, which is no earlier than any given before. */
    void rest(final int label, final long deadline) {
        claimed.clear(label);
        resting.append(label, deadline);
    }

    /** Ends the rest of the label that has rested longest; {@link FreeLabels#NONE} when none is due. */
    int endRest(final long nanoTime) {
        final int label = resting.first();
        if (label == FreeLabels.NONE || resting.deadline(label) - nanoTime > 0) {
            return FreeLabels.NONE;
        }
        resting.remove(label);
        return label;
    }
}
