package io.swaplane.control.api;

import io.swaplane.control.api.v1.TraceResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends a trace to a client as it comes. While the client is slow nothing is read, and the workers count what is lost; who does not read at
 * all loses its trace. One thread.
 */
final class TraceStream {
    private static final long LOOK_MILLIS = 10;
    private static final int PACKETS_A_MESSAGE = 100;

    private final OpenCall<TraceResponse> call;
    private final RouterOperations.Trace trace;

    TraceStream(final OpenCall<TraceResponse> call, final RouterOperations.Trace trace) {
        this.call = call;
        this.trace = trace;
    }

    /** Until so many packets were told, the time is over, or the client has enough. */
    void run(final int count, final long timeoutMillis) throws InterruptedException {
        final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        call.send(TraceResponse.getDefaultInstance());
        int left = count;
        boolean over = false;
        while (left > 0 && !over && !call.isCancelled()) {
            // What came before the end is still told.
            over = System.nanoTime() - end >= 0;
            final int told = tell(left);
            left -= told;
            if (told == 0 && !over) {
                Thread.sleep(LOOK_MILLIS);
            }
        }
        call.send(TraceResponse.newBuilder().setLost(trace.lost()).build());
    }

    private int tell(final int most) throws InterruptedException {
        if (!call.isReady()) {
            return 0;
        }
        final TraceResponse.Builder message = TraceResponse.newBuilder();
        List<String> lines = trace.poll();
        while (!lines.isEmpty()) {
            message.addAllLines(lines).setPackets(message.getPackets() + 1);
            if (message.getPackets() == Math.min(most, PACKETS_A_MESSAGE)) {
                break;
            }
            lines = trace.poll();
        }
        if (message.getPackets() > 0) {
            call.send(message.setLost(trace.lost()).build());
        }
        return message.getPackets();
    }
}
