package io.swaplane.control.api;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.swaplane.control.api.v1.Event;
import io.swaplane.control.api.v1.WatchResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads what changes in a router. One thread. */
public final class EventReader implements AutoCloseable {
    private final BlockingClientCall<?, WatchResponse> call;
    private final ReadFailure failures;

    EventReader(final BlockingClientCall<?, WatchResponse> call, final ReadFailure failures) {
        this.call = call;
        this.failures = failures;
    }

    /** The next events, at least one; none when none came in time. */
    public List<Event> next(final Duration patience) throws ControlException {
        final long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                final WatchResponse response = call.read(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (response == null) {
                    throw failures.of(Status.UNAVAILABLE.withDescription("the watch has ended").asException());
                }
                if (response.getEventsCount() > 0) {
                    return response.getEventsList();
                }
            }
        } catch (final StatusException e) {
            throw failures.of(e);
        } catch (final TimeoutException e) {
            return List.of();
        } catch (final InterruptedException e) {
            throw failures.interrupted();
        }
    }

    /** Ends the watch. */
    @Override
    public void close() {
        call.cancel("the watcher has enough", null);
    }
}
