package io.swaplane.control;

import io.swaplane.control.event.Event;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.SnapshotPage;
import io.swaplane.table.PortTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Tells of all that there is as if it had just been put, for watchers. Conductor only. */
final class SnapshotReader {
    private final Topology topology;
    private final NextHopGraph nextHops;
    private final LabelEntries labels;
    private final PortTable ports;

    SnapshotReader(final Topology topology, final NextHopGraph nextHops, final LabelEntries labels, final PortTable ports) {
        this.topology = topology;
        this.nextHops = nextHops;
        this.labels = labels;
        this.ports = ports;
    }

    SnapshotPage read(final Event.Kind kind, final LabelPosition from, final int limit) {
        return switch (kind) {
            case LABEL -> labels(from, limit);
            case NEXT_HOP -> nextHops(from.label(), limit);
            case PORT -> new SnapshotPage(topology.ports().stream().<Event>map(port ->
                new Event.PortChanged(port, ports.isUp(topology.port(port)))).toList(), null);
        };
    }

    private SnapshotPage labels(final LabelPosition from, final int limit) {
        final List<Event> events = new ArrayList<>();
        int space = from.labelSpace();
        int start = from.label();
        while (space < topology.labelSpaces().limit() && events.size() < limit) {
            final int label = topology.labelSpaces().exists(space) ? labels.next(space, start) : -1;
            if (label >= 0) {
                final Origin owner = labels.owner(space, label);
                events.add(new Event.LabelPut(topology.labelSpaces().name(space), label, owner.owner(), owner.producer()));
            }
            space += label < 0 ? 1 : 0;
            start = label + 1;
        }
        return new SnapshotPage(events, space < topology.labelSpaces().limit() ? new LabelPosition(space, start) : null);
    }

    private SnapshotPage nextHops(final int from, final int limit) {
        final Set<Integer> rest = nextHops.indices().tailSet(from, true);
        final List<Event> events = new ArrayList<>();
        for (final int index : rest) {
            if (events.size() == limit) {
                return new SnapshotPage(events, new LabelPosition(0, index));
            }
            events.add(new Event.NextHopChanged(index, nextHops.isResolved(index)));
        }
        return new SnapshotPage(events, null);
    }
}
