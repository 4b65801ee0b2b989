package io.swaplane.control;

import io.swaplane.control.event.Event;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.RoutePosition;
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
    private final Vrfs vrfs;
    private final RouteViewer routes;

    SnapshotReader(final Topology topology, final NextHopGraph nextHops, final LabelEntries labels, final PortTable ports,
                   final Vrfs vrfs, final RouteViewer routes) {
        this.topology = topology;
        this.nextHops = nextHops;
        this.labels = labels;
        this.ports = ports;
        this.vrfs = vrfs;
        this.routes = routes;
    }

    SnapshotPage read(final Event.Kind kind, final LabelPosition from, final int limit) {
        return switch (kind) {
            case LABEL -> labels(from, limit);
            case NEXT_HOP -> nextHops(from.label(), limit);
            case PORT -> new SnapshotPage(topology.ports().stream().<Event>map(port ->
                new Event.PortChanged(port, ports.isUp(topology.port(port)))).toList(), null);
            case VRF -> vrfs(from.label(), limit);
            case ROUTE -> routes.snapshot(from.route() == null ? RoutePosition.START : from.route(), limit);
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

    private SnapshotPage vrfs(final int from, final int limit) {
        final List<Event> events = new ArrayList<>();
        for (int number = Math.max(1, from); number < vrfs.limit(); number++) {
            if (events.size() == limit) {
                return new SnapshotPage(events, new LabelPosition(0, number));
            }
            final Vrf vrf = vrfs.get(number);
            if (vrf != null) {
                events.add(new Event.VrfPut(vrf.name(), vrf.origin.owner(), vrf.origin.producer()));
            }
        }
        return new SnapshotPage(events, null);
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
