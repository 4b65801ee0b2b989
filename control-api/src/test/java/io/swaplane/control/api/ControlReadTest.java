package io.swaplane.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.BlockingClientCall;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.swaplane.control.api.ControlException.Reason;
import io.swaplane.control.api.v1.ControlGrpc;
import io.swaplane.control.api.v1.GetNextHopRequest;
import io.swaplane.control.api.v1.ListLabelsRequest;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.view.BindingView;
import io.swaplane.control.view.IndirectNextHopView;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.ReasonView;
import io.swaplane.control.view.RouteDecision;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RouteView;
import io.swaplane.table.fib.AddressFamily;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlReadTest {
    @TempDir
    private Path directory;
    private Path socket;

    @BeforeEach
    void nameSocket() {
        socket = directory.resolve("control.sock");
    }

    private static List<LabelPage> read(final ControlClient client, final LabelFilter filter) throws IOException {
        final List<LabelPage> read = new ArrayList<>();
        try (PageReader<LabelPage> pages = client.labels(filter)) {
            for (LabelPage page = pages.next(); page != null; page = pages.next()) {
                read.add(page);
            }
        }
        return read;
    }

    private static List<LabelView> labels(final List<LabelPage> pages) {
        return pages.stream().flatMap(page -> page.labels().stream()).toList();
    }

    @Test
    void shouldReadWhatTheRouterSays() throws Exception {
        final FakeState state = new FakeState(1);
        try (ControlServer _ = new ControlServer(socket, state, new FakeControl(), FakeState.UNHEARD);
             ControlClient client = new ControlClient(socket)) {
            assertThat(client.router()).isEqualTo("asbr2");
            assertThat(client.ports()).isEqualTo(state.ports());
            assertThat(client.interfaces()).isEqualTo(state.interfaces());
            assertThat(client.neighbours()).isEqualTo(state.neighbours());
            assertThat(client.workers()).isEqualTo(state.workers());
            assertThat(client.host()).isEqualTo(state.host());
            assertThat(client.drops()).isEqualTo(state.drops());
            assertThat(client.drops().getFirst().byPort().keySet()).containsExactly("p42", "asbr3");
            assertThat(client.punts()).isEqualTo(state.punts());
            assertThat(client.nextHopChain(16)).containsExactly(FakeState.ownHop(16), FakeState.direct());
            assertThat(client.nextHopChain(17)).isEmpty();
            assertThat(client.tunnels()).isEqualTo(state.tunnels());
            final List<IndirectNextHopView> indirect = new ArrayList<>();
            try (PageReader<List<IndirectNextHopView>> reader = client.indirectNextHops()) {
                for (List<IndirectNextHopView> page = reader.next(); page != null; page = reader.next()) {
                    indirect.addAll(page);
                }
            }
            final List<BindingView> bindings = new ArrayList<>();
            try (PageReader<List<BindingView>> reader = client.bindings()) {
                for (List<BindingView> page = reader.next(); page != null; page = reader.next()) {
                    bindings.addAll(page);
                }
            }
            assertThat(bindings).containsExactly(FakeState.binding(16));
            assertThat(indirect).containsExactly(FakeState.indirect(5), FakeState.indirect(6), FakeState.indirect(7));
        }
    }

    @Test
    void shouldReadLabelsAndNextHopsPageByPageInOrder() throws IOException {
        try (ControlServer _ = new ControlServer(socket, new FakeState(1234), new FakeControl(), FakeState.UNHEARD);
             ControlClient client = new ControlClient(socket)) {
            final List<LabelPage> pages = read(client, LabelFilter.all(true));
            assertThat(pages).hasSize(3);
            assertThat(labels(pages)).isEqualTo(IntStream.range(16, 1250).mapToObj(FakeState::label).toList());
            assertThat(pages.get(2).nextHops()).isEqualTo(IntStream.range(1016, 1250).mapToObj(FakeState::ownHop).toList());
            assertThat(read(client, LabelFilter.all(false))).isNotEmpty().allMatch(page -> page.nextHops().isEmpty());

            final List<NextHopView> nextHops = new ArrayList<>();
            try (PageReader<List<NextHopView>> reader = client.nextHops()) {
                for (List<NextHopView> page = reader.next(); page != null; page = reader.next()) {
                    nextHops.addAll(page);
                }
            }
            assertThat(nextHops).hasSize(1235).startsWith(FakeState.direct(), FakeState.ownHop(16)).endsWith(FakeState.ownHop(1249));
        }
    }

    @Test
    void shouldReadOneLabelOrOneLabelSpace() throws IOException {
        try (ControlServer _ = new ControlServer(socket, new FakeState(2000), new FakeControl(), FakeState.UNHEARD);
             ControlClient client = new ControlClient(socket)) {
            assertThat(read(client, LabelFilter.label(1500))).singleElement()
                .satisfies(page -> assertThat(page.labels()).containsExactly(FakeState.label(1500)))
                .satisfies(page -> assertThat(page.nextHops()).containsExactly(FakeState.ownHop(1500)));
            assertThat(read(client, LabelFilter.label(15))).isEmpty();
            assertThat(labels(read(client, new LabelFilter("platform", null, false)))).hasSize(2000);
            assertThatThrownBy(() -> read(client, new LabelFilter("eth9", null, false))).isInstanceOfSatisfying(ControlException.class,
                e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED)).hasMessage(socket + ": there is no label space eth9");
        }
    }

    private static List<RouteView> routes(final ControlClient client, final RouteFilter filter) throws IOException {
        return all(client.routes(filter));
    }

    private static <T> List<T> all(final PageReader<List<T>> reader) throws IOException {
        final List<T> all = new ArrayList<>();
        try (reader) {
            for (List<T> page = reader.next(); page != null; page = reader.next()) {
                all.addAll(page);
            }
        }
        return all;
    }

    @Test
    void shouldReadVrfsAndRoutesPageByPageInOrder() throws Exception {
        try (ControlServer _ = new ControlServer(socket, new FakeState(1234), new FakeControl(), FakeState.UNHEARD);
             ControlClient client = new ControlClient(socket)) {
            assertThat(all(client.vrfs())).containsExactly(FakeState.vrf(4), FakeState.vrf(5));
            assertThat(client.vrf("global")).isEqualTo(FakeState.vrf(0));
            assertThat(client.routeUsage()).isEqualTo(new FakeState(0).routeUsage());
            assertThat(routes(client, RouteFilter.of(null))).isEqualTo(IntStream.range(1, 1235).mapToObj(FakeState::route).toList());
            assertThat(routes(client, new RouteFilter("red", AddressFamily.IPV4, Prefix.parse("10.1.0.0/16"), "put")))
                .isEqualTo(IntStream.range(256, 512).mapToObj(FakeState::route).toList());
            assertThat(routes(client, new RouteFilter("red", AddressFamily.IPV6, null, null))).isEmpty();
            assertThat(routes(client, new RouteFilter("red", null, null, "leaked"))).isEmpty();
        }
    }

    @Test
    void shouldTellWhatIsDoneWithOneAddress() throws IOException {
        try (ControlServer _ = new ControlServer(socket, new FakeState(1), new FakeControl(), FakeState.UNHEARD);
             ControlClient client = new ControlClient(socket)) {
            assertThat(client.forwarding("red", "10.1.1.1"))
                .isEqualTo(new RouteDecision("red", "10.1.1.1", "punt glean", FakeState.connected()));
            assertThat(client.forwarding("global", "2001:db8::1"))
                .isEqualTo(new RouteDecision("global", "2001:db8::1", "drop no-route", null));
            assertThat(all(client.matchingRoute("red", "10.1.1.1"))).containsExactly(FakeState.connected());
            assertThat(all(client.matchingRoute("global", "10.1.1.1"))).isEmpty();
        }
    }

    @Test
    void shouldRefuseVrfsAndAddressesThatThereAreNot() throws IOException {
        try (ControlServer _ = new ControlServer(socket, new FakeState(1), new FakeControl(), FakeState.UNHEARD);
             ControlClient client = new ControlClient(socket)) {
            assertRefused(() -> client.vrf("blue"), "there is no VRF blue");
            assertRefused(() -> routes(client, RouteFilter.of("blue")), "there is no VRF blue");
            assertRefused(() -> client.forwarding("blue", "10.0.0.1"), "there is no VRF blue");
            assertRefused(() -> client.forwarding("red", "10.0.0"), "address: '10.0.0' is no IP address");
            assertRefused(() -> all(client.matchingRoute("red", "x")), "match: 'x' is no IP address");
        }
    }

    private void assertRefused(final ThrowableAssert.ThrowingCallable call, final String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ControlException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED)).hasMessage(socket + ": " + message);
    }

    @Test
    void shouldReadAMillionLabelsAndRoutesInASmallHeap() throws Exception {
        final ChildJvm.Result result = ChildJvm.run(List.of("-Xmx40m"), MillionLabels.class, socket.toString());

        assertThat(result.output()).isEqualTo("1048560 labels, 1048560 next hops, last 1048575, 1000000 routes\n");
        assertThat(result.status()).isZero();
    }

    @Test
    void shouldHoldOnlyAWindowForAReaderThatIsSlow() throws IOException {
        final FakeState state = new FakeState(1_000_000);
        try (ControlServer _ = new ControlServer(socket, state, new FakeControl(), FakeState.UNHEARD);
             ControlClient client = new ControlClient(socket);
             PageReader<LabelPage> pages = client.labels(LabelFilter.all(false))) {
            assertThat(pages.next().labels()).hasSize(500);
            for (int i = 0; i < 100; i++) {
                client.ports();
            }
            assertThat(state.pages()).as("of 2,001").isLessThan(200);
        }
    }

    @Test
    void shouldSendNoMoreToAReaderThatHasEnough() throws IOException {
        final FakeState state = new FakeState(1_000_000);
        try (ControlServer _ = new ControlServer(socket, state, new FakeControl(), FakeState.UNHEARD);
             ControlClient client = new ControlClient(socket)) {
            try (PageReader<LabelPage> pages = client.labels(LabelFilter.all(false))) {
                pages.next();
            }
            assertThat(client.router()).isEqualTo("asbr2");
        }
        assertThat(state.pages()).as("of 2,001").isLessThan(200);
    }

    @Test
    void shouldTellTheReaderThatTheRouterWentAwayInMidStream() throws IOException {
        final ControlServer server = new ControlServer(socket, new FakeState(1_000_000), new FakeControl(), FakeState.UNHEARD);
        try (ControlClient client = new ControlClient(socket); PageReader<LabelPage> pages = client.labels(LabelFilter.all(true))) {
            pages.next();
            server.close();
            assertThatThrownBy(() -> {
                for (LabelPage page = pages.next(); page != null; page = pages.next()) {
                    assertThat(page.labels()).isNotEmpty();
                }
            }).isInstanceOfSatisfying(ControlException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_ANSWER))
                .hasMessageStartingWith(socket + ": the router gave no answer: ");
            assertThatThrownBy(client::ports).isInstanceOfSatisfying(ControlException.class,
                e -> assertThat(e.reason()).isEqualTo(Reason.NO_ANSWER));
        }
    }

    @Test
    void shouldPassOnWhyTheStateCannotBeRead() throws IOException {
        final StateSource busy = new FakeState(10) {
            @Override
            public List<PortView> ports() throws StateUnavailableException {
                throw new StateUnavailableException("the control thread did not answer within 2 s");
            }

            @Override
            public List<ReasonView> drops() {
                throw new IllegalStateException("no such counter");
            }

            @Override
            public List<ReasonView> punts() {
                throw new RefusedException("not here");
            }
        };
        final List<Throwable> faults = new CopyOnWriteArrayList<>();
        try (ControlServer _ = new ControlServer(socket, busy, new FakeControl(), faults::add);
             ControlClient client = new ControlClient(socket)) {
            assertThatThrownBy(client::ports).isInstanceOfSatisfying(ControlException.class,
                e -> assertThat(e.reason()).isEqualTo(Reason.NO_ANSWER))
                .hasMessage(socket + ": the router gave no answer: the control thread did not answer within 2 s");
            assertThatThrownBy(client::drops).isInstanceOfSatisfying(ControlException.class,
                e -> assertThat(e.reason()).isEqualTo(Reason.FAULT))
                .hasMessageContaining("fault in the router: java.lang.IllegalStateException: no such counter at ");
            assertThatThrownBy(client::punts).isInstanceOfSatisfying(ControlException.class,
                e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED)).hasMessage(socket + ": not here");
            assertThat(client.router()).isEqualTo("asbr2");
        }
        assertThat(faults).as("what the server was told").singleElement().satisfies(
            fault -> assertThat(fault).isInstanceOf(IllegalStateException.class).hasMessage("no such counter"));
    }

    @Test
    void shouldTellTheServerOfAFaultInTheMiddleOfAStream() throws IOException {
        final StateSource faulty = new FakeState(10_000) {
            @Override
            public LabelPage labels(final LabelFilter filter, final LabelPosition from, final int limit) throws StateUnavailableException {
                if (from.label() > 1000) {
                    throw new IllegalStateException("label 1001 leads nowhere");
                }
                return super.labels(filter, from, limit);
            }
        };
        final List<Throwable> faults = new CopyOnWriteArrayList<>();
        try (ControlServer _ = new ControlServer(socket, faulty, new FakeControl(), faults::add);
             ControlClient client = new ControlClient(socket)) {
            assertThatThrownBy(() -> read(client, LabelFilter.all(false))).isInstanceOfSatisfying(ControlException.class,
                e -> assertThat(e.reason()).isEqualTo(Reason.FAULT)).hasMessageContaining("label 1001 leads nowhere");
        }
        assertThat(faults).singleElement().satisfies(fault -> assertThat(fault).hasMessage("label 1001 leads nowhere"));
    }

    @Test
    void shouldEndAStreamWhenTheStateCannotBeReadOn() throws IOException {
        final StateSource stopping = new FakeState(5000) {
            @Override
            public LabelPage labels(final LabelFilter filter, final LabelPosition from, final int limit) throws StateUnavailableException {
                if (from.label() >= 1016) {
                    throw new StateUnavailableException("the router is stopping");
                }
                return super.labels(filter, from, limit);
            }
        };
        try (ControlServer _ = new ControlServer(socket, stopping, new FakeControl(), FakeState.UNHEARD);
             ControlClient client = new ControlClient(socket);
             PageReader<LabelPage> pages = client.labels(LabelFilter.all(false))) {
            assertThat(pages.next().labels()).hasSize(500);
            assertThat(pages.next().labels()).hasSize(500);
            assertThatThrownBy(pages::next).isInstanceOf(ControlException.class).hasMessageEndingWith("the router is stopping");
        }
    }

    @Test
    void shouldUseFewThreadsHoweverManyAsk() throws Exception {
        final CountDownLatch release = new CountDownLatch(1);
        final CountDownLatch busy = new CountDownLatch(4);
        final StateSource slow = new FakeState(1) {
            @Override
            public String router() throws StateUnavailableException {
                busy.countDown();
                try {
                    release.await();
                } catch (final InterruptedException e) {
                    throw new StateUnavailableException("interrupted");
                }
                return "slow";
            }
        };
        try (ControlServer _ = new ControlServer(socket, slow, new FakeControl(), FakeState.UNHEARD);
             ControlClient client = new ControlClient(socket);
             ExecutorService readers = Executors.newCachedThreadPool()) {
            final List<Future<String>> answers = IntStream.range(0, 50).mapToObj(i -> readers.submit(client::router)).toList();
            assertThat(busy.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(Thread.getAllStackTraces().keySet()).filteredOn(thread -> thread.getName().startsWith("control-api"))
                .hasSizeBetween(1, 6).allMatch(Thread::isDaemon);
            release.countDown();
            for (final Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo("slow");
            }
        }
    }

    @Test
    void shouldTellItsHealthAndDescribeItself() throws Exception {
        final EventLoopGroup eventLoop = ControlTransport.eventLoop("test");
        try (ControlServer _ = new ControlServer(socket, new FakeState(1), new FakeControl(), FakeState.UNHEARD)) {
            final ManagedChannel channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class).eventLoopGroup(eventLoop)
                .withOption(ChannelOption.SO_KEEPALIVE, null).overrideAuthority("localhost").usePlaintext().build();
            try {
                for (final String service : List.of("", ControlGrpc.SERVICE_NAME)) {
                    assertThat(HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.newBuilder().setService(service).build())
                        .getStatus()).isEqualTo(ServingStatus.SERVING);
                }
                final BlockingClientCall<ServerReflectionRequest, ServerReflectionResponse> reflection =
                    ServerReflectionGrpc.newBlockingV2Stub(channel).serverReflectionInfo();
                reflection.write(ServerReflectionRequest.newBuilder().setListServices("").build());
                assertThat(reflection.read(5, TimeUnit.SECONDS).getListServicesResponse().getServiceList())
                    .extracting(each -> each.getName()).contains("swaplane.control.v1.Control", "grpc.health.v1.Health");
                reflection.cancel("enough", null);
                assertThatThrownBy(() -> ControlGrpc.newBlockingStub(channel)
                    .getNextHop(GetNextHopRequest.newBuilder().setIndex(-1).build()))
                    .hasMessage("NOT_FOUND: there is no next hop 4294967295");
                assertThatThrownBy(() -> ControlGrpc.newBlockingStub(channel)
                    .listLabels(ListLabelsRequest.newBuilder().setPrefix("10/8").build()).hasNext())
                    .hasMessageStartingWith("INVALID_ARGUMENT: 10/8 is no prefix: ");
            } finally {
                channel.shutdownNow();
            }
        } finally {
            ControlTransport.close(eventLoop);
        }
    }
}
