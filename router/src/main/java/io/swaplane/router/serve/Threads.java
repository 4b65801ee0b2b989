package io.swaplane.router.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A router's threads, each with a loop that ends when it is told to. One that ends by an exception is a fault: it is logged, and the first
 * is told to whoever runs the router, as a router without one of its threads would lose packets, or follow nothing any more.
 */
public final class Threads {
    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);
    private static final long JOIN_MILLIS = 5_000;

    private final List<Thread> threads = new ArrayList<>();
    private final CompletableFuture<String> fault = new CompletableFuture<>();

    /** Starts a thread. */
    public void start(final String name, final Runnable loop) {
        final Thread thread = new Thread(loop, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler(this::failed);
        thread.start();
        threads.add(thread);
    }

    private void failed(final Thread thread, final Throwable cause) {
        LOG.error("thread {} failed", thread.getName(), cause);
        fault.complete("thread " + thread.getName() + " failed: " + cause);
    }

    /** Completed with the reason when the first of them fails. */
    public CompletableFuture<String> fault() {
        return fault;
    }

    /**
     * Waits for all to end, having been told to.
     *
     * @throws IllegalStateException when one does not: what it uses must not be given back then.
     */
    public void join() {
        for (final Thread thread : threads) {
            join(thread);
        }
    }

    private static void join(final Thread thread) {
        try {
            thread.join(JOIN_MILLIS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IllegalStateException("thread " + thread.getName() + " does not end");
        }
    }
}
