package io.swaplane.router.run;

import io.swaplane.control.command.Job;
import io.swaplane.control.diff.DiffRun;
import io.swaplane.control.diff.IntentDiff;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.view.Difference;
import io.swaplane.control.view.ReloadView;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A reload from its first step to its end, whoever waits for it: done, and then the configuration is the running one, or taken back. Made
 * by any thread; the control thread does it.
 */
final class ReloadJob implements Job {
    /** Steps of one slice: some milliseconds at most. */
    private static final int SLICE = 1000;

    private final Reloadable router;
    private final RouterIntent wanted;
    private final IntentDiff diff;
    private final List<Difference> others;
    private final Runnable done;
    private final Runnable atEnd;
    private final CompletableFuture<ReloadView> outcome = new CompletableFuture<>();
    private final DiffRun run;

    /**
     * The way from the running configuration to another.
     *
     * @param diff from the running one to the wanted one.
     * @param others what else differs and is changed by {@code done}.
     * @param done called by the control thread when the wanted configuration has become the running one.
     * @param atEnd called by the control thread when nothing is left to do, before anybody is told.
     */
    ReloadJob(final Reloadable router, final RouterIntent wanted, final IntentDiff diff, final List<Difference> others,
              final Runnable done, final Runnable atEnd) {
        this.router = router;
        this.wanted = wanted;
        this.diff = diff;
        this.others = List.copyOf(others);
        this.done = done;
        this.atEnd = atEnd;
        this.run = new DiffRun(router.conductor(), diff);
    }

    /** Completed, by the control thread, with what came of it. Any thread. */
    CompletableFuture<ReloadView> outcome() {
        return outcome;
    }

    @Override
    public boolean slice() {
        if (!run.slice(SLICE)) {
            return false;
        }
        if (run.refusal() == null) {
            router.intent(wanted);
            done.run();
        }
        atEnd.run();
        outcome.complete(view());
        return true;
    }

    private ReloadView view() {
        if (run.refusal() == null) {
            return new ReloadView(List.of(), List.of(), Stream.concat(diff.differences().stream(), others.stream()).toList(), null,
                List.of(), run.wasDrained());
        }
        if (run.fault() != null) {
            ReloadLog.fault(run.fault());
        }
        return new ReloadView(List.of(), List.of(), List.of(), run.refusal().getMessage(),
            Stream.of(run.refusal().getSuppressed()).map(Throwable::toString).toList(), false);
    }
}
