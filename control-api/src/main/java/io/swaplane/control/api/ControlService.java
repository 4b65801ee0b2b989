package io.swaplane.control.api;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.swaplane.control.api.v1.ClearCountersRequest;
import io.swaplane.control.api.v1.ClearCountersResponse;
import io.swaplane.control.api.v1.ControlGrpc;
import io.swaplane.control.api.v1.GetControlRequest;
import io.swaplane.control.api.v1.GetControlResponse;
import io.swaplane.control.api.v1.GetForwardingRequest;
import io.swaplane.control.api.v1.GetForwardingResponse;
import io.swaplane.control.api.v1.GetHostRequest;
import io.swaplane.control.api.v1.GetHostResponse;
import io.swaplane.control.api.v1.GetLabelUsageRequest;
import io.swaplane.control.api.v1.GetLabelUsageResponse;
import io.swaplane.control.api.v1.GetNextHopRequest;
import io.swaplane.control.api.v1.GetNextHopResponse;
import io.swaplane.control.api.v1.GetRouteUsageRequest;
import io.swaplane.control.api.v1.GetRouteUsageResponse;
import io.swaplane.control.api.v1.GetRouterRequest;
import io.swaplane.control.api.v1.GetRouterResponse;
import io.swaplane.control.api.v1.ListBindingsRequest;
import io.swaplane.control.api.v1.ListBindingsResponse;
import io.swaplane.control.api.v1.ListDropsRequest;
import io.swaplane.control.api.v1.ListDropsResponse;
import io.swaplane.control.api.v1.ListIndirectNextHopsRequest;
import io.swaplane.control.api.v1.ListIndirectNextHopsResponse;
import io.swaplane.control.api.v1.ListInterfacesRequest;
import io.swaplane.control.api.v1.ListInterfacesResponse;
import io.swaplane.control.api.v1.ListLabelsRequest;
import io.swaplane.control.api.v1.ListLabelsResponse;
import io.swaplane.control.api.v1.ListNeighboursRequest;
import io.swaplane.control.api.v1.ListNeighboursResponse;
import io.swaplane.control.api.v1.ListNextHopsRequest;
import io.swaplane.control.api.v1.ListNextHopsResponse;
import io.swaplane.control.api.v1.ListPortsRequest;
import io.swaplane.control.api.v1.ListPortsResponse;
import io.swaplane.control.api.v1.ListProducersRequest;
import io.swaplane.control.api.v1.ListProducersResponse;
import io.swaplane.control.api.v1.ListPuntsRequest;
import io.swaplane.control.api.v1.ListPuntsResponse;
import io.swaplane.control.api.v1.ListRoutesRequest;
import io.swaplane.control.api.v1.ListRoutesResponse;
import io.swaplane.control.api.v1.ListTunnelsRequest;
import io.swaplane.control.api.v1.ListTunnelsResponse;
import io.swaplane.control.api.v1.ListVrfsRequest;
import io.swaplane.control.api.v1.ListVrfsResponse;
import io.swaplane.control.api.v1.ListWorkersRequest;
import io.swaplane.control.api.v1.ListWorkersResponse;
import io.swaplane.control.api.v1.ProgramRequest;
import io.swaplane.control.api.v1.ProgramResponse;
import io.swaplane.control.api.v1.WatchRequest;
import io.swaplane.control.api.v1.WatchResponse;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RouteView;
import java.util.List;

/** The calls of {@code swaplane.control.v1.Control}, answered from a {@link StateSource} and a {@link RouterControl}. */
final class ControlService extends ControlGrpc.ControlImplBase {
    private final StateSource source;
    private final RouterControl control;
    private final StreamAgent agent;
    private final Failures failures;

    ControlService(final StateSource source, final RouterControl control, final StreamAgent agent, final FaultListener listener) {
        this.source = source;
        this.control = control;
        this.agent = agent;
        this.failures = new Failures(listener);
    }

    @FunctionalInterface
    private interface Answer<T> {
        T get() throws StateUnavailableException;
    }

    private <T> void answer(final StreamObserver<T> call, final Answer<T> answer) {
        final T message;
        try {
            message = answer.get();
        } catch (final StateUnavailableException | RuntimeException e) {
            call.onError(failures.of(e));
            return;
        }
        call.onNext(message);
        call.onCompleted();
    }

    @Override
    public StreamObserver<ProgramRequest> program(final StreamObserver<ProgramResponse> call) {
        return ProgramStream.start((ServerCallStreamObserver<ProgramResponse>) call, control.producers(), agent, failures);
    }

    @Override
    public void watch(final WatchRequest request, final StreamObserver<WatchResponse> call) {
        try {
            WatchStream.start((ServerCallStreamObserver<WatchResponse>) call, request, control, agent, failures);
        } catch (final StateUnavailableException | RuntimeException e) {
            call.onError(failures.of(e));
        }
    }

    @Override
    public void clearCounters(final ClearCountersRequest request, final StreamObserver<ClearCountersResponse> call) {
        answer(call, () -> {
            control.clearCounters(switch (request.getWhichCase()) {
                case ALL -> new CounterScope.All();
                case LABEL -> new CounterScope.Label(OperationReader.labelSpace(request.getLabel().hasLabelSpace(),
                    request.getLabel().getLabelSpace()), OperationReader.number(request.getLabel().getLabel(), "label"));
                case NEXT_HOP -> new CounterScope.NextHop(OperationReader.number(request.getNextHop(), "next hop"));
                case PORT -> new CounterScope.Port(request.getPort());
                case WHICH_NOT_SET -> throw new RefusedException("it does not say which counters");
            });
            return ClearCountersResponse.getDefaultInstance();
        });
    }

    @Override
    public void getLabelUsage(final GetLabelUsageRequest request, final StreamObserver<GetLabelUsageResponse> call) {
        answer(call, () -> SpineEncoder.usage(source.labelUsage()));
    }

    @Override
    public void listProducers(final ListProducersRequest request, final StreamObserver<ListProducersResponse> call) {
        answer(call, () -> SpineEncoder.producers(control.producers()));
    }

    @Override
    public void getControl(final GetControlRequest request, final StreamObserver<GetControlResponse> call) {
        answer(call, () -> SpineEncoder.control(control.producers().ring(), control.commands()));
    }

    @Override
    public void getRouter(final GetRouterRequest request, final StreamObserver<GetRouterResponse> call) {
        answer(call, () -> GetRouterResponse.newBuilder().setName(source.router()).build());
    }

    @Override
    public void listLabels(final ListLabelsRequest request, final StreamObserver<ListLabelsResponse> call) {
        final LabelFilter filter;
        try {
            filter = Decoder.filter(request);
        } catch (final RefusedException e) {
            call.onError(failures.of(e));
            return;
        }
        PageStream.start((ServerCallStreamObserver<ListLabelsResponse>) call, new LabelPages(source, filter), failures);
    }

    @Override
    public void listBindings(final ListBindingsRequest request, final StreamObserver<ListBindingsResponse> call) {
        PageStream.start((ServerCallStreamObserver<ListBindingsResponse>) call, new BindingPages(source), failures);
    }

    @Override
    public void listNextHops(final ListNextHopsRequest request, final StreamObserver<ListNextHopsResponse> call) {
        PageStream.start((ServerCallStreamObserver<ListNextHopsResponse>) call, new NextHopPages(source), failures);
    }

    @Override
    public void getNextHop(final GetNextHopRequest request, final StreamObserver<GetNextHopResponse> call) {
        answer(call, () -> {
            final List<NextHopView> chain = source.nextHopChain(request.getIndex());
            if (chain.isEmpty()) {
                throw Status.NOT_FOUND.withDescription("there is no next hop " + Integer.toUnsignedString(request.getIndex()))
                    .asRuntimeException();
            }
            return GetNextHopResponse.newBuilder().addAllChain(Encoder.all(chain, Encoder::nextHop)).build();
        });
    }

    @Override
    public void listTunnels(final ListTunnelsRequest request, final StreamObserver<ListTunnelsResponse> call) {
        answer(call, () -> ListTunnelsResponse.newBuilder().addAllTunnels(Encoder.all(source.tunnels(), Encoder::tunnel)).build());
    }

    @Override
    public void listIndirectNextHops(final ListIndirectNextHopsRequest request,
                                     final StreamObserver<ListIndirectNextHopsResponse> call) {
        PageStream.start((ServerCallStreamObserver<ListIndirectNextHopsResponse>) call, new IndirectNextHopPages(source), failures);
    }

    @Override
    public void listVrfs(final ListVrfsRequest request, final StreamObserver<ListVrfsResponse> call) {
        if (!request.hasName()) {
            PageStream.start((ServerCallStreamObserver<ListVrfsResponse>) call, new VrfPages(source), failures);
            return;
        }
        answer(call, () -> ListVrfsResponse.newBuilder().addVrfs(source.vrf(request.getName()).map(RouteEncoder::vrf)
            .orElseThrow(() -> Status.NOT_FOUND.withDescription("there is no VRF " + request.getName()).asRuntimeException())).build());
    }

    @Override
    public void listRoutes(final ListRoutesRequest request, final StreamObserver<ListRoutesResponse> call) {
        if (request.hasMatch()) {
            matchRoute(request, call);
            return;
        }
        final RouteFilter filter;
        try {
            filter = RouteDecoder.filter(request);
        } catch (final RefusedException e) {
            call.onError(failures.of(e));
            return;
        }
        PageStream.start((ServerCallStreamObserver<ListRoutesResponse>) call, new RoutePages(source, filter), failures);
    }

    private void matchRoute(final ListRoutesRequest request, final StreamObserver<ListRoutesResponse> call) {
        answer(call, () -> {
            if (!request.hasVrf()) {
                throw new RefusedException("a longest match is one VRF's: name it");
            }
            final RouteView route = source.decide(request.getVrf(), OperationReader.address(request.getMatch(), "match")).route();
            final boolean other = route == null || request.hasKind() && !request.getKind().equals(route.kind());
            return other ? ListRoutesResponse.getDefaultInstance()
                : ListRoutesResponse.newBuilder().addRoutes(RouteEncoder.route(route)).build();
        });
    }

    @Override
    public void getForwarding(final GetForwardingRequest request, final StreamObserver<GetForwardingResponse> call) {
        answer(call, () -> RouteEncoder.decision(source.decide(RouteReader.vrf(request.hasVrf(), request.getVrf()),
            OperationReader.address(request.getAddress(), "address"))));
    }

    @Override
    public void getRouteUsage(final GetRouteUsageRequest request, final StreamObserver<GetRouteUsageResponse> call) {
        answer(call, () -> RouteEncoder.usage(source.routeUsage()));
    }

    @Override
    public void listPorts(final ListPortsRequest request, final StreamObserver<ListPortsResponse> call) {
        answer(call, () -> ListPortsResponse.newBuilder().addAllPorts(Encoder.all(source.ports(), Encoder::port)).build());
    }

    @Override
    public void listInterfaces(final ListInterfacesRequest request, final StreamObserver<ListInterfacesResponse> call) {
        answer(call, () -> ListInterfacesResponse.newBuilder()
            .addAllInterfaces(Encoder.all(source.interfaces(), Encoder::interfaceMessage)).build());
    }

    @Override
    public void listNeighbours(final ListNeighboursRequest request, final StreamObserver<ListNeighboursResponse> call) {
        answer(call, () -> ListNeighboursResponse.newBuilder()
            .addAllNeighbours(Encoder.all(source.neighbours(), Encoder::neighbour)).build());
    }

    @Override
    public void listWorkers(final ListWorkersRequest request, final StreamObserver<ListWorkersResponse> call) {
        answer(call, () -> ListWorkersResponse.newBuilder().addAllWorkers(Encoder.all(source.workers(), Encoder::worker)).build());
    }

    @Override
    public void getHost(final GetHostRequest request, final StreamObserver<GetHostResponse> call) {
        answer(call, () -> Encoder.host(source.host()));
    }

    @Override
    public void listDrops(final ListDropsRequest request, final StreamObserver<ListDropsResponse> call) {
        answer(call, () -> ListDropsResponse.newBuilder().addAllReasons(Encoder.all(source.drops(), Encoder::reason)).build());
    }

    @Override
    public void listPunts(final ListPuntsRequest request, final StreamObserver<ListPuntsResponse> call) {
        answer(call, () -> ListPuntsResponse.newBuilder().addAllReasons(Encoder.all(source.punts(), Encoder::reason)).build());
    }
}
