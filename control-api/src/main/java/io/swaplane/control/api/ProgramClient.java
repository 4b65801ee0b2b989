package io.swaplane.control.api;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.swaplane.control.api.v1.Batch;
import io.swaplane.control.api.v1.BulkResult;
import io.swaplane.control.api.v1.ControlGrpc.ControlStub;
import io.swaplane.control.api.v1.DeleteLabel;
import io.swaplane.control.api.v1.EndOfSync;
import io.swaplane.control.api.v1.Hello;
import io.swaplane.control.api.v1.LabelAction;
import io.swaplane.control.api.v1.Operation;
import io.swaplane.control.api.v1.OperationResult;
import io.swaplane.control.api.v1.ProgramRequest;
import io.swaplane.control.api.v1.ProgramResponse;
import io.swaplane.control.api.v1.PutLabel;
import io.swaplane.control.api.v1.PutRoute;
import io.swaplane.control.api.v1.RemoveRoute;
import io.swaplane.control.api.v1.RouteAction;
import io.swaplane.control.api.v1.RouteForward;
import io.swaplane.control.api.v1.SessionMode;
import io.swaplane.control.api.v1.Swap;
import io.swaplane.control.command.ProducerSettings;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A producer's session with a running router: what it adds is sent in batches and carried out in its order. One thread, but for
 * {@link #acknowledged}.
 *
 * <p>What the router has no room for is waited for, up to ten seconds without progress. Results of operations of which more is to be said
 * than that they are in the tables wait until they are asked for, in memory. A failed session says so at each call; a producer then opens a
 * new one and puts everything again, up to an {@link #endOfSync}, while what it had put forwards on.
 *
 * {@snippet class="io.swaplane.control.api.ProgramExample" region="program"}
 */
public final class ProgramClient implements AutoCloseable {
    /** Operations of a batch. */
    public static final int BATCH = 1000;

    private final ReadFailure failures;
    private final Object monitor = new Object();
    private final Queue<OperationResult> results = new ConcurrentLinkedQueue<>();
    private final Queue<BulkResult> bulks = new ConcurrentLinkedQueue<>();
    private final ClientCallStreamObserver<ProgramRequest> call;
    private Batch.Builder batch = Batch.newBuilder();
    private boolean inBulk;
    private long sequence;
    /** These four: with the monitor. */
    private long acknowledged;
    private boolean open;
    private boolean ended;
    private Throwable failure;

    ProgramClient(final ControlStub stub, final ProducerSettings settings, final ReadFailure failures) throws ControlException {
        this.failures = failures;
        call = (ClientCallStreamObserver<ProgramRequest>) stub.program(new Answers());
        call.onNext(ProgramRequest.newBuilder().setHello(hello(settings)).build());
        await(() -> open);
    }

    private static Hello hello(final ProducerSettings settings) {
        final Hello.Builder hello = Hello.newBuilder().setProducer(settings.name()).setOwner(settings.owner())
            .setPreference(settings.preference()).setMode(switch (settings.mode()) {
                case RESYNC -> SessionMode.SESSION_MODE_RESYNC;
                case KEEP -> SessionMode.SESSION_MODE_KEEP;
            });
        if (settings.staleAfter() != null) {
            hello.setStaleAfterMillis(settings.staleAfter().toMillis());
        }
        return hello.build();
    }

    /** Comes on gRPC's thread. */
    private final class Answers implements ClientResponseObserver<ProgramRequest, ProgramResponse> {
        @Override
        public void beforeStart(final ClientCallStreamObserver<ProgramRequest> starting) {
            starting.setOnReadyHandler(this::changed);
        }

        private void changed() {
            synchronized (monitor) {
                monitor.notifyAll();
            }
        }

        @Override
        public void onNext(final ProgramResponse response) {
            results.addAll(response.getResultsList());
            bulks.addAll(response.getBulksList());
            synchronized (monitor) {
                open = true;
                acknowledged = response.getAcknowledged();
                monitor.notifyAll();
            }
        }

        @Override
        public void onError(final Throwable thrown) {
            synchronized (monitor) {
                failure = thrown;
                monitor.notifyAll();
            }
        }

        @Override
        public void onCompleted() {
            synchronized (monitor) {
                ended = true;
                monitor.notifyAll();
            }
        }
    }

    /** Waits with the monitor until something is so; ten seconds more whenever something was acknowledged. */
    private void await(final BooleanSupplier condition) throws ControlException {
        synchronized (monitor) {
            long before = acknowledged;
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ReadFailure.PATIENCE_SECONDS);
            while (!condition.getAsBoolean()) {
                if (failure != null) {
                    throw failures.of(Status.fromThrowable(failure).asException());
                }
                if (ended) {
                    throw failures.of(Status.UNAVAILABLE.withDescription("the session has ended").asException());
                }
                if (acknowledged != before) {
                    before = acknowledged;
                    deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ReadFailure.PATIENCE_SECONDS);
                }
                final long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (millis <= 0) {
                    throw failures.timeout();
                }
                try {
                    monitor.wait(millis);
                } catch (final InterruptedException e) {
                    throw failures.interrupted();
                }
            }
        }
    }

    /** Adds an operation; with the thousandth the batch is sent. */
    public void add(final Operation operation) throws ControlException {
        batch.addOperations(operation);
        if (batch.getOperationsCount() == BATCH) {
            flush();
        }
    }

    /** A label entry of the platform label space, valid on core interfaces, that replaces the label. */
    public void putSwap(final int label, final int outLabel, final int nextHop) throws ControlException {
        add(Operation.newBuilder().setPutLabel(PutLabel.newBuilder().setLabel(label)
            .setAction(LabelAction.newBuilder().setSwap(Swap.newBuilder().setOutLabel(outLabel).setNextHop(nextHop)))).build());
    }

    /** Takes a label entry of the platform label space out. */
    public void deleteLabel(final int label) throws ControlException {
        add(Operation.newBuilder().setDeleteLabel(DeleteLabel.newBuilder().setLabel(label)).build());
    }

    /**
     * A route by a next hop.
     *
     * @param vrf the VRF's name; {@link io.swaplane.control.intent.VrfIntent#GLOBAL} for the global table.
     * @param prefix as {@code 10.0.0.0/8}.
     * @param label pushed under the next hop's own labels, or null for none.
     * @param nextHop the next hop's index.
     */
    public void putRoute(final String vrf, final String prefix, final Integer label, final int nextHop) throws ControlException {
        final RouteForward.Builder forward = RouteForward.newBuilder().setNextHop(nextHop);
        if (label != null) {
            forward.setLabel(label);
        }
        add(Operation.newBuilder().setPutRoute(PutRoute.newBuilder().setVrf(vrf).setPrefix(prefix)
            .setAction(RouteAction.newBuilder().setForward(forward))).build());
    }

    /** Takes a route out. */
    public void removeRoute(final String vrf, final String prefix) throws ControlException {
        add(Operation.newBuilder().setRemoveRoute(RemoveRoute.newBuilder().setVrf(vrf).setPrefix(prefix)).build());
    }

    /** What is added from now on is kept aside by the router, until {@link #commit}. */
    public void begin() throws ControlException {
        if (inBulk) {
            throw new IllegalStateException("a bulk is open");
        }
        flush();
        inBulk = true;
    }

    /** Has the bulk carried out; a {@link BulkResult} says what became of it. Returns the sequence to wait for. */
    public long commit() throws ControlException {
        if (!inBulk) {
            throw new IllegalStateException("no bulk is open");
        }
        inBulk = false;
        return sendBatch();
    }

    /** Sends what was added; returns the sequence of the last message. */
    public long flush() throws ControlException {
        return batch.getOperationsCount() == 0 ? sequence : sendBatch();
    }

    private long sendBatch() throws ControlException {
        sequence++;
        send(ProgramRequest.newBuilder().setBatch(batch.setSequence(sequence).setMore(inBulk)).build());
        batch = Batch.newBuilder();
        return sequence;
    }

    /** Says that all is put again; what earlier sessions left and this one has not put is removed. Returns the sequence to wait for. */
    public long endOfSync() throws ControlException {
        flush();
        sequence++;
        send(ProgramRequest.newBuilder().setEndOfSync(EndOfSync.newBuilder().setSequence(sequence)).build());
        return sequence;
    }

    private void send(final ProgramRequest request) throws ControlException {
        await(() -> failure == null && !ended && call.isReady());
        call.onNext(request);
    }

    /** Sequence of the last message of which everything is answered. Any thread. */
    public long acknowledged() {
        synchronized (monitor) {
            return acknowledged;
        }
    }

    /** Waits until all up to a sequence is answered. */
    public void awaitAcknowledged(final long upTo) throws ControlException {
        await(() -> acknowledged >= upTo);
    }

    /** The next operation that was refused, is not in the tables, or was given a label or index; null when there is none now. */
    public OperationResult pollResult() {
        return results.poll();
    }

    /** What became of the next bulk; null when there is none now. */
    public BulkResult pollBulk() {
        return bulks.poll();
    }

    /** Sends what was added, waits until everything is answered, and ends the session. */
    public void complete() throws ControlException {
        awaitAcknowledged(flush());
        call.onCompleted();
        await(() -> ended);
    }

    /** Ends the session at once; what was not sent, or not taken yet, and an open bulk are forgotten. */
    @Override
    public void close() {
        synchronized (monitor) {
            if (ended || failure != null) {
                return;
            }
        }
        call.cancel("the producer ends its session", null);
    }
}
