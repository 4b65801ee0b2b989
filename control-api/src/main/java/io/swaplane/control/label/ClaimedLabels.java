package io.swaplane.control.label;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Labels of entries that were put by their label, not for a binding, and the queue of those that rest after such an entry. A label
 * can be claimed again while it rests; its turn in the queue then passes without effect.
 */
final class ClaimedLabels {
    private static final int FIRST_ROOM = 16;

    private final BitSet claimed = new BitSet();
    private final BitSet queued = new BitSet();
    /** How many turns of a label come after its first one in the queue; rests that were cut short, so rarely any. */
    private final Map<Integer, Integer> laterTurns = new HashMap<>();
    private int[] labels = new int[FIRST_ROOM];
    private long[] deadlines = new long[FIRST_ROOM];
    private int head;
    private int size;

    boolean isClaimed(final int label) {
        return claimed.get(label);
    }

    /** True when the label has no entry, but had one less than a hold time ago. */
    boolean isResting(final int label) {
        return queued.get(label) && !claimed.get(label);
    }

    void claim(final int label) {
        claimed.set(label);
    }

    /** The label's entry is gone, and nothing depends on how long. */
    void unclaim(final int label) {
        claimed.clear(label);
    }

    /** The label's entry is gone: it rests up to the deadline, which is no earlier than any given before. */
    void rest(final int label, final long deadline) {
        claimed.clear(label);
        if (queued.get(label)) {
            laterTurns.merge(label, 1, Integer::sum);
        }
        queued.set(label);
        if (size == labels.length) {
            grow();
        }
        final int at = head + size++ & labels.length - 1;
        labels[at] = label;
        deadlines[at] = deadline;
    }

    /** True when {@link #next} can be called. */
    boolean isDue(final long nanoTime) {
        return size > 0 && deadlines[head] - nanoTime <= 0;
    }

    /** Takes the first turn out of the queue: the label that has rested, or {@link FreeLabels#NONE} when it was claimed meanwhile. */
    int next() {
        final int label = labels[head];
        head = head + 1 & labels.length - 1;
        size--;
        final Integer later = laterTurns.get(label);
        if (later != null) {
            laterTurns.compute(label, (same, turns) -> turns == 1 ? null : turns - 1);
            return FreeLabels.NONE;
        }
        queued.clear(label);
        return claimed.get(label) ? FreeLabels.NONE : label;
    }

    private void grow() {
        final int[] oldLabels = labels;
        final long[] oldDeadlines = deadlines;
        labels = Arrays.copyOf(oldLabels, 2 * size);
        deadlines = Arrays.copyOf(oldDeadlines, 2 * size);
        System.arraycopy(oldLabels, 0, labels, size, head);
        System.arraycopy(oldDeadlines, 0, deadlines, size, head);
    }
}
