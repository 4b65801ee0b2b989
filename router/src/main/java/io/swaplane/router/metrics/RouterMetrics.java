package io.swaplane.router.metrics;

import io.swaplane.control.api.RouterControl;
import io.swaplane.control.api.StateSource;
import io.swaplane.control.api.StateUnavailableException;
import java.util.List;

/** What a running router has to tell, from the same state that {@code show} asks. */
public final class RouterMetrics {
    private RouterMetrics() {
    }

    /**
     * The groups of metrics.
     *
     * @param source the router's state.
     * @param control what its producers ask of it.
     * @param version Swaplane's.
     */
    public static List<MetricGroup> of(final StateSource source, final RouterControl control, final String version) {
        return List.of(into -> collectRouter(source, version, into), new PortMetrics(source), new ReasonMetrics(source),
            new WorkerMetrics(source), new TableMetrics(source), new CommandMetrics(control), new HostMetrics(source),
            new ProcessMetrics());
    }

    private static void collectRouter(final StateSource source, final String version, final Samples into)
        throws StateUnavailableException {
        into.putInfo(Metric.ROUTER, source.router(), version);
    }
}
