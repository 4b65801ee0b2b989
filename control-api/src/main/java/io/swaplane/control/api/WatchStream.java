package io.swaplane.control.api;

import io.grpc.stub.ServerCallStreamObserver;
import io.swaplane.control.api.v1.WatchRequest;
import io.swaplane.control.api.v1.WatchResponse;
import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watcher;
import java.util.Set;

/**
 * Events over a stream, as fast as the client reads; what it is too slow for is lost in its {@link Watcher}, which leaves a gap. A snapshot
 * goes first, page by page on gRPC's threads, as reading it waits for the control thread; then the {@link StreamAgent} goes on.
 */
final class WatchStream implements LiveStream {
    /** Events that a client can be behind. */
    static final int CAPACITY = 1 << 16;

    private static final int MOST_EVENTS = 1000;

    private final ServerCallStreamObserver<WatchResponse> call;
    private final Watcher watcher;
    private final Failures failures;
    private volatile boolean cancelled;

    private WatchStream(final ServerCallStreamObserver<WatchResponse> call, final Watcher watcher, final Failures failures) {
        this.call = call;
        this.watcher = watcher;
        this.failures = failures;
    }

    /**
     * For the thread that was given the call.
     *
     * @throws StateUnavailableException when the control thread does not answer; the call is still to be ended then.
     */
    static void start(final ServerCallStreamObserver<WatchResponse> call, final WatchRequest request, final RouterControl control,
                      final StreamAgent agent, final Failures failures) throws StateUnavailableException {
        final Set<Event.Kind> kinds = EventMessages.kinds(request.getKindsList());
        final WatchStream stream = new WatchStream(call, control.watch(kinds, CAPACITY), failures);
        call.setOnCancelHandler(() -> {
            stream.cancelled = true;
            stream.watcher.close();
            agent.wake();
        });
        final Runnable afterwards = () -> agent.add(stream);
        if (request.getWithSnapshot()) {
            PageStream.start(call, new SnapshotPages(control, kinds), failures, afterwards, stream.watcher::close);
        } else {
            call.onNext(WatchResponse.getDefaultInstance());
            afterwards.run();
        }
    }

    @Override
    public int doWork() {
        if (cancelled) {
            watcher.close();
            return ENDED;
        }
        if (!call.isReady()) {
            return 0;
        }
        final WatchResponse.Builder response = WatchResponse.newBuilder();
        while (response.getEventsCount() < MOST_EVENTS) {
            final Event event = watcher.poll();
            if (event == null) {
                break;
            }
            response.addEvents(EventMessages.message(event));
        }
        if (response.getEventsCount() > 0) {
            call.onNext(response.build());
        }
        return response.getEventsCount();
    }

    /** Events come without anybody waking the agent. */
    @Override
    public boolean isExpecting() {
        return true;
    }

    @Override
    public void fail(final Throwable cause) {
        watcher.close();
        call.onError(failures.of(cause));
    }

    @Override
    public void abandon() {
        watcher.close();
    }
}
