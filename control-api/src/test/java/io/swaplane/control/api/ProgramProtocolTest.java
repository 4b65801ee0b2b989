package io.swaplane.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.swaplane.control.api.v1.Batch;
import io.swaplane.control.api.v1.ControlGrpc;
import io.swaplane.control.api.v1.EndOfSync;
import io.swaplane.control.api.v1.Hello;
import io.swaplane.control.api.v1.Operation;
import io.swaplane.control.api.v1.ProgramRequest;
import io.swaplane.control.api.v1.ProgramResponse;
import io.swaplane.control.api.v1.PutTunnel;
import io.swaplane.control.api.v1.SessionMode;
import io.swaplane.control.api.v1.WatchRequest;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that do not keep to the rules of a program stream. */
@Timeout(60)
class ProgramProtocolTest {
    private static final ProgramRequest HELLO =
        ProgramRequest.newBuilder().setHello(Hello.newBuilder().setProducer("rogue")).build();

    @TempDir
    private Path directory;

    private LoopRouter router;
    private EventLoopGroup eventLoop;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        router = new LoopRouter(directory.resolve("s"));
        eventLoop = ControlTransport.eventLoop("test");
        channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(directory.resolve("s")))
            .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class).eventLoopGroup(eventLoop)
            .withOption(ChannelOption.SO_KEEPALIVE, null).overrideAuthority("localhost").usePlaintext().build();
    }

    @AfterEach
    void shouldHaveNoSessionLeft() throws Exception {
        Await.until(() -> router.producers().sessions().isEmpty());
        channel.shutdownNow();
        ControlTransport.close(eventLoop);
        router.close();
    }

    /** Ends of a stream. */
    private static final class End<T> extends CompletableFuture<Status> implements StreamObserver<T> {
        @Override
        public void onNext(final T message) {
            assertThat(message).isNotNull();
        }

        @Override
        public void onError(final Throwable thrown) {
            complete(Status.fromThrowable(thrown));
        }

        @Override
        public void onCompleted() {
            complete(Status.OK);
        }
    }

    /** How a stream with these messages ends, that the client completes. */
    private String end(final ProgramRequest... requests) {
        final End<ProgramResponse> end = new End<>();
        final StreamObserver<ProgramRequest> call = ControlGrpc.newStub(channel).program(end);
        for (final ProgramRequest request : requests) {
            call.onNext(request);
        }
        call.onCompleted();
        final Status status = end.join();
        return status.getCode() + ": " + status.getDescription();
    }

    private static ProgramRequest batch(final long sequence, final boolean more, final Operation... operations) {
        return ProgramRequest.newBuilder()
            .setBatch(Batch.newBuilder().setSequence(sequence).setMore(more).addAllOperations(java.util.List.of(operations))).build();
    }

    private static ProgramRequest hello(final Hello.Builder hello) {
        return ProgramRequest.newBuilder().setHello(hello.setProducer("rogue")).build();
    }

    private static ProgramRequest endOfSync(final long sequence) {
        return ProgramRequest.newBuilder().setEndOfSync(EndOfSync.newBuilder().setSequence(sequence)).build();
    }

    @Test
    void shouldEndWellWhenAllIsSaid() {
        assertThat(end(HELLO)).isEqualTo("OK: null");
        assertThat(end(HELLO, batch(1, false), endOfSync(7))).isEqualTo("OK: null");
        assertThat(end()).isEqualTo("OK: null");
    }

    @Test
    void shouldRefuseMessagesOutOfTurn() {
        assertThat(end(batch(1, false))).isEqualTo("INVALID_ARGUMENT: the first message must be a hello");
        assertThat(end(HELLO, HELLO)).isEqualTo("INVALID_ARGUMENT: only the first message is a hello");
        assertThat(end(HELLO, ProgramRequest.getDefaultInstance()))
            .isEqualTo("INVALID_ARGUMENT: the message is empty, or of a kind that this router does not know");
        assertThat(end(HELLO, batch(0, false))).isEqualTo("INVALID_ARGUMENT: sequence 0 follows 0: it must rise");
        assertThat(end(HELLO, batch(2, false), batch(2, false))).isEqualTo("INVALID_ARGUMENT: sequence 2 follows 2: it must rise");
    }

    @Test
    void shouldRefuseWhoCannotBe() {
        assertThat(end(ProgramRequest.newBuilder().setHello(Hello.getDefaultInstance()).build()))
            .isEqualTo("INVALID_ARGUMENT: a producer needs a name");
        assertThat(end(ProgramRequest.newBuilder().setHello(Hello.newBuilder().setProducer("x".repeat(1_000_000))).build()))
            .isEqualTo("INVALID_ARGUMENT: a producer's name of 1000000 characters: it can have 128");
        assertThat(end(hello(Hello.newBuilder().setOwner(" ")))).isEqualTo("INVALID_ARGUMENT: producer rogue needs an owner");
        assertThat(end(hello(Hello.newBuilder().setPreference(-1))))
            .isEqualTo("INVALID_ARGUMENT: producer rogue: preference -1 must be 0 or more");
        assertThat(end(hello(Hello.newBuilder().setModeValue(9)))).isEqualTo("INVALID_ARGUMENT: there is no such session mode");
        assertThat(end(hello(Hello.newBuilder().setStaleAfterMillis(-1)))).startsWith("INVALID_ARGUMENT: producer rogue: stale after ");
    }

    @Test
    void shouldRefuseAnEndInTheMiddleOfABulk() {
        assertThat(end(HELLO, batch(1, true)))
            .isEqualTo("FAILED_PRECONDITION: the stream ended within a bulk: nothing of it was carried out");
        assertThat(end(HELLO, batch(1, true), endOfSync(2))).isEqualTo("FAILED_PRECONDITION: end of sync within a bulk");
        assertThat(end(hello(Hello.newBuilder().setMode(SessionMode.SESSION_MODE_KEEP)), endOfSync(1)))
            .isEqualTo("FAILED_PRECONDITION: end of sync in a session that keeps what earlier ones left");
    }

    @Test
    void shouldRefuseWhatIsTooLarge() {
        assertThat(end(HELLO, batch(3, false, Collections.nCopies(1001, Operation.getDefaultInstance()).toArray(new Operation[0]))))
            .isEqualTo("INVALID_ARGUMENT: batch 3 has 1001 operations: it can have 1000");
        final Operation huge = Operation.newBuilder().setPutTunnel(PutTunnel.newBuilder().setEndpoint("1".repeat(5_000_000))).build();
        assertThat(end(HELLO, batch(1, false, huge)))
            .startsWith("RESOURCE_EXHAUSTED: a message of 50000").endsWith(" octets: it can have 4194304");
    }

    @Test
    void shouldAnswerEveryOperationOfBatchesFullOfNonsense() throws Exception {
        final Operation nonsense = Operation.newBuilder().setPutTunnel(PutTunnel.newBuilder().setEndpoint("name.example")).build();
        final ProgramRequest[] requests = Stream.concat(Stream.of(HELLO), Stream.iterate(1, each -> each + 1).limit(50)
            .map(sequence -> batch(sequence, false, Collections.nCopies(1000, nonsense).toArray(new Operation[0]))))
            .toArray(ProgramRequest[]::new);
        assertThat(end(requests)).isEqualTo("OK: null");
        assertThat(router.producers().counters().get(1).sent()).isZero();
    }

    @Test
    void shouldRefuseToWatchNothing() {
        final End<io.swaplane.control.api.v1.WatchResponse> end = new End<>();
        ControlGrpc.newStub(channel).watch(WatchRequest.getDefaultInstance(), end);
        assertThat(end.join().getDescription()).isEqualTo("a watch must name at least one kind of event");
    }
}
