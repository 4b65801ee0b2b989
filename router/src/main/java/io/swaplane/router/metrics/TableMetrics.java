package io.swaplane.router.metrics;

import io.swaplane.control.api.StateSource;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.label.LabelUsage;
import io.swaplane.control.view.LabelUsageView;
import io.swaplane.control.view.NextHopUsageView;

/** How full the tables of labels and next hops are. */
record TableMetrics(StateSource source) implements MetricGroup {
    @Override
    public void collect(final Samples into) throws StateUnavailableException {
        for (final LabelUsageView usage : source.labelUsage()) {
            final String space = usage.labelSpace();
            usage.byOwner().forEach((owner, entries) -> into.put(Metric.LABELS, entries, space, owner));
            if (!usage.ranges().isEmpty()) {
                final LabelUsage dynamic = usage.ranges().getLast();
                final int used = dynamic.inUse() + dynamic.resting() + dynamic.pinned();
                into.put(Metric.LABELS_USED, used, space);
                into.put(Metric.DYNAMIC_LABELS, used + dynamic.free(), space);
                into.put(Metric.DYNAMIC_LABELS_FREE, dynamic.free(), space);
            }
        }
        final NextHopUsageView nextHops = source.nextHopUsage();
        into.put(Metric.NEXT_HOPS, nextHops.resolved(), "resolved");
        into.put(Metric.NEXT_HOPS, nextHops.unresolved(), "unresolved");
    }
}
