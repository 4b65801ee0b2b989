package io.swaplane.control.label;

import io.swaplane.control.view.LabelUsage;
import io.swaplane.table.LabelRange;

/**
 * The labels of one range: free, in use, resting, or pinned and waiting. Free ones are handed out in rising order, beginning again at
 * the bottom after the top, so that a label is away from the wire as long as the range allows, and not only for its hold time.
 */
final class RangePool {
    private final String owner;
    private final LabelRange range;
    private final FreeLabels free;
    private int labels;
    private int cursor;
    private int resting;
    private int pinned;

    /** A pool of all labels of a range; {@code owner} is null when it is not kept for one. */
    RangePool(final String owner, final LabelRange range) {
        this.owner = owner;
        this.range = range;
        this.free = new FreeLabels(range);
        this.labels = range.size();
        this.cursor = range.first();
    }

    /** Leaves out what is kept for another owner. */
    void leaveOut(final LabelRange other) {
        for (int label = Math.max(other.first(), range.first()); label <= Math.min(other.last(), range.last()); label++) {
            free.take(label);
            labels--;
        }
    }

    /** Takes the next free label; {@link FreeLabels#NONE} when there is none. */
    int allocate() {
        if (free.count() == 0) {
            return FreeLabels.NONE;
        }
        final int above = free.next(cursor);
        final int label = above == FreeLabels.NONE ? free.next(range.first()) : above;
        free.take(label);
        cursor = label == range.last() ? range.first() : label + 1;
        return label;
    }

    /** Takes a free label out for a pin. */
    void pin(final int label) {
        free.take(label);
        pinned++;
    }

    /** A pinned label is used now. */
    void usePinned() {
        pinned--;
    }

    /** A pinned label waits again. */
    void waitPinned() {
        pinned++;
    }

    /** Takes a label for an entry that names it; it may be free. */
    void claim(final int label) {
        if (free.isFree(label)) {
            free.take(label);
        }
    }

    void free(final int label) {
        free.give(label);
    }

    /** A label in use rests from now on. */
    void rest() {
        resting++;
    }

    /** A resting label does so no more. */
    void wake() {
        resting--;
    }

    String owner() {
        return owner;
    }

    LabelRange range() {
        return range;
    }

    LabelUsage usage() {
        return new LabelUsage(owner, range, labels - free.count() - resting - pinned, resting, pinned, free.count());
    }

    /** Says that nothing is free. */
    String exhausted() {
        return "all " + labels + " labels of the range " + range + (owner == null ? "" : " kept for " + owner) + " are taken, " + resting
            + " of them resting: widen the range, or remove bindings";
    }
}
