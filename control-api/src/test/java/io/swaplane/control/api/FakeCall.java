package io.swaplane.control.api;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A call without a transport: the test says whether the client reads, and whether it is gone. */
final class FakeCall<T> extends ServerCallStreamObserver<T> {
    final List<T> messages = new CopyOnWriteArrayList<>();
    /** Ends when the call ends: with null, or with what it failed with. */
    final CompletableFuture<Throwable> end = new CompletableFuture<>();
    /** Client side: how many messages more it takes. */
    volatile int room = Integer.MAX_VALUE;
    private volatile boolean cancelled;
    private Runnable onReady = () -> { };
    private Runnable onCancel = () -> { };

    /** The client is gone. */
    void cancel() {
        cancelled = true;
        onCancel.run();
    }

    void reads(final int more) {
        room = more;
        onReady.run();
    }

    @Override
    public boolean isReady() {
        return !cancelled && room > 0;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void onNext(final T value) {
        room--;
        messages.add(value);
    }

    @Override
    public void onError(final Throwable thrown) {
        end.complete(thrown);
    }

    @Override
    public void onCompleted() {
        end.complete(null);
    }

    @Override
    public void setOnCancelHandler(final Runnable handler) {
        onCancel = handler;
    }

    @Override
    public void setOnReadyHandler(final Runnable handler) {
        onReady = handler;
    }

    @Override
    public void setCompression(final String compression) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void disableAutoInboundFlowControl() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void request(final int count) {
        // What comes the test hands in.
    }

    @Override
    public void setMessageCompression(final boolean enable) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void disableAutoRequest() {
        // What comes the test hands in.
    }
}
