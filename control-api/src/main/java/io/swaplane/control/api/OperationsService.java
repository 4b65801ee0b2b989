package io.swaplane.control.api;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.swaplane.control.api.v1.ConfigurationPart;
import io.swaplane.control.api.v1.DiffResponse;
import io.swaplane.control.api.v1.OperationsGrpc;
import io.swaplane.control.api.v1.ReloadResponse;
import io.swaplane.control.api.v1.TraceRequest;
import io.swaplane.control.api.v1.TraceResponse;
import io.swaplane.control.view.Difference;
import io.swaplane.control.view.ReloadSummary;
import io.swaplane.control.view.ReloadView;
import io.swaplane.table.LabelRange;
import java.time.Duration;
import java.util.List;

/**
 * The calls of {@code swaplane.control.v1.Operations}. Each that takes its time has a thread of its own, so that it keeps no other call
 * waiting.
 */
final class OperationsService extends OperationsGrpc.OperationsImplBase {
    private static final int PAGE = 1000;
    private static final int MOST_PACKETS = 10_000;
    private static final int MOST_MILLIS = 3_600_000;

    /** How long the client of a trace may not read: the router runs one trace at a time. */
    private static final Duration TRACE_PATIENCE = Duration.ofSeconds(10);
    /** The same of a difference, which somebody may be reading page by page. */
    private static final Duration DIFF_PATIENCE = Duration.ofHours(1);

    private final RouterOperations operations;
    private final Failures failures;
    private final Duration tracePatience;

    OperationsService(final RouterOperations operations, final FaultListener listener) {
        this(operations, listener, TRACE_PATIENCE);
    }

    OperationsService(final RouterOperations operations, final FaultListener listener, final Duration tracePatience) {
        this.operations = operations;
        this.failures = new Failures(listener);
        this.tracePatience = tracePatience;
    }

    /** What a call's own thread does. */
    @FunctionalInterface
    private interface Work {
        void run() throws StateUnavailableException, InterruptedException;
    }

    private void start(final String name, final StreamObserver<?> call, final Work work) {
        Thread.ofVirtual().name(name).start(() -> {
            try {
                work.run();
            } catch (final StateUnavailableException | RuntimeException | Error e) {
                call.onError(failures.of(e));
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public StreamObserver<ConfigurationPart> diff(final StreamObserver<DiffResponse> observer) {
        final OpenCall<DiffResponse> call = new OpenCall<>((ServerCallStreamObserver<DiffResponse>) observer, DIFF_PATIENCE);
        return new ConfigurationParts(observer,
            configuration -> start("diff", observer, () -> sendDiff(call, operations.diff(configuration))));
    }

    private static void sendDiff(final OpenCall<DiffResponse> call, final ReloadView would) throws InterruptedException {
        call.send(DiffResponse.newBuilder().addAllProblems(would.problems()).addAllRestartNeeded(would.restartNeeded()).build());
        final List<Difference> all = would.differences();
        for (int from = 0; from < all.size(); from += PAGE) {
            final List<Difference> page = all.subList(from, Math.min(all.size(), from + PAGE));
            call.send(DiffResponse.newBuilder().addAllDifferences(Encoder.all(page, OperationsService::difference)).build());
        }
        call.end();
    }

    private static io.swaplane.control.api.v1.Difference difference(final Difference each) {
        final io.swaplane.control.api.v1.Difference.Builder message =
            io.swaplane.control.api.v1.Difference.newBuilder().setWhat(each.what());
        if (each.was() != null) {
            message.setWas(each.was());
        }
        if (each.now() != null) {
            message.setNow(each.now());
        }
        return message.build();
    }

    @Override
    public StreamObserver<ConfigurationPart> reload(final StreamObserver<ReloadResponse> observer) {
        // With a handler, a client that goes away is no exception here.
        ((ServerCallStreamObserver<ReloadResponse>) observer).setOnCancelHandler(() -> { });
        return new ConfigurationParts(observer, configuration -> start("reload", observer, () -> {
            final ReloadSummary done = ReloadSummary.of(operations.reload(configuration));
            final ReloadResponse.Builder message = ReloadResponse.newBuilder().addAllProblems(done.problems())
                .addAllRestartNeeded(done.restartNeeded()).addAllLeftOver(done.leftOver()).setAdded(done.added())
                .setRemoved(done.removed()).setChanged(done.changed()).setDrained(done.drained());
            if (done.refusal() != null) {
                message.setRefusal(done.refusal());
            }
            observer.onNext(message.build());
            observer.onCompleted();
        }));
    }

    @Override
    public void trace(final TraceRequest request, final StreamObserver<TraceResponse> observer) {
        final String wrong = wrong(request);
        if (wrong != null) {
            observer.onError(Status.INVALID_ARGUMENT.withDescription(wrong).asRuntimeException());
            return;
        }
        final OpenCall<TraceResponse> call = new OpenCall<>((ServerCallStreamObserver<TraceResponse>) observer, tracePatience);
        start("trace", observer, () -> {
            try (RouterOperations.Trace trace = operations.trace(traced(request), request.getCount())) {
                if (trace == null) {
                    throw Status.FAILED_PRECONDITION.withDescription("another trace runs").asRuntimeException();
                }
                new TraceStream(call, trace).run(request.getCount(), request.getTimeoutMillis());
            }
            call.end();
        });
    }

    private static RouterOperations.Traced traced(final TraceRequest request) {
        return request.hasTo() ? new RouterOperations.Traced.Destination(RouteReader.vrf(request.hasVrf(), request.getVrf()),
            OperationReader.address(request.getTo(), "destination")) : new RouterOperations.Traced.Label(request.getLabel());
    }

    private static String wrong(final TraceRequest request) {
        if (request.getLabel() < 0 || request.getLabel() > LabelRange.LAST) {
            return "label " + Integer.toUnsignedString(request.getLabel()) + " must be 0 to " + LabelRange.LAST;
        }
        if (request.getCount() < 1 || request.getCount() > MOST_PACKETS) {
            return Integer.toUnsignedString(request.getCount()) + " packets: must be 1 to " + MOST_PACKETS;
        }
        if (request.getTimeoutMillis() < 1 || request.getTimeoutMillis() > MOST_MILLIS) {
            return "timeout " + Integer.toUnsignedString(request.getTimeoutMillis()) + " ms: must be 1 to " + MOST_MILLIS;
        }
        return null;
    }
}
