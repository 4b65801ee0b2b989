package io.swaplane.router.run;

import io.swaplane.control.view.ReloadSummary;
import io.swaplane.control.view.ReloadView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What came of reloads, in the log. Any thread. */
final class ReloadLog {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadLog.class);

    private ReloadLog() {
    }

    static void outcome(final ReloadView view) {
        final ReloadSummary reload = ReloadSummary.of(view);
        if (reload.isDone()) {
            LOG.info("reloaded: {} added, {} removed, {} changed{}", reload.added(), reload.removed(), reload.changed(),
                reload.drained() ? "; packets by what changed were dropped meanwhile" : "");
            return;
        }
        LOG.error(reload.leftOver().isEmpty() ? "reload refused, nothing has changed" : "reload refused, and not all could be taken back");
        reload.problems().forEach(LOG::error);
        reload.restartNeeded().forEach(key -> LOG.error("{}: restart needed", key));
        if (reload.refusal() != null) {
            LOG.error(reload.refusal());
        }
        reload.leftOver().forEach(each -> LOG.error("could not be taken back: {}", each));
    }

    static void fault(final Throwable fault) {
        LOG.error("a fault of the router, please report it", fault);
    }

    static void failed(final Exception why) {
        LOG.error("reload on SIGHUP failed: {}", why.getMessage(), why);
    }
}
