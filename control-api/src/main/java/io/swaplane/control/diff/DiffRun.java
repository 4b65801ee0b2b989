package io.swaplane.control.diff;

import io.swaplane.control.Conductor;
import io.swaplane.control.Restoration;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Takes a router from one configuration to another, a slice at a time, so that the control thread gets to its other work in between; only
 * no other command may be carried out from the first slice to the last. Every entry goes on forwarding meanwhile, unless the router refuses
 * what stands half-way: then all is taken back, and done while packets drop by what changes. What is refused on this way, too, is taken
 * back for good: then each thing is what it was and whose it was, also where another producer's had been taken over. Conductor only.
 *
 * <p>Not a bulk of a producer's, as there an entry's owner is the producer's, while a configuration says the owner of each.
 */
public final class DiffRun {
    /** For how long records that no worker needs any more are waited for on the way back. */
    private static final long PATIENCE_NANOS = 1_000_000_000L;

    private final Conductor target;
    private final Restoration standing;
    private final IntentDiff diff;
    private final Deque<Restoration.Saved> undo = new ArrayDeque<>();
    private List<Change> steps;
    private CompletableFuture<List<Change>> drainedSteps;
    private int taken;
    private boolean begun;
    private boolean drained;
    private RefusedException refusal;
    /** When what could not be taken back for lack of memory was first tried; 0 for nothing such. */
    private long waitingSince;

    /** The changes of a difference, for the router that does what its first configuration asks. Any thread; it works them out here. */
    public DiffRun(final Conductor target, final IntentDiff diff) {
        this.target = target;
        this.standing = target.restoration();
        this.diff = diff;
        this.steps = diff.steps();
    }

    /** Takes up to so many steps; true when there is nothing left to do. Throws nothing: a fault of the router is a refusal, too. */
    public boolean slice(final int limit) {
        if (!begun) {
            begun = true;
            standing.begin();
        }
        for (int i = 0; i < limit; i++) {
            if (refusal == null) {
                if (taken == steps.size()) {
                    return end();
                }
                forward(steps.get(taken));
            } else if (!undo.isEmpty()) {
                if (!back()) {
                    return false;
                }
            } else if (drained || drainedSteps == null || drainedSteps.isCompletedExceptionally()) {
                return end();
            } else if (drainedSteps.isDone()) {
                drained = true;
                refusal = null;
                steps = drainedSteps.join();
            } else {
                return false;
            }
        }
        return false;
    }

    private boolean end() {
        standing.end();
        undo.clear();
        return true;
    }

    private void forward(final Change step) {
        try {
            final Restoration.Saved saved = step.save(standing);
            undo.push(saved);
            step.apply(target);
            taken++;
        } catch (final RefusedException e) {
            refuse(e);
        } catch (final RuntimeException e) {
            final RefusedException failed = new RefusedException("the router failed on it: " + e);
            failed.initCause(e);
            refuse(failed);
        }
    }

    /** What is refused has changed nothing; of what failed nobody knows. */
    private void refuse(final RefusedException why) {
        refusal = why;
        if (fault() == null && undo.size() > taken) {
            undo.pop();
        }
        if (fault() == null && why.reason() == RefusalReason.INVALID && !drained) {
            // In a thread of its own, as that takes its time for a million entries.
            drainedSteps = CompletableFuture.supplyAsync(diff::drainedSteps);
        }
    }

    /** Takes the last step back; false when that is to be tried again later. */
    private boolean back() {
        final boolean unknown = undo.size() > taken;
        try {
            undo.peek().restore();
        } catch (final RefusedException e) {
            if (e.reason() == RefusalReason.EXHAUSTED && isPatient()) {
                return false;
            }
            if (!unknown || e.reason() != RefusalReason.NOT_FOUND) {
                refusal.addSuppressed(e);
            }
        } catch (final RuntimeException e) {
            refusal.addSuppressed(e);
        }
        undo.pop();
        waitingSince = 0;
        taken = Math.min(taken, undo.size());
        return true;
    }

    /** Records become free when the workers have passed on. */
    private boolean isPatient() {
        final long now = System.nanoTime();
        if (waitingSince == 0) {
            waitingSince = now;
        }
        return now - waitingSince < PATIENCE_NANOS;
    }

    /** Whether packets dropped meanwhile by what changed. */
    public boolean wasDrained() {
        return drained;
    }

    /** Why the change was refused and taken back, with what could not be taken back as suppressed; null when it was made. */
    public RefusedException refusal() {
        return refusal;
    }

    /** The fault of the router behind the refusal, or null when there was none. */
    public Throwable fault() {
        return refusal == null ? null : refusal.getCause();
    }
}
