package io.swaplane.router.serve;

import io.swaplane.control.Conductor;
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

/** What the control API does with a router besides reading its state; what needs the control thread is done on it. */
public final class AskedControl implements RouterControl {
    private static final long CLEARING_SECONDS = 10;

    private final Producers producers;
    private final CommandStatistics statistics;
    private final Conductor conductor;
    private final ControlTasks tasks;

    /**
     * For a router.
     *
     * @param producers where sessions are opened.
     * @param statistics what became of all commands.
     * @param conductor the router's, of the thread that does these tasks.
     * @param tasks that thread's.
     */
    public AskedControl(final Producers producers, final CommandStatistics statistics, final Conductor conductor,
                        final ControlTasks tasks) {
        this.producers = producers;
        this.statistics = statistics;
        this.conductor = conductor;
        this.tasks = tasks;
    }

    @Override
    public Producers producers() {
        return producers;
    }

    @Override
    public CommandStatistics commands() {
        return statistics;
    }

    @Override
    public Watcher watch(final Set<Event.Kind> kinds, final int capacity) throws StateUnavailableException {
        try {
            return tasks.ask(() -> conductor.watch(kinds, capacity), Watcher::close);
        } catch (final TimeoutException e) {
            throw unavailable();
        }
    }

    @Override
    public SnapshotPage snapshot(final Event.Kind kind, final LabelPosition from, final int limit) throws StateUnavailableException {
        return ask(() -> conductor.snapshot(kind, from, limit));
    }

    @Override
    public void clearCounters(final CounterScope which) throws StateUnavailableException {
        ask(() -> {
            switch (which) {
                case CounterScope.All all -> conductor.clearCounters();
                case CounterScope.Label(final String labelSpace, final int label) ->
                    conductor.clearLabelCounters(labelSpace, label);
                case CounterScope.NextHop(final int index) -> conductor.clearNextHopCounters(index);
                case CounterScope.Port(final String name) -> conductor.clearPortCounters(name);
            }
            return which;
        });
        awaitCleared();
    }

    private void awaitCleared() throws StateUnavailableException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLEARING_SECONDS);
        while (ask(() -> conductor.isClearingCounters())) {
            if (System.nanoTime() - deadline > 0) {
                throw new StateUnavailableException("the counters are still being cleared");
            }
        }
    }

    private <T> T ask(final Supplier<T> question) throws StateUnavailableException {
        try {
            return tasks.ask(question);
        } catch (final TimeoutException e) {
            throw unavailable();
        }
    }

    private static StateUnavailableException unavailable() {
        return new StateUnavailableException("the control thread did not answer in time");
    }
}
