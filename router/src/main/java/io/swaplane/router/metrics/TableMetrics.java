package io.swaplane.router.metrics;

import io.swaplane.control.api.StateSource;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.view.LabelUsageView;
import io.swaplane.control.view.NextHopUsageView;

/** How full the tables of labels and next hops are. */
record TableMetrics(StateSource source) implements MetricGroup {
    @Override
    public void collect(final Samples into) throws StateUnavailableException {
        for (final LabelUsageView usage : source.labelUsage()) {
            final String space = usage.labelSpace();
            usage.byOwner().forEach((owner, entries) -> into.put(Metric.LABELS, entries, space, owner));
            into.put(Metric.LABELS_USED, usage.inUse(), space);
            into.put(Metric.DYNAMIC_LABELS, usage.dynamicLast() - usage.dynamicFirst() + 1.0, space);
            into.put(Metric.DYNAMIC_LABELS_FREE, usage.dynamicFree(), space);
        }
        final NextHopUsageView nextHops = source.nextHopUsage();
        into.put(Metric.NEXT_HOPS, nextHops.resolved(), "resolved");
        into.put(Metric.NEXT_HOPS, nextHops.unresolved(), "unresolved");
    }
}
