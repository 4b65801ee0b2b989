package io.swaplane.router.metrics;

import io.swaplane.control.api.StateSource;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.view.WorkerView;
import java.util.List;

/** The packet workers. */
record WorkerMetrics(StateSource source) implements MetricGroup {
    private static final List<String> STATES = List.of("online", "offline", "stopped");
    private static final double NANOS = 1e9;

    @Override
    public void collect(final Samples into) throws StateUnavailableException {
        for (final WorkerView view : source.workers()) {
            final String worker = Integer.toString(view.worker());
            into.putInfo(Metric.WORKER, worker, view.cpu() == null ? "any" : view.cpu().toString(), view.idle());
            for (final String state : STATES) {
                into.put(Metric.WORKER_STATE, state.equals(view.state()) ? 1 : 0, worker, state);
            }
            into.put(Metric.WORKER_CYCLES, view.cycles(), worker);
            into.put(Metric.WORKER_BUSY_CYCLES, view.busyCycles(), worker);
            into.put(Metric.WORKER_PACKETS, view.packets(), worker);
            into.put(Metric.WORKER_STALLS, view.stalls(), worker);
            into.put(Metric.WORKER_LONGEST_STALL, view.longestStallNanos() / NANOS, worker);
        }
    }
}
