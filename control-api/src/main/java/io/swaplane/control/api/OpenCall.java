package io.swaplane.control.api;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A call whose answers a thread of its own sends, which waits while the client's window is full, but not for ever. Made by the thread that
 * was given the call.
 */
final class OpenCall<T> {
    private static final long LOOK_MILLIS = 100;

    private final ServerCallStreamObserver<T> call;
    private final Duration patience;
    private final Semaphore changed = new Semaphore(0);
    private long lastReady = System.nanoTime();

    /**
     * An open call.
     *
     * @param patience how long the client may read nothing while there is something for it.
     */
    OpenCall(final ServerCallStreamObserver<T> call, final Duration patience) {
        this.call = call;
        this.patience = patience;
        call.setOnReadyHandler(changed::release);
        call.setOnCancelHandler(changed::release);
    }

    /**
     * Whether the client can take a message now.
     *
     * @throws io.grpc.StatusRuntimeException when it could not for too long.
     */
    boolean isReady() {
        final long now = System.nanoTime();
        if (call.isReady()) {
            lastReady = now;
            return true;
        }
        if (!call.isCancelled() && now - lastReady > patience.toNanos()) {
            throw Status.RESOURCE_EXHAUSTED.withDescription("the client did not read for " + text() + ": its call was ended")
                .asRuntimeException();
        }
        return false;
    }

    private String text() {
        return patience.toSeconds() > 0 ? patience.toSeconds() + " s" : patience.toMillis() + " ms";
    }

    boolean isCancelled() {
        return call.isCancelled();
    }

    /**
     * Sends a message once the client can take it; none any more to one that is gone.
     *
     * @throws io.grpc.StatusRuntimeException when it cannot for too long.
     */
    void send(final T message) throws InterruptedException {
        while (!isReady() && !call.isCancelled()) {
            changed.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (!call.isCancelled()) {
            call.onNext(message);
        }
    }

    /** There is nothing more to send. */
    void end() {
        if (!call.isCancelled()) {
            call.onCompleted();
        }
    }
}
