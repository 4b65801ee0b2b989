package io.swaplane.router.metrics;

import io.swaplane.control.api.BgpState;
import io.swaplane.control.api.RouterControl;
import io.swaplane.control.api.StateSource;
import io.swaplane.control.api.StateUnavailableException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What a running router has to tell, from the same state that {@code show} asks. */
public final class RouterMetrics {
    private RouterMetrics() {
    }

    /**
     * The groups of metrics.
     *
     * @param source the router's state.
     * @param control what its producers ask of it.
     * @param bgp its BGP; null when it speaks none: there are no metrics of it then.
     * @param version Swaplane's.
     */
    public static List<MetricGroup> of(final StateSource source, final RouterControl control, final BgpState bgp, final String version) {
        return Stream.<MetricGroup>of(into -> collectRouter(source, version, into), new PortMetrics(source), new ReasonMetrics(source),
            new WorkerMetrics(source), new TableMetrics(source), new CommandMetrics(control), bgp == null ? null : new BgpMetrics(bgp),
            new HostMetrics(source), new ProcessMetrics()).filter(Objects::nonNull).toList();
    }

    private static void collectRouter(final StateSource source, final String version, final Samples into)
        throws StateUnavailableException {
        into.putInfo(Metric.ROUTER, source.router(), version);
    }
}
