package io.swaplane.router.run;

import io.swaplane.control.RefusedException;
import io.swaplane.control.api.ControlServer;
import io.swaplane.io.netlink.KernelNetwork;
import io.swaplane.router.config.ConfigException;
import io.swaplane.router.config.ConfigFile;
import io.swaplane.router.config.LiveConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running router with its control socket and its metrics: what {@code swaplane run} starts and stops. */
public final class Running implements AutoCloseable {
    private static final long SYNCHRONISE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LiveRouter router;

    private final ControlServer server;

    private final MetricsListener metrics;

    private Running(final LiveRouter router, final ControlServer server, final MetricsListener metrics) {
        this.router = router;
        this.server = server;
        this.metrics = metrics;
    }

    /**
     * Reads a configuration and starts its router.
     *
     * @param version Swaplane's, for the metrics.
     * @throws ConfigException when the configuration is refused.
     * @throws IOException when this machine cannot do what it asks for.
     */
    public static Running start(final Path config, final String version) throws ConfigException, IOException {
        final KernelNetwork network = KernelNetwork.open();
        final LiveConfiguration configuration;
        final MetricsListener metrics;
        try {
            synchronise(network);
            configuration = ConfigFile.readLive(config, new KernelHost(network));
            metrics = MetricsListener.open(configuration.live().metrics());
        } catch (final IOException | ConfigException | RuntimeException e) {
            network.close();
            throw e;
        }
        final LiveRouter router;
        try {
            router = LiveRouter.start(configuration, network);
        } catch (final RefusedException e) {
            metrics.close();
            throw new StartException(config + ": " + e.getMessage());
        } catch (final IOException | RuntimeException e) {
            metrics.close();
            throw e;
        }
        try {
            final LiveState state = new LiveState(router);
            final FaultLog faults = new FaultLog();
            final ControlServer server = new ControlServer(configuration.live().socket(), state, new LiveControl(router), faults);
            metrics.serve(state, version, faults);
            return new Running(router, server, metrics);
        } catch (final IOException | RuntimeException e) {
            metrics.close();
            router.close();
            throw e;
        }
    }

    private static void synchronise(final KernelNetwork network) throws IOException {
        final long begin = System.nanoTime();
        try (PollSet sleeper = new PollSet(network.fd())) {
            while (!network.isSynchronised()) {
                if (System.nanoTime() - begin > SYNCHRONISE_NANOS) {
                    throw new StartException("the kernel does not list its network interfaces");
                }
                if (network.doWork() == 0) {
                    sleeper.sleep(10);
                }
            }
        }
    }

    /** What was done for each port, in a few lines. */
    public List<String> summary() {
        final List<String> lines = new ArrayList<>(router.summary());
        lines.add(metrics.toString());
        return lines;
    }

    @Override
    public void close() throws IOException {
        metrics.close();
        try {
            server.close();
        } finally {
            router.close();
        }
    }
}
