package io.swaplane.router.run;

import io.swaplane.control.RefusedException;
import io.swaplane.control.api.ControlServer;
import io.swaplane.io.netlink.KernelNetwork;
import io.swaplane.router.config.ConfigException;
import io.swaplane.router.config.ConfigFile;
import io.swaplane.router.config.LiveConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running router with its control socket: what {@code swaplane run} starts and stops. */
public final class Running implements AutoCloseable {
    private static final long SYNCHRONISE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LiveRouter router;

    private final ControlServer server;

    private Running(final LiveRouter router, final ControlServer server) {
        this.router = router;
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
            return new Running(router, new ControlServer(configuration.live().socket(), new LiveState(router),
                new LiveControl(router), new FaultLog()));
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

    @Override
    public void close() throws IOException {
        try {
            server.close();
        } finally {
            router.close();
        }
    }
}
