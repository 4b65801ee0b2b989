package io.swaplane.router.metrics;

import io.swaplane.control.api.StateSource;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.view.LabelUsage;
import io.swaplane.control.view.LabelUsageView;
import io.swaplane.control.view.NextHopUsageView;
import io.swaplane.control.view.RouteUsageView;

/** How full the tables of labels, next hops and routes are. */
record TableMetrics(StateSource source) implements MetricGroup {
    @Override
    public void collect(final Samples into) throws StateUnavailableException {
        for (final LabelUsageView usage : source.labelUsage()) {
            final String space = usage.labelSpace();
            usage.byOwner().forEach((owner, entries) -> into.put(Metric.LABELS, entries, space, owner));
            for (final LabelUsage range : usage.ranges()) {
                final String owner = range.owner() == null ? "any" : range.owner();
                into.put(Metric.RANGE_LABELS, range.inUse(), owner, "in-use");
                into.put(Metric.RANGE_LABELS, range.resting(), owner, "resting");
                into.put(Metric.RANGE_LABELS, range.pinned(), owner, "pinned");
                into.put(Metric.RANGE_LABELS, range.free(), owner, "free");
            }
        }
        final NextHopUsageView nextHops = source.nextHopUsage();
        into.put(Metric.NEXT_HOPS, nextHops.resolved(), "resolved");
        into.put(Metric.NEXT_HOPS, nextHops.unresolved(), "unresolved");
        into.put(Metric.NEXT_HOPS_WITHOUT_MEMORY, nextHops.withoutMemory());
        into.put(Metric.NEXT_HOP_SHORTAGES, nextHops.memoryShortages());
        final RouteUsageView routes = source.routeUsage();
        into.put(Metric.VRFS, routes.vrfs());
        into.put(Metric.ROUTES, routes.ipv4(), "ipv4");
        into.put(Metric.ROUTES, routes.ipv6(), "ipv6");
        into.put(Metric.ROUTE_MEMORY, routes.bytes());
    }
}
