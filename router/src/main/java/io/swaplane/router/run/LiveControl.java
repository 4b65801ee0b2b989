package io.swaplane.router.run;

import io.swaplane.control.api.CounterScope;
import io.swaplane.control.api.RouterControl;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.command.CommandStatistics;
import io.swaplane.control.command.Producers;
import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watcher;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.SnapshotPage;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** What the control API does with a running router besides reading its state; what needs the control thread is done on it. */
final class LiveControl implements RouterControl {
    private static final long CLEARING_SECONDS = 10;

    private final LiveRouter router;

    LiveControl(final LiveRouter router) {
        this.router = router;
    }

    @Override
    public Producers producers() {
        return router.producers();
    }

    @Override
    public CommandStatistics commands() {
        return router.commandStatistics();
    }

    @Override
    public Watcher watch(final Set<Event.Kind> kinds, final int capacity) throws StateUnavailableException {
        try {
            return router.control().ask(() -> router.conductor().watch(kinds, capacity), Watcher::close);
        } catch (final TimeoutException e) {
            throw unavailable();
        }
    }

    @Override
    public SnapshotPage snapshot(final Event.Kind kind, final LabelPosition from, final int limit) throws StateUnavailableException {
        return ask(() -> router.conductor().snapshot(kind, from, limit));
    }

    @Override
    public void clearCounters(final CounterScope which) throws StateUnavailableException {
        ask(() -> {
            switch (which) {
                case CounterScope.All all -> router.conductor().clearCounters();
                case CounterScope.Label(final String labelSpace, final int label) ->
                    router.conductor().clearLabelCounters(labelSpace, label);
                case CounterScope.NextHop(final int index) -> router.conductor().clearNextHopCounters(index);
                case CounterScope.Port(final String name) -> router.conductor().clearPortCounters(name);
            }
            return which;
        });
        awaitCleared();
    }

    private void awaitCleared() throws StateUnavailableException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLEARING_SECONDS);
        while (ask(() -> router.conductor().isClearingCounters())) {
            if (System.nanoTime() - deadline > 0) {
                throw new StateUnavailableException("the counters are still being cleared");
            }
        }
    }

    private <T> T ask(final Supplier<T> question) throws StateUnavailableException {
        try {
            return router.control().ask(question);
        } catch (final TimeoutException e) {
            throw unavailable();
        }
    }

    private static StateUnavailableException unavailable() {
        return new StateUnavailableException("the control thread did not answer in time");
    }
}
