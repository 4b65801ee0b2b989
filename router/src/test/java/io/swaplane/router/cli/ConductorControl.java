package io.swaplane.router.cli;

import io.swaplane.control.Conductor;
import io.swaplane.control.api.CounterScope;
import io.swaplane.control.api.RouterControl;
import io.swaplane.control.command.CommandReader;
import io.swaplane.control.command.CommandRing;
import io.swaplane.control.command.CommandStatistics;
import io.swaplane.control.command.Producers;
import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watcher;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.SnapshotPage;
import java.util.Set;

/** A conductor of which the test is the control thread: commands wait. */
public final class ConductorControl implements RouterControl {
    private final Producers producers = new Producers(new CommandRing(1 << 16));
    private final Conductor conductor;

    public ConductorControl(final Conductor conductor) {
        this.conductor = conductor;
    }

    @Override
    public Producers producers() {
        return producers;
    }

    @Override
    public CommandStatistics commands() {
        return new CommandReader(producers, conductor, fault -> { }).statistics();
    }

    @Override
    public Watcher watch(final Set<Event.Kind> kinds, final int capacity) {
        return conductor.watch(kinds, capacity);
    }

    @Override
    public SnapshotPage snapshot(final Event.Kind kind, final LabelPosition from, final int limit) {
        return conductor.snapshot(kind, from, limit);
    }

    @Override
    public void clearCounters(final CounterScope which) {
        conductor.clearCounters();
    }
}
