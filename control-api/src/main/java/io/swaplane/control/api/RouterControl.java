package io.swaplane.control.api;

import io.swaplane.control.command.CommandStatistics;
import io.swaplane.control.command.Producers;
import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watcher;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.SnapshotPage;
import java.util.Set;

/**
 * What {@link ControlServer} does with a router besides reading its state. Called by the server's threads, several at a time; what needs
 * the control thread waits for it, for a bounded time.
 */
public interface RouterControl {
    /** Where producers' sessions are opened. */
    Producers producers();

    /** What became of all commands. */
    CommandStatistics commands();

    /**
     * Opens a watcher of changes.
     *
     * @param kinds what it is about; at least one.
     * @param capacity how many events it can be behind.
     */
    Watcher watch(Set<Event.Kind> kinds, int capacity) throws StateUnavailableException;

    /**
     * What there is, as events that tell of it.
     *
     * @param kind what the events are about.
     * @param from {@link LabelPosition#START}, then the last page's {@link SnapshotPage#next}.
     * @param limit how many at most.
     */
    SnapshotPage snapshot(Event.Kind kind, LabelPosition from, int limit) throws StateUnavailableException;

    /**
     * Lets counters start from zero; waits until they did.
     *
     * @throws RefusedException when there are no such counters.
     */
    void clearCounters(CounterScope which) throws StateUnavailableException;
}
