package io.swaplane.router.lab;

import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.view.BgpPeerView;
import io.swaplane.control.view.BgpSummaryView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Waits until a lab's routers have told each other everything: nothing is missing, and their tables do not change any more. */
public final class Convergence {
    private static final long STEP_MILLIS = 20;
    /** Time without a change after which there will be none … */
    private static final long STABLE_NANOS = 500_000_000;
    /** … and looks: each asks every thread, so that on a busy machine none has been waiting for its turn all the time. */
    private static final int STABLE_LOOKS = 6;

    private final RunningLab lab;
    private final Consumer<String> progress;

    /**
     * For a lab.
     *
     * @param progress told now and then in a few words how far it is.
     */
    public Convergence(final RunningLab lab, final Consumer<String> progress) {
        this.lab = lab;
        this.progress = progress;
    }

    /** Waits so long at most; what is missing then, in sentences, empty when nothing is. */
    public List<String> await(final Duration deadline) {
        return await(deadline, true);
    }

    /** Waits so long at most until nothing changes, whether all sessions are up or not; false when that was not long enough. */
    boolean settle(final Duration deadline) {
        final long begin = System.nanoTime();
        await(deadline, false);
        return System.nanoTime() - begin < deadline.toNanos();
    }

    private List<String> await(final Duration deadline, final boolean whole) {
        final long begin = System.nanoTime();
        List<Object> last = List.of();
        long since = begin;
        int looks = 0;
        List<String> missing = List.of("the routers have not answered");
        try {
            do {
                final List<Object> now = new ArrayList<>();
                missing = look(now, false);
                if (!now.equals(last)) {
                    last = now;
                    since = System.nanoTime();
                    looks = 0;
                } else if (++looks >= STABLE_LOOKS && (missing.isEmpty() || !whole) && System.nanoTime() - since >= STABLE_NANOS) {
                    return missing;
                }
                progress.accept(missing.isEmpty() ? "tables settle" : missing.size() + " not there yet: " + missing.getFirst());
                Thread.sleep(STEP_MILLIS);
            } while (System.nanoTime() - begin < deadline.toNanos());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!Thread.currentThread().isInterrupted()) {
            missing = look(new ArrayList<>(), true);
        }
        return missing.isEmpty() ? List.of("the routers' tables go on changing") : missing;
    }

    /** Adds what there is, and returns what is missing, if asked for with what hinders it. */
    private List<String> look(final List<Object> pulses, final boolean why) {
        final List<String> missing = new ArrayList<>();
        if (lab.fault().isDone()) {
            missing.add(lab.fault().join());
        }
        for (final String name : lab.routers()) {
            try {
                pulses.add(lab.router(name).pulse());
                if (lab.router(name).bgp() != null) {
                    look(name, lab.router(name).bgp().summary(), pulses, missing, why);
                }
            } catch (final TimeoutException | StateUnavailableException e) {
                missing.add(name + " does not answer");
            }
        }
        return missing;
    }

    private void look(final String router, final BgpSummaryView bgp, final List<Object> pulses, final List<String> missing,
                      final boolean why) {
        pulses.add(bgp.tables());
        pulses.add(bgp.labels());
        for (final BgpPeerView peer : bgp.peers()) {
            pulses.add(List.of(peer.state().equals(LabRouter.ESTABLISHED), peer.updatesIn(), peer.updatesOut(), peer.families()));
            if (!peer.state().equals(LabRouter.ESTABLISHED) && !peer.state().equals(LabRouter.SHUT_DOWN)) {
                missing.add(router + ": the session with " + peer.name() + " (" + peer.address() + ") is " + peer.state()
                    + (peer.lastEnd() == null ? "" : ", after: " + peer.lastEnd()) + (why ? lab.hindrance(router, peer.name()) : ""));
            }
        }
    }

    /** Neighbours of next hops and routes whom nobody is, in sentences; their packets drop. */
    public List<String> unresolved() {
        final List<String> sentences = new ArrayList<>();
        for (final String name : lab.routers()) {
            try {
                sentences.addAll(lab.router(name).unresolved());
            } catch (final TimeoutException e) {
                sentences.add(name + " does not answer");
            }
        }
        return sentences;
    }
}
