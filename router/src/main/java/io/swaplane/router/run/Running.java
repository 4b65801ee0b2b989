package io.swaplane.router.run;

import io.swaplane.control.api.ControlServer;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.io.netlink.KernelNetwork;
import io.swaplane.router.config.ConfigException;
import io.swaplane.router.config.ConfigFile;
import io.swaplane.router.config.LiveConfiguration;
import io.swaplane.router.serve.AskedControl;
import io.swaplane.router.serve.FaultLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A running router with its control socket and its metrics: what {@code swaplane run} starts and stops. */
public final class Running implements AutoCloseable {
    private static final long SYNCHRONISE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LiveRouter router;
    private final Reloader reloader;
    private final ControlServer server;
    private final LiveBgp bgp;
    private final MetricsListener metrics;

    private Running(final LiveRouter router, final Reloader reloader, final ControlServer server, final LiveBgp bgp,
                    final MetricsListener metrics) {
        this.router = router;
        this.reloader = reloader;
        this.server = server;
        this.bgp = bgp;
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
            return serve(router, config, configuration, metrics, version);
        } catch (final IOException | RuntimeException e) {
            metrics.close();
            router.close();
            throw e;
        }
    }

    /** Begins to answer, last of all. */
    private static Running serve(final LiveRouter router, final Path config, final LiveConfiguration configuration,
                                 final MetricsListener metrics, final String version) throws IOException {
        final LiveState state = new LiveState(router);
        final FaultLog faults = new FaultLog();
        final AskedControl control = new AskedControl(router.producers(), router.commandStatistics(), router.conductor(),
            router.control().tasks());
        final LiveBgp bgp = LiveBgp.start(configuration, router, control);
        final Reloader reloader = new Reloader(router, config, configuration, new AskedHost(router), bgp::neighbors);
        ControlServer server = null;
        try {
            server = new ControlServer(configuration.live().socket(), state, control,
                new LiveOperations(reloader, router.tracing(), state), bgp.state(), faults);
            metrics.serve(state, control, bgp.state(), version, faults);
            return new Running(router, reloader, server, bgp, metrics);
        } catch (final IOException | RuntimeException | Error e) {
            try {
                end(server, bgp);
            } catch (final IOException also) {
                e.addSuppressed(also);
            }
            throw e;
        }
    }

    /** Nobody asks for BGP's state any more when it ends. */
    private static void end(final ControlServer server, final LiveBgp bgp) throws IOException {
        try {
            if (server != null) {
                server.close();
            }
        } finally {
            bgp.close();
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

    /** Completed with the reason when the router cannot go on; it is to be closed then. */
    public CompletableFuture<String> fault() {
        return router.fault();
    }

    /** From now on the file that the router was started with is read again at each SIGHUP; the log says what came of it. */
    public void reloadOnHangUp() {
        HangUp.onSignal(() -> {
            try {
                reloader.reload(null);
            } catch (final StateUnavailableException | RuntimeException e) {
                ReloadLog.failed(e);
            }
        });
    }

    @Override
    public void close() throws IOException {
        metrics.close();
        try {
            end(server, bgp);
        } finally {
            router.close();
        }
    }
}
