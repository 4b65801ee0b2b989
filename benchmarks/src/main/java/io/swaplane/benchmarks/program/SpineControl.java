package io.swaplane.benchmarks.program;

import io.swaplane.control.api.CounterScope;
import io.swaplane.control.api.RouterControl;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.command.CommandStatistics;
import io.swaplane.control.command.Producers;
import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watcher;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.SnapshotPage;
import java.util.List;
import java.util.Set;

/** Takes producers, and nothing else. */
record SpineControl(SpineRouter router) implements RouterControl {
    @Override
    public Producers producers() {
        return router.producers();
    }

    @Override
    public CommandStatistics commands() {
        return router.reader().statistics();
    }

    @Override
    public Watcher watch(final Set<Event.Kind> kinds, final int capacity) throws StateUnavailableException {
        throw new StateUnavailableException("nothing is watched here");
    }

    @Override
    public SnapshotPage snapshot(final Event.Kind kind, final LabelPosition from, final int limit) {
        return new SnapshotPage(List.of(), null);
    }

    @Override
    public void clearCounters(final CounterScope which) throws StateUnavailableException {
        throw new StateUnavailableException("nothing is counted here");
    }
}
