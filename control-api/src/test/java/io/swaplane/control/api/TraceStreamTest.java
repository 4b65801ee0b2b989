package io.swaplane.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.swaplane.control.api.v1.TraceRequest;
import io.swaplane.control.api.v1.TraceResponse;
import io.swaplane.control.view.ReloadView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients of a trace that do not read, or are gone. */
@Timeout(60)
class TraceStreamTest {
    private static final int HOUR_MILLIS = 3_600_000;
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final OneTrace router = new OneTrace();
    private final OperationsService service = new OperationsService(router, FakeState.UNHEARD, PATIENCE);

    /** A router that runs one trace at a time, of a packet each time it is asked. */
    private static final class OneTrace implements RouterOperations {
        private final AtomicBoolean running = new AtomicBoolean();
        private final AtomicInteger ended = new AtomicInteger();

        @Override
        public ReloadView diff(final Configuration configuration) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ReloadView reload(final Configuration configuration) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Trace trace(final Traced packets, final int count) {
            if (!running.compareAndSet(false, true)) {
                return null;
            }
            return new Trace() {
                @Override
                public List<String> poll() {
                    return List.of("a packet");
                }

                @Override
                public long lost() {
                    return 0;
                }

                @Override
                public void close() {
                    running.set(false);
                    ended.incrementAndGet();
                }
            };
        }
    }

    private FakeCall<TraceResponse> trace(final int room, final int count) {
        final FakeCall<TraceResponse> call = new FakeCall<>();
        call.room = room;
        service.trace(TraceRequest.newBuilder().setLabel(16).setCount(count).setTimeoutMillis(HOUR_MILLIS).build(), call);
        return call;
    }

    private static Throwable end(final FakeCall<TraceResponse> call) throws InterruptedException, ExecutionException, TimeoutException {
        return call.end.get(30, TimeUnit.SECONDS);
    }

    private void assertTraceWorks() throws InterruptedException, ExecutionException, TimeoutException {
        final FakeCall<TraceResponse> next = trace(Integer.MAX_VALUE, 5);
        assertThat(end(next)).isNull();
        assertThat(next.messages.stream().mapToInt(TraceResponse::getPackets).sum()).isEqualTo(5);
    }

    private static void assertLost(final Throwable end) {
        assertThat(Status.fromThrowable(end).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(Status.fromThrowable(end).getDescription()).isEqualTo("the client did not read for 50 ms: its call was ended");
    }

    @Test
    void shouldEndTheTraceOfAClientThatStopsReading() throws InterruptedException, ExecutionException, TimeoutException {
        assertLost(end(trace(3, 10_000)));
        assertTraceWorks();
    }

    @Test
    void shouldEndTheTraceOfAClientThatNeverReads() throws InterruptedException, ExecutionException, TimeoutException {
        assertLost(end(trace(0, 1)));
        assertTraceWorks();
    }

    @Test
    void shouldEndTheTraceOfAClientThatDoesNotReadItsEnd() throws InterruptedException, ExecutionException, TimeoutException {
        // The opening and the packet, but not the last message.
        assertLost(end(trace(2, 1)));
        assertTraceWorks();
    }

    @Test
    void shouldEndTheTraceOfAClientThatIsGone() throws InterruptedException, ExecutionException, TimeoutException {
        final FakeCall<TraceResponse> call = trace(2, 10_000);
        call.cancel();
        while (router.ended.get() == 0) {
            Thread.onSpinWait();
        }
        assertTraceWorks();
    }
}
