package io.swaplane.control.api;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A call whose answers a thread of its own sends, which waits while the client's window is full. Made by the thread that was given the
 * call.
 */
final class OpenCall<T> {
    private static final long LOOK_MILLIS = 100;

    private final ServerCallStreamObserver<T> call;
    private final Semaphore changed = new Semaphore(0);

    OpenCall(final ServerCallStreamObserver<T> call) {
        this.call = call;
        call.setOnReadyHandler(changed::release);
        call.setOnCancelHandler(changed::release);
    }

    /** Whether the client can take a message now. */
    boolean isReady() {
        return call.isReady();
    }

    boolean isCancelled() {
        return call.isCancelled();
    }

    /** Sends a message once the client can take it; none any more to one that is gone. */
    void send(final T message) throws InterruptedException {
        while (!call.isReady() && !call.isCancelled()) {
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
