package io.swaplane.router.metrics;

import io.swaplane.control.api.StateSource;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.view.HostView;
import io.swaplane.control.view.InterfaceView;
import io.swaplane.control.view.NeighbourView;
import io.swaplane.control.view.TapView;
import io.swaplane.io.netlink.NeighbourState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Neighbours, and what goes between the router and its host's kernel. */
record HostMetrics(StateSource source) implements MetricGroup {
    /** Shown also when no neighbour is in them, so that an alert has a 0 to compare with. */
    private static final List<String> STATES = Stream.concat(Stream.of("static", "unknown"),
        Stream.of(NeighbourState.values()).map(each -> each.toString().toLowerCase(Locale.ROOT))).toList();

    @Override
    public void collect(final Samples into) throws StateUnavailableException {
        collectNeighbours(into);
        final HostView host = source.host();
        if (host.tap() != null) {
            collect(host.tap(), into);
        }
        into.put(Metric.NEIGHBOUR_REQUESTS, host.neighbourRequests());
        into.put(Metric.NEIGHBOUR_REFUSALS, host.neighbourRefusals());
        into.put(Metric.NETLINK_OVERRUNS, host.overruns());
        into.put(Metric.NETLINK_REPEATED_DUMPS, host.repeatedDumps());
        into.put(Metric.NETLINK_MALFORMED, host.malformed());
    }

    private void collectNeighbours(final Samples into) throws StateUnavailableException {
        final Map<String, Integer> byState = new TreeMap<>();
        STATES.forEach(state -> byState.put(state, 0));
        final Map<String, Integer> unresolved = new TreeMap<>();
        for (final InterfaceView each : source.interfaces()) {
            unresolved.put(each.interfaceName(), 0);
        }
        for (final NeighbourView each : source.neighbours()) {
            byState.merge(each.state(), 1, Integer::sum);
            unresolved.merge(each.interfaceName(), each.mac() == null ? 1 : 0, Integer::sum);
        }
        byState.forEach((state, count) -> into.put(Metric.NEIGHBOURS, count, state));
        unresolved.forEach((on, count) -> into.put(Metric.NEIGHBOURS_UNRESOLVED, count, on));
    }

    private static void collect(final TapView tap, final Samples into) {
        into.put(Metric.TAP, tap.delivered(), tap.device(), "delivered");
        into.put(Metric.TAP, tap.notForHost(), tap.device(), "not-for-host");
        into.put(Metric.TAP, tap.refused(), tap.device(), "refused");
    }
}
