package io.swaplane.control.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The watchers of a router. Conductor only: it opens watchers for others, and publishes to them; each is then read by one thread of its
 * own, and closed by any.
 *
 * <p>Whoever has an event asks {@link #want} first and makes none when nobody watches: then an event costs one test.
 */
public final class Watchers {
    private final List<Watcher> watchers = new ArrayList<>();
    /** Bit per kind that somebody watches. */
    private int wanted;

    /**
     * Opens a watcher; it gets what changes from now on.
     *
     * @param kinds what it is about; at least one.
     * @param capacity how many events it can be behind, rounded up to a power of two.
     */
    public Watcher open(final Set<Event.Kind> kinds, final int capacity) {
        if (kinds.isEmpty() || capacity < 1) {
            throw new IllegalArgumentException("a watcher wants at least one kind of event and room for one: " + kinds + ", " + capacity);
        }
        final Watcher watcher = new Watcher(kinds, capacity);
        watchers.add(watcher);
        settle();
        return watcher;
    }

    /** Whether anybody wants events of a kind. */
    public boolean want(final Event.Kind kind) {
        return (wanted & 1 << kind.ordinal()) != 0;
    }

    /** Gives an event to those who want it; never waits. */
    public void publish(final Event event) {
        final Event.Kind kind = switch (event) {
            case Event.LabelPut put -> Event.Kind.LABEL;
            case Event.LabelRemoved removed -> Event.Kind.LABEL;
            case Event.NextHopChanged changed -> Event.Kind.NEXT_HOP;
            case Event.NextHopRemoved removed -> Event.Kind.NEXT_HOP;
            case Event.PortChanged changed -> Event.Kind.PORT;
            case Event.VrfPut put -> Event.Kind.VRF;
            case Event.VrfRemoved removed -> Event.Kind.VRF;
            case Event.RoutePut put -> Event.Kind.ROUTE;
            case Event.RouteRemoved removed -> Event.Kind.ROUTE;
            case Event.Gap gap -> throw new IllegalArgumentException("a gap is a watcher's own");
        };
        for (int i = 0; i < watchers.size(); i++) {
            if (watchers.get(i).wants(kind)) {
                watchers.get(i).offer(event);
            }
        }
    }

    /** Drops those that were closed, and tells the others of losses once they have room again; returns how much there was to do. */
    public int doWork() {
        int work = 0;
        for (int i = watchers.size() - 1; i >= 0; i--) {
            final Watcher watcher = watchers.get(i);
            if (watcher.isClosed()) {
                watchers.remove(i);
                settle();
                work++;
            } else if (watcher.flush()) {
                work++;
            }
        }
        return work;
    }

    private void settle() {
        wanted = 0;
        for (final Event.Kind kind : Event.Kind.values()) {
            if (watchers.stream().anyMatch(watcher -> watcher.wants(kind))) {
                wanted |= 1 << kind.ordinal();
            }
        }
    }
}
