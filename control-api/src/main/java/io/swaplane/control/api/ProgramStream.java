package io.swaplane.control.api;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.swaplane.control.api.v1.Batch;
import io.swaplane.control.api.v1.Hello;
import io.swaplane.control.api.v1.Operation;
import io.swaplane.control.api.v1.ProgramRequest;
import io.swaplane.control.api.v1.ProgramResponse;
import io.swaplane.control.command.Notice;
import io.swaplane.control.command.Producer;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.Producers;
import io.swaplane.control.command.SessionMode;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A producer's session over a stream. gRPC's threads put what comes into the inbox; the {@link StreamAgent} does the rest. The next
 * message is asked for when one was taken by the conductor's ring: a full ring or window holds the client up.
 */
final class ProgramStream implements StreamObserver<ProgramRequest>, LiveStream {
    /** Operations of one batch. */
    static final int MOST_OPERATIONS = 1000;

    /** Octets of a message. */
    private static final int LARGEST_MESSAGE = 4 << 20;
    private static final String DEFAULT_OWNER = "api";
    private static final int DEFAULT_PREFERENCE = 50;
    /** Messages that are asked for ahead: while one is carried out the next ones are on their way. */
    private static final int AHEAD = 4;

    private final ServerCallStreamObserver<ProgramResponse> call;
    private final Producers producers;
    private final StreamAgent agent;
    private final Failures failures;
    private final Queue<ProgramRequest> inbox = new ConcurrentLinkedQueue<>();
    private final ProgramResults results = new ProgramResults();
    private volatile boolean complete;
    private volatile boolean cancelled;
    private Producer producer;
    private OperationOffer offer;
    private ProgramRequest current;
    private SentMessage sending;
    private int next;
    private boolean inBulk;
    private long sequence;

    private ProgramStream(final ServerCallStreamObserver<ProgramResponse> call, final Producers producers, final StreamAgent agent,
                          final Failures failures) {
        this.call = call;
        this.producers = producers;
        this.agent = agent;
        this.failures = failures;
    }

    /** For the thread that was given the call. */
    static ProgramStream start(final ServerCallStreamObserver<ProgramResponse> call, final Producers producers, final StreamAgent agent,
                               final Failures failures) {
        final ProgramStream stream = new ProgramStream(call, producers, agent, failures);
        call.disableAutoRequest();
        call.setOnCancelHandler(stream::cancel);
        call.setOnReadyHandler(agent::wake);
        call.request(AHEAD);
        agent.add(stream);
        return stream;
    }

    private void cancel() {
        cancelled = true;
        agent.wake();
    }

    @Override
    public void onNext(final ProgramRequest request) {
        inbox.add(request);
        agent.wake();
    }

    @Override
    public void onError(final Throwable thrown) {
        cancel();
    }

    @Override
    public void onCompleted() {
        complete = true;
        agent.wake();
    }

    @Override
    public boolean isExpecting() {
        return current != null || !results.isDone();
    }

    @Override
    public void abandon() {
        if (producer != null) {
            producer.close();
        }
    }

    @Override
    public int doWork() {
        if (cancelled) {
            abandon();
            return ENDED;
        }
        final boolean last = complete;
        try {
            final int work = take() + answer();
            if (!last || current != null || !inbox.isEmpty() || !results.isDone() && !inBulk || results.waiting() > 0) {
                return work;
            }
            if (inBulk) {
                throw failure(Status.FAILED_PRECONDITION, "the stream ended within a bulk: nothing of it was carried out");
            }
            call.onCompleted();
            abandon();
        } catch (final StatusRuntimeException e) {
            // What was answered until now is told first.
            for (ProgramResponse response = results.take(); response != null; response = results.take()) {
                call.onNext(response);
            }
            fail(e);
        }
        return ENDED;
    }

    @Override
    public void fail(final Throwable cause) {
        abandon();
        call.onError(failures.of(cause));
    }

    private static StatusRuntimeException failure(final Status status, final String text) {
        return status.withDescription(text).asRuntimeException();
    }

    /** Hands on what came; a message at most, so that the other streams get their turn. */
    private int take() {
        if (current == null) {
            current = inbox.poll();
            if (current == null) {
                return 0;
            }
            begin();
        }
        // Who does not read its results is not read from.
        if (results.waiting() >= ProgramResults.MOST) {
            return 0;
        }
        final int before = next;
        if (advance()) {
            current = null;
            call.request(1);
            return 1;
        }
        return next - before;
    }

    private void begin() {
        next = 0;
        if (current.getSerializedSize() > LARGEST_MESSAGE) {
            throw failure(Status.RESOURCE_EXHAUSTED, "a message of " + current.getSerializedSize() + " octets: it can have "
                + LARGEST_MESSAGE);
        }
        if (producer == null) {
            if (current.getMessageCase() != ProgramRequest.MessageCase.HELLO) {
                throw failure(Status.INVALID_ARGUMENT, "the first message must be a hello");
            }
            return;
        }
        sending = switch (current.getMessageCase()) {
            case HELLO -> throw failure(Status.INVALID_ARGUMENT, "only the first message is a hello");
            case BATCH -> batch(current.getBatch());
            case END_OF_SYNC -> endOfSync(current.getEndOfSync().getSequence());
            case MESSAGE_NOT_SET -> throw failure(Status.INVALID_ARGUMENT,
                "the message is empty, or of a kind that this router does not know");
        };
        results.add(sending);
    }

    private SentMessage batch(final Batch batch) {
        if (batch.getOperationsCount() > MOST_OPERATIONS) {
            throw failure(Status.INVALID_ARGUMENT, "batch " + batch.getSequence() + " has " + batch.getOperationsCount()
                + " operations: it can have " + MOST_OPERATIONS);
        }
        follow(batch.getSequence());
        return SentMessage.batch(sequence, batch.getOperationsCount());
    }

    private SentMessage endOfSync(final long number) {
        if (inBulk) {
            throw failure(Status.FAILED_PRECONDITION, "end of sync within a bulk");
        }
        if (producer.settings().mode() == SessionMode.KEEP) {
            throw failure(Status.FAILED_PRECONDITION, "end of sync in a session that keeps what earlier ones left");
        }
        follow(number);
        return SentMessage.endOfSync(number);
    }

    private void follow(final long number) {
        if (Long.compareUnsigned(number, sequence) <= 0) {
            throw failure(Status.INVALID_ARGUMENT, "sequence " + Long.toUnsignedString(number) + " follows " + sequence + ": it must rise");
        }
        sequence = number;
    }

    /** Goes on with the current message; false when it has to wait. */
    private boolean advance() {
        return switch (current.getMessageCase()) {
            case HELLO -> open(current.getHello());
            case END_OF_SYNC -> endSync();
            default -> advance(current.getBatch());
        };
    }

    private boolean open(final Hello hello) {
        if (hello.getProducer().equals(Producers.CONFIGURATION)) {
            throw failure(Status.INVALID_ARGUMENT, "producer " + Producers.CONFIGURATION + " is the router's own");
        }
        try {
            producer = producers.open(new ProducerSettings(hello.getProducer(), hello.hasOwner() ? hello.getOwner() : DEFAULT_OWNER,
                hello.hasPreference() ? hello.getPreference() : DEFAULT_PREFERENCE,
                mode(hello.getMode()), hello.hasStaleAfterMillis() ? Duration.ofMillis(hello.getStaleAfterMillis()) : null));
        } catch (final RefusedException e) {
            throw failure(e.reason() == RefusalReason.EXHAUSTED ? Status.RESOURCE_EXHAUSTED : Status.ALREADY_EXISTS, e.getMessage());
        } catch (final IllegalArgumentException e) {
            throw failure(Status.INVALID_ARGUMENT, e.getMessage());
        }
        offer = new OperationOffer(producer);
        call.onNext(ProgramResponse.getDefaultInstance());
        return true;
    }

    private static SessionMode mode(final io.swaplane.control.api.v1.SessionMode mode) {
        return switch (mode) {
            case SESSION_MODE_UNSPECIFIED, SESSION_MODE_RESYNC -> SessionMode.RESYNC;
            case SESSION_MODE_KEEP -> SessionMode.KEEP;
            case UNRECOGNIZED -> throw new IllegalArgumentException("there is no such session mode");
        };
    }

    private boolean endSync() {
        final long generation = producer.endOfSync();
        if (!isTaken(generation)) {
            return false;
        }
        sending.answeredBy(generation);
        return true;
    }

    private boolean advance(final Batch batch) {
        if (batch.getMore() && !inBulk) {
            if (!isTaken(producer.begin())) {
                return false;
            }
            inBulk = true;
        }
        while (next < batch.getOperationsCount()) {
            if (!offer(batch.getOperations(next))) {
                return false;
            }
            next++;
        }
        if (!inBulk) {
            sending.answeredBy(producer.sent());
        } else if (!batch.getMore()) {
            final long commit = producer.commit();
            if (!isTaken(commit)) {
                return false;
            }
            inBulk = false;
            results.bulkEnds(commit);
        }
        return true;
    }

    private boolean offer(final Operation operation) {
        try {
            final long generation = offer.offer(operation);
            if (generation == Producer.TOO_LARGE) {
                results.malformed(sending, next, RefusalReason.TOO_LARGE, RefusalReason.TOO_LARGE.sentence(), inBulk);
            } else if (isTaken(generation)) {
                sending.taken(next, generation, operation.hasPutBinding());
            } else {
                return false;
            }
        } catch (final RefusedException e) {
            results.malformed(sending, next, e.reason(), e.getMessage(), inBulk);
        }
        return true;
    }

    private static boolean isTaken(final long generation) {
        if (generation == Producer.ENDED) {
            throw failure(Status.ABORTED, "the session was ended");
        }
        return generation > 0;
    }

    /** Sends what is answered, when the client takes it. */
    private int answer() {
        if (producer == null || !call.isReady()) {
            return 0;
        }
        final long acknowledged = producer.acknowledged();
        boolean all = false;
        while (!all && results.waiting() < ProgramResults.MOST) {
            final Notice notice = producer.poll();
            all = notice == null;
            if (!all) {
                results.notice(notice);
            }
        }
        // What has a notice is not acknowledged before it was read.
        if (all) {
            results.acknowledge(acknowledged);
        }
        final ProgramResponse response = results.take();
        if (response == null) {
            return 0;
        }
        call.onNext(response);
        return 1;
    }
}
