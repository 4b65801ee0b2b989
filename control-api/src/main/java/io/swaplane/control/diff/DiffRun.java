package io.swaplane.control.diff;

import io.swaplane.control.CommandTarget;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import java.util.List;

/**
 * Takes a router from one configuration to another, a slice at a time, so that the control thread gets to its other work in between. Every
 * entry goes on forwarding meanwhile, unless the router refuses what stands half-way: then all is taken back, and done while packets drop
 * by what changes. What is refused on this way, too, is taken back for good. Conductor only.
 *
 * <p>Not a bulk of a producer's, as there an entry's owner is the producer's, while a configuration says the owner of each.
 */
public final class DiffRun {
    private final CommandTarget target;
    private final IntentDiff diff;
    private List<Change> steps;
    private boolean drained;
    private int taken;
    private RefusedException refusal;

    /** The changes of a difference, for the router that does what its first configuration asks. */
    public DiffRun(final CommandTarget target, final IntentDiff diff) {
        this.target = target;
        this.diff = diff;
        this.steps = diff.steps();
    }

    /** Takes up to so many steps; true when there is nothing left to do. */
    public boolean slice(final int limit) {
        for (int i = 0; i < limit; i++) {
            if (refusal == null) {
                if (taken == steps.size()) {
                    return true;
                }
                forward();
            } else if (taken > 0) {
                back();
            } else if (drained || refusal.reason() != RefusalReason.INVALID) {
                return true;
            } else {
                drained = true;
                refusal = null;
                steps = diff.drainedSteps();
            }
        }
        return false;
    }

    private void forward() {
        try {
            steps.get(taken).apply(target);
            taken++;
        } catch (final RefusedException e) {
            refusal = e;
        }
    }

    private void back() {
        taken--;
        try {
            steps.get(taken).inverse().apply(target);
        } catch (final RefusedException e) {
            // Another producer built on what this step made; the rest is taken back all the same.
            refusal.addSuppressed(e);
        }
    }

    /** Whether packets dropped meanwhile by what changed. */
    public boolean wasDrained() {
        return drained;
    }

    /** Why the change was refused and taken back, with what could not be taken back as suppressed; null when it was made. */
    public RefusedException refusal() {
        return refusal;
    }
}
