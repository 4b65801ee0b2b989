package io.swaplane.control.api;

import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Reads a stream of pages, each when it is asked for. One thread.
 *
 * @param <V> what a page is.
 */
public final class PageReader<V> implements AutoCloseable {
    private final ReadPage<V> read;
    private final Runnable cancel;

    @FunctionalInterface
    private interface ReadPage<V> {
        V next() throws ControlException;
    }

    private PageReader(final ReadPage<V> read, final Runnable cancel) {
        this.read = read;
        this.cancel = cancel;
    }

    static <M, V> PageReader<V> of(final BlockingClientCall<?, M> call, final Function<M, V> decode, final ReadFailure failures) {
        return new PageReader<>(() -> {
            try {
                final M message = call.read(ReadFailure.PATIENCE_SECONDS, TimeUnit.SECONDS);
                return message == null ? null : decode.apply(message);
            } catch (final StatusException e) {
                throw failures.of(e);
            } catch (final TimeoutException e) {
                throw failures.timeout();
            } catch (final InterruptedException e) {
                throw failures.interrupted();
            }
        }, () -> call.cancel("the reader has enough", null));
    }

    /** The next page; null after the last. Waits for it, up to ten seconds. */
    public V next() throws ControlException {
        return read.next();
    }

    /** Stops reading; pages that were not read are not sent any more. */
    @Override
    public void close() {
        cancel.run();
    }
}
