package io.swaplane.control.api;

import io.swaplane.control.command.CommandReader;
import io.swaplane.control.command.CommandRing;
import io.swaplane.control.command.CommandStatistics;
import io.swaplane.control.command.Producers;
import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watcher;
import io.swaplane.control.event.Watchers;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.SnapshotPage;
import java.util.List;
import java.util.Set;

/** A router whose control thread takes no command. */
final class FakeControl implements RouterControl {
    private final Producers producers = new Producers(new CommandRing(1 << 16));
    private final Watchers watchers = new Watchers();

    @Override
    public Producers producers() {
        return producers;
    }

    @Override
    public CommandStatistics commands() {
        return new CommandReader(producers, null, fault -> { }).statistics();
    }

    @Override
    public Watcher watch(final Set<Event.Kind> kinds, final int capacity) {
        return watchers.open(kinds, capacity);
    }

    @Override
    public SnapshotPage snapshot(final Event.Kind kind, final LabelPosition from, final int limit) {
        return new SnapshotPage(List.of(), null);
    }

    @Override
    public void clearCounters(final CounterScope which) throws StateUnavailableException {
        throw new StateUnavailableException("there are no counters");
    }
}
