package io.swaplane.router.run;

import io.swaplane.control.api.BgpState;
import io.swaplane.control.api.FaultListener;
import io.swaplane.control.api.RouterControl;
import io.swaplane.control.api.StateSource;
import io.swaplane.router.config.LiveSettings;
import io.swaplane.router.metrics.MetricsServer;
import io.swaplane.router.metrics.RouterMetrics;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the metrics are served, if they are. An address that the configuration names must be had; the default one may be taken, by
 * another router of this host perhaps, and then nothing is served, and the log says so.
 */
final class MetricsListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsListener.class);
    private static final String OTHERWISE = "give another with 'host: {metrics: ADDRESS:PORT}', or 'off'";

    private final MetricsServer server;
    private final String text;

    private MetricsListener(final MetricsServer server, final String text) {
        this.server = server;
        this.text = text;
    }

    /**
     * Takes the address, before the router takes its ports.
     *
     * @param settings where, or null for nowhere.
     * @throws StartException when it is required and cannot be had.
     */
    static MetricsListener open(final LiveSettings.Metrics settings) throws StartException {
        if (settings == null) {
            return new MetricsListener(null, "no metrics (configured off)");
        }
        try {
            return new MetricsListener(new MetricsServer(settings.address()), "metrics at http://" + settings.text() + "/metrics");
        } catch (final IOException e) {
            final String why = settings.text() + " cannot be had: " + e.getMessage();
            if (settings.required()) {
                throw new StartException("host.metrics: " + why + ": " + OTHERWISE);
            }
            LOG.warn("there are no metrics: {}: {}", why, OTHERWISE);
            return new MetricsListener(null, "no metrics: " + why);
        }
    }

    /** Begins to answer; {@code bgp} is null when the router speaks none. */
    void serve(final StateSource state, final RouterControl control, final BgpState bgp, final String version, final FaultListener faults) {
        if (server != null) {
            server.serve(RouterMetrics.of(state, control, bgp, version), state, faults);
        }
    }

    /** Where they are, or why there are none; for the summary of a start. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
