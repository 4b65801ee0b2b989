package io.swaplane.router.metrics;

import com.sun.net.httpserver.HttpServer;
import io.swaplane.control.api.FaultListener;
import io.swaplane.control.api.StateSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves {@code GET /metrics}, {@code GET /metrics/labels} and {@code GET /metrics/vrfs} by HTTP. Nothing is counted or kept for it: what
 * is shown is read when somebody asks.
 *
 * <p>One thread takes connections, up to {@value #THREADS} more, which end when there is nothing to do, answer. Of these some are always
 * free to turn away what would be too many scrapes at a time.
 */
public final class MetricsServer implements AutoCloseable {
    /** Scrapes of {@code /metrics} at a time. */
    static final int SCRAPES = 2;
    /** Scrapes of {@code /metrics/labels} at a time. */
    static final int LABEL_SCRAPES = 1;
    /** Scrapes of {@code /metrics/vrfs} at a time. */
    static final int VRF_SCRAPES = 1;

    private static final int THREADS = SCRAPES + LABEL_SCRAPES + VRF_SCRAPES + 1;
    private static final int BACKLOG = 16;
    private static final int MAX_REQUEST_SECONDS = 10;
    private static final int MAX_RESPONSE_SECONDS = 120;

    private final HttpServer server;
    private final ThreadPoolExecutor executor;

    static {
        // The JDK's server reads these once. Without the first two a client that stops half-way holds a thread for good, without the third
        // each answer on a connection that is kept takes 40 ms longer (measured on the loopback interface, Linux 6.18: 42 ms and not 1 ms).
        setDefault("sun.net.httpserver.maxReqTime", Integer.toString(MAX_REQUEST_SECONDS));
        setDefault("sun.net.httpserver.maxRspTime", Integer.toString(MAX_RESPONSE_SECONDS));
        setDefault("sun.net.httpserver.nodelay", "true");
    }

    /**
     * Takes the address; connections wait until {@link #serve}.
     *
     * @throws IOException when it cannot be had.
     */
    public MetricsServer(final InetSocketAddress address) throws IOException {
        server = HttpServer.create(address, BACKLOG);
        final AtomicInteger count = new AtomicInteger();
        executor = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
            task -> Thread.ofPlatform().name("metrics-" + count.getAndIncrement()).daemon().unstarted(task));
        executor.allowCoreThreadTimeOut(true);
        server.setExecutor(executor);
    }

    private static void setDefault(final String property, final String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /**
     * Begins to answer.
     *
     * @param groups what {@code /metrics} gives.
     * @param state whose label entries and VRFs the other paths give.
     * @param faults told of faults of the router; who asked gets status 500.
     */
    public void serve(final List<MetricGroup> groups, final StateSource state, final FaultListener faults) {
        server.createContext("/", Endpoint.unknown());
        server.createContext(MetricsPage.PATH, new Endpoint(MetricsPage.PATH, SCRAPES, new MetricsPage(groups), faults));
        server.createContext(LabelsPage.PATH, new Endpoint(LabelsPage.PATH, LABEL_SCRAPES, new LabelsPage(state), faults));
        server.createContext(VrfsPage.PATH, new Endpoint(VrfsPage.PATH, VRF_SCRAPES, new VrfsPage(state), faults));
        server.start();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Stops listening and cuts what is being answered off. */
    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
