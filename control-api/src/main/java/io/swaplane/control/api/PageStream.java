package io.swaplane.control.api;

import io.grpc.stub.ServerCallStreamObserver;

/**
 * Sends pages for as long as the client takes them: when its window is full, nothing more is read until it has room again, and no
 * thread waits for that. gRPC runs it whenever there is room, one run at a time.
 */
final class PageStream<T> implements Runnable {
    private final ServerCallStreamObserver<T> call;
    private final Pages<T> pages;
    private final Failures failures;
    private final Runnable atEnd;
    private final Runnable atFailure;
    private boolean done;

    /** What is sent. */
    @FunctionalInterface
    interface Pages<T> {
        /** The next message; null after the last. */
        T next() throws StateUnavailableException;
    }

    private PageStream(final ServerCallStreamObserver<T> call, final Pages<T> pages, final Failures failures, final Runnable atEnd,
                       final Runnable atFailure) {
        this.call = call;
        this.pages = pages;
        this.failures = failures;
        this.atEnd = atEnd;
        this.atFailure = atFailure;
    }

    /** Sends them all in time; for the thread that was given the call. */
    static <T> void start(final ServerCallStreamObserver<T> call, final Pages<T> pages, final Failures failures) {
        // With a handler, a client that goes away is no exception here.
        call.setOnCancelHandler(() -> { });
        start(call, pages, failures, call::onCompleted, () -> { });
    }

    /**
     * Sends them all in time, and does not end the call; for the thread that was given the call.
     *
     * @param atEnd called after the last page.
     * @param atFailure called when a page cannot be had; the call is ended then.
     */
    static <T> void start(final ServerCallStreamObserver<T> call, final Pages<T> pages, final Failures failures, final Runnable atEnd,
                          final Runnable atFailure) {
        call.setOnReadyHandler(new PageStream<>(call, pages, failures, atEnd, atFailure));
    }

    @Override
    public void run() {
        while (!done && !call.isCancelled() && call.isReady()) {
            final T page;
            try {
                page = pages.next();
            } catch (final StateUnavailableException | RuntimeException e) {
                done = true;
                atFailure.run();
                call.onError(failures.of(e));
                return;
            }
            if (page == null) {
                done = true;
                atEnd.run();
            } else {
                call.onNext(page);
            }
        }
    }
}
