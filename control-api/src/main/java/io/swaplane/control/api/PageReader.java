package io.swaplane.control.api;

import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Reads a stream of pages, each when it is asked for. One thread.
 *
 * @param <V> what a page is.
 */
public final class PageReader<V> implements AutoCloseable {
    private final Read<V> read;
    private final Runnable cancel;
    private final ReadFailure failures;
    private boolean ended;

    @FunctionalInterface
    private interface Read<V> {
        V page() throws StatusException, TimeoutException, InterruptedException;
    }

    private PageReader(final Read<V> read, final Runnable cancel, final ReadFailure failures) {
        this.read = read;
        this.cancel = cancel;
        this.failures = failures;
    }

    static <M, V> PageReader<V> of(final BlockingClientCall<?, M> call, final Function<M, V> decode, final ReadFailure failures) {
        return of(call, decode, ReadFailure.PATIENCE_SECONDS, failures);
    }

    /** A reader that waits so many seconds for each message. */
    static <M, V> PageReader<V> of(final BlockingClientCall<?, M> call, final Function<M, V> decode, final long patienceSeconds,
                                   final ReadFailure failures) {
        return new PageReader<>(() -> {
            final M message = call.read(patienceSeconds, TimeUnit.SECONDS);
            return message == null ? null : decode.apply(message);
        }, () -> call.cancel("the reader has enough", null), failures);
    }

    /** The next page; null after the last. Waits for it, up to ten seconds or as long as the call takes. */
    public V next() throws ControlException {
        if (ended) {
            return null;
        }
        try {
            final V page = read.page();
            ended = page == null;
            return page;
        } catch (final StatusException e) {
            ended = true;
            throw failures.of(e);
        } catch (final TimeoutException e) {
            throw failures.timeout();
        } catch (final InterruptedException e) {
            throw failures.interrupted();
        }
    }

    /** Stops reading; pages that were not read are not sent any more. */
    @Override
    public void close() {
        if (!ended) {
            cancel.run();
        }
        // What had arrived holds pooled memory until it is read; the cancelled stream's end follows it.
        while (!ended) {
            try {
                ended = read.page() == null;
            } catch (final StatusException | TimeoutException e) {
                ended = true;
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                ended = true;
            }
        }
    }
}
