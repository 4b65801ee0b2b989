package io.swaplane.router.metrics;

import io.swaplane.control.api.StateSource;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.ReasonView;
import java.util.List;

/** Drops and punts by port and reason, also those that never happened: a rate needs the zero before the first. */
record ReasonMetrics(StateSource source) implements MetricGroup {
    @Override
    public void collect(final Samples into) throws StateUnavailableException {
        final List<String> ports = source.ports().stream().map(PortView::port).toList();
        for (final ReasonView drop : source.drops()) {
            for (final String port : ports) {
                into.put(Metric.DROPPED, packets(drop, port), port, drop.reason(), drop.severity());
            }
        }
        for (final ReasonView punt : source.punts()) {
            for (final String port : ports) {
                into.put(Metric.PUNTED, packets(punt, port), port, punt.reason());
            }
        }
    }

    private static long packets(final ReasonView reason, final String port) {
        return reason.byPort().getOrDefault(port, 0L);
    }
}
