package io.swaplane.benchmarks.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A thread that lives in a network namespace and does there what it is handed. */
final class InNamespace implements AutoCloseable {
    private final ExecutorService thread;

    InNamespace(final NetNamespace namespace) throws IOException {
        thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name(namespace.name()).daemon().factory());
        call(() -> {
            namespace.enter();
            return namespace;
        });
    }

    /** Has the thread do something and waits for it. */
    <T> T call(final Callable<T> work) throws IOException {
        try {
            return thread.submit(work).get();
        } catch (final ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(Thread.currentThread().getName());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
