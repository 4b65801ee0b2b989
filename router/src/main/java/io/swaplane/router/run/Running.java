package io.swaplane.router.run;

import io.swaplane.control.RefusedException;
import io.swaplane.control.api.ControlServer;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.view.ReloadSummary;
import io.swaplane.io.netlink.KernelNetwork;
import io.swaplane.router.config.ConfigException;
import io.swaplane.router.config.ConfigFile;
import io.swaplane.router.config.LiveConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running router with its control socket: what {@code swaplane run} starts and stops. */
public final class Running implements AutoCloseable {
    private static final long SYNCHRONISE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final Logger LOG = LoggerFactory.getLogger(Running.class);

    private final LiveRouter router;
    private final Reloader reloader;
    private final ControlServer server;

    private Running(final LiveRouter router, final Reloader reloader, final ControlServer server) {
        this.router = router;
        this.reloader = reloader;
        this.server = server;
    }

    /**
     * Reads a configuration and starts its router.
     *
     * @throws ConfigException when the configuration is refused.
     * @throws IOException when this machine cannot do what it asks for.
     */
    public static Running start(final Path config) throws ConfigException, IOException {
        final KernelNetwork network = KernelNetwork.open();
        final LiveConfiguration configuration;
        try {
            synchronise(network);
            configuration = ConfigFile.readLive(config, new KernelHost(network));
        } catch (final IOException | ConfigException | RuntimeException e) {
            network.close();
            throw e;
        }
        final LiveRouter router;
        try {
            router = LiveRouter.start(configuration, network);
        } catch (final RefusedException e) {
            throw new StartException(config + ": " + e.getMessage());
        }
        try {
            final Reloader reloader = new Reloader(router, config, configuration.live());
            return new Running(router, reloader, new ControlServer(configuration.live().socket(), new LiveState(router),
                new LiveControl(router), new LiveOperations(reloader, router.tracing()), new FaultLog()));
        } catch (final IOException | RuntimeException e) {
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
        return router.summary();
    }

    /** From now on the file that the router was started with is read again at each SIGHUP; the log says what came of it. */
    public void reloadOnHangUp() {
        HangUp.onSignal(() -> {
            try {
                log(ReloadSummary.of(reloader.reload(null)));
            } catch (final StateUnavailableException | RuntimeException e) {
                LOG.error("reload on SIGHUP failed", e);
            }
        });
    }

    private static void log(final ReloadSummary reload) {
        if (reload.isDone()) {
            LOG.info("reloaded: {} added, {} removed, {} changed{}", reload.added(), reload.removed(), reload.changed(),
                reload.drained() ? "; packets by what changed were dropped meanwhile" : "");
            return;
        }
        LOG.error("reload refused, nothing has changed");
        reload.problems().forEach(LOG::error);
        reload.restartNeeded().forEach(key -> LOG.error("{}: restart needed", key));
        if (reload.refusal() != null) {
            LOG.error(reload.refusal());
        }
        reload.leftOver().forEach(each -> LOG.error("could not be taken back: {}", each));
    }

    @Override
    public void close() throws IOException {
        try {
            server.close();
        } finally {
            router.close();
        }
    }
}
