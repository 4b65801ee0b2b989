package io.swaplane.pcaps.model;

import io.swaplane.control.api.CounterScope;
import io.swaplane.control.api.RouterControl;
import io.swaplane.control.command.CommandStatistics;
import io.swaplane.control.command.Producers;
import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watcher;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.SnapshotPage;
import java.util.Set;

/** A control socket that takes producers and nothing else. */
record ProducersOnly(Producers producers, ControlThread control) implements RouterControl {
    @Override
    public CommandStatistics commands() {
        return control.statistics();
    }

    @Override
    public Watcher watch(final Set<Event.Kind> kinds, final int capacity) {
        throw new UnsupportedOperationException("nothing is watched here");
    }

    @Override
    public SnapshotPage snapshot(final Event.Kind kind, final LabelPosition from, final int limit) {
        throw new UnsupportedOperationException("nothing is watched here");
    }

    @Override
    public void clearCounters(final CounterScope which) {
        throw new UnsupportedOperationException("nothing is cleared here");
    }
}
