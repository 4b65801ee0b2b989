package io.swaplane.control.api;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.swaplane.control.api.ControlException.Reason;
import io.swaplane.control.api.v1.AllCounters;
import io.swaplane.control.api.v1.BgpGrpc;
import io.swaplane.control.api.v1.ClearCountersRequest;
import io.swaplane.control.api.v1.ControlGrpc.ControlBlockingV2Stub;
import io.swaplane.control.api.v1.ControlGrpc.ControlStub;
import io.swaplane.control.api.v1.ControlGrpc;
import io.swaplane.control.api.v1.GetControlRequest;
import io.swaplane.control.api.v1.GetControlResponse;
import io.swaplane.control.api.v1.GetForwardingRequest;
import io.swaplane.control.api.v1.GetHostRequest;
import io.swaplane.control.api.v1.GetLabelUsageRequest;
import io.swaplane.control.api.v1.GetLabelUsageResponse;
import io.swaplane.control.api.v1.GetNextHopRequest;
import io.swaplane.control.api.v1.GetRouteUsageRequest;
import io.swaplane.control.api.v1.GetRouterRequest;
import io.swaplane.control.api.v1.LabelRef;
import io.swaplane.control.api.v1.ListBindingsRequest;
import io.swaplane.control.api.v1.ListDropsRequest;
import io.swaplane.control.api.v1.ListIndirectNextHopsRequest;
import io.swaplane.control.api.v1.ListInterfacesRequest;
import io.swaplane.control.api.v1.ListLabelsRequest;
import io.swaplane.control.api.v1.ListNeighboursRequest;
import io.swaplane.control.api.v1.ListNextHopsRequest;
import io.swaplane.control.api.v1.ListPortsRequest;
import io.swaplane.control.api.v1.ListProducersRequest;
import io.swaplane.control.api.v1.ListPuntsRequest;
import io.swaplane.control.api.v1.ListRoutesRequest;
import io.swaplane.control.api.v1.ListTunnelsRequest;
import io.swaplane.control.api.v1.ListVrfsRequest;
import io.swaplane.control.api.v1.ListWorkersRequest;
import io.swaplane.control.api.v1.OperationsGrpc;
import io.swaplane.control.api.v1.Producer;
import io.swaplane.control.api.v1.WatchRequest;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.event.Event;
import io.swaplane.control.view.BgpNextHopView;
import io.swaplane.control.view.BgpRouteFilter;
import io.swaplane.control.view.BgpRouteView;
import io.swaplane.control.view.BgpSummaryView;
import io.swaplane.control.view.BindingView;
import io.swaplane.control.view.HostView;
import io.swaplane.control.view.IndirectNextHopView;
import io.swaplane.control.view.InterfaceView;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.NeighbourView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.ReasonView;
import io.swaplane.control.view.ReloadSummary;
import io.swaplane.control.view.ReloadView;
import io.swaplane.control.view.RouteDecision;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RouteUsageView;
import io.swaplane.control.view.RouteView;
import io.swaplane.control.view.TraceView;
import io.swaplane.control.view.TunnelView;
import io.swaplane.control.view.VrfView;
import io.swaplane.control.view.WorkerView;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Reads a running router's state, programs it and watches it. Each read waits for the answer, up to ten seconds, or fails with a
 * {@link ControlException}. For any number of threads.
 *
 * <p>How many packets each label of the platform label space has forwarded:
 *
 * {@snippet :
 * try (ControlClient client = new ControlClient(Path.of("/run/swaplane/control.sock"));
 *      PageReader<LabelPage> pages = client.labels(new LabelFilter("platform", null, false))) {
 *     for (LabelPage page = pages.next(); page != null; page = pages.next()) {
 *         page.labels().forEach(entry -> System.out.println(entry.label() + " " + entry.statistics().packets()));
 *     }
 * }
 * }
 */
public final class ControlClient implements AutoCloseable {
    /** A page of groups with many legs takes some. */
    private static final int LARGEST_MESSAGE = 64 << 20;
    /** Octets that a producer can write ahead of what goes over the socket. */
    private static final int WRITE_AHEAD = 256 << 10;

    private final ReadFailure failures;
    private final EventLoopGroup eventLoop;
    private final ManagedChannel channel;
    private final ControlBlockingV2Stub stub;
    private final OperationsCalls operations;
    private final BgpCalls bgp;
    private final ControlStub streams;

    /**
     * Connects.
     *
     * @throws ControlException when nothing listens there or this user may not connect.
     */
    public ControlClient(final Path socket) throws IOException {
        check(socket);
        failures = new ReadFailure(socket);
        eventLoop = ControlTransport.eventLoop("control-client");
        channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
            .eventLoopGroup(eventLoop)
            // gRPC asks for it; a Unix-domain socket has no such option.
            .withOption(ChannelOption.SO_KEEPALIVE, null)
            .overrideAuthority("localhost")
            .directExecutor()
            .usePlaintext()
            .disableRetry()
            .maxInboundMessageSize(LARGEST_MESSAGE)
            .build();
        stub = ControlGrpc.newBlockingV2Stub(channel);
        operations = new OperationsCalls(OperationsGrpc.newBlockingV2Stub(channel), failures);
        bgp = new BgpCalls(BgpGrpc.newBlockingV2Stub(channel), failures);
        streams = ControlGrpc.newStub(channel).withOnReadyThreshold(WRITE_AHEAD);
    }

    private static void check(final Path socket) throws IOException {
        switch (SocketState.of(socket)) {
            case LISTENING -> { }
            case DENIED -> throw new ControlException(Reason.PERMISSION, socket
                + ": permission denied: only the owner of the router's socket and its group may use it");
            case OTHER_FILE -> throw new ControlException(Reason.NOT_LISTENING, socket + ": is no socket");
            default -> throw new ControlException(Reason.NOT_LISTENING, socket + ": no router listens there");
        }
    }

    private interface Call<M> {
        M answer(ControlBlockingV2Stub stub) throws StatusException;
    }

    private <M> M call(final Call<M> call) throws ControlException {
        try {
            return call.answer(stub.withDeadlineAfter(ReadFailure.PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (final StatusException e) {
            throw failures.of(e);
        }
    }

    /** The router's name. */
    public String router() throws ControlException {
        return call(each -> each.getRouter(GetRouterRequest.getDefaultInstance())).getName();
    }

    /** Label entries by label space, then label. Close the reader. */
    public PageReader<LabelPage> labels(final LabelFilter filter) {
        final ListLabelsRequest.Builder request = ListLabelsRequest.newBuilder().setWithNextHops(filter.withNextHops());
        if (filter.labelSpace() != null) {
            request.setLabelSpace(filter.labelSpace());
        }
        if (filter.first() > 0) {
            request.setFirst(filter.first());
        }
        if (filter.last() < Integer.MAX_VALUE) {
            request.setLast(filter.last());
        }
        if (filter.prefix() != null) {
            request.setPrefix(filter.prefix().toString());
        }
        return PageReader.of(stub.listLabels(request.build()), Decoder::labelPage, failures);
    }

    /** All label bindings by label, those that rest included. Close the reader. */
    public PageReader<List<BindingView>> bindings() {
        return PageReader.of(stub.listBindings(ListBindingsRequest.getDefaultInstance()),
            message -> Decoder.all(message.getBindingsList(), Decoder::binding), failures);
    }

    /** All next hops by index. Close the reader. */
    public PageReader<List<NextHopView>> nextHops() {
        return PageReader.of(stub.listNextHops(ListNextHopsRequest.getDefaultInstance()),
            message -> Decoder.all(message.getNextHopsList(), Decoder::nextHop), failures);
    }

    /** The tunnels by endpoint, the best of each first. */
    public List<TunnelView> tunnels() throws ControlException {
        return Decoder.all(call(each -> each.listTunnels(ListTunnelsRequest.getDefaultInstance())).getTunnelsList(), Decoder::tunnel);
    }

    /** The next hops that stand for a peer, by index. Close the reader. */
    public PageReader<List<IndirectNextHopView>> indirectNextHops() {
        return PageReader.of(stub.listIndirectNextHops(ListIndirectNextHopsRequest.getDefaultInstance()),
            message -> Decoder.all(message.getNextHopsList(), Decoder::indirectNextHop), failures);
    }

    /** A next hop and all that it leads to, each once; empty when there is no such next hop. */
    public List<NextHopView> nextHopChain(final int index) throws ControlException {
        return call(each -> {
            try {
                return Decoder.all(each.getNextHop(GetNextHopRequest.newBuilder().setIndex(index).build()).getChainList(),
                    Decoder::nextHop);
            } catch (final StatusException e) {
                if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                    return List.of();
                }
                throw e;
            }
        });
    }

    /** The ports by number. */
    public List<PortView> ports() throws ControlException {
        return Decoder.all(call(each -> each.listPorts(ListPortsRequest.getDefaultInstance())).getPortsList(), Decoder::port);
    }

    /** The MPLS interfaces in the order of the configuration. */
    public List<InterfaceView> interfaces() throws ControlException {
        return Decoder.all(call(each -> each.listInterfaces(ListInterfacesRequest.getDefaultInstance())).getInterfacesList(),
            Decoder::interfaceView);
    }

    /** The neighbours by interface, then address. */
    public List<NeighbourView> neighbours() throws ControlException {
        return Decoder.all(call(each -> each.listNeighbours(ListNeighboursRequest.getDefaultInstance())).getNeighboursList(),
            Decoder::neighbour);
    }

    /** The VRFs by number, the global table first, page by page. Close the reader. */
    public PageReader<List<VrfView>> vrfs() {
        return PageReader.of(stub.listVrfs(ListVrfsRequest.getDefaultInstance()),
            message -> Decoder.all(message.getVrfsList(), RouteDecoder::vrf), failures);
    }

    /** The VRF of a name, or the global table; {@link Reason#REFUSED} when there is none. */
    public VrfView vrf(final String name) throws ControlException {
        try (PageReader<List<VrfView>> page = PageReader.of(stub.listVrfs(ListVrfsRequest.newBuilder().setName(name).build()),
            message -> Decoder.all(message.getVrfsList(), RouteDecoder::vrf), failures)) {
            return page.next().getFirst();
        }
    }

    /** Routes in their order, page by page. Close the reader. */
    public PageReader<List<RouteView>> routes(final RouteFilter filter) {
        return PageReader.of(stub.listRoutes(RouteDecoder.request(filter)),
            message -> Decoder.all(message.getRoutesList(), RouteDecoder::route), failures);
    }

    /** The route by which packets to an address go in a VRF, the longest match, or nothing. Close the reader. */
    public PageReader<List<RouteView>> matchingRoute(final String vrf, final String address) {
        return PageReader.of(stub.listRoutes(ListRoutesRequest.newBuilder().setVrf(vrf).setMatch(address).build()),
            message -> Decoder.all(message.getRoutesList(), RouteDecoder::route), failures);
    }

    /** What a VRF does with packets to an address; {@link Reason#REFUSED} when there is no such VRF. */
    public RouteDecision forwarding(final String vrf, final String address) throws ControlException {
        return RouteDecoder.decision(call(each -> each.getForwarding(
            GetForwardingRequest.newBuilder().setVrf(vrf).setAddress(address).build())));
    }

    /** How many VRFs and routes there are. */
    public RouteUsageView routeUsage() throws ControlException {
        return RouteDecoder.usage(call(each -> each.getRouteUsage(GetRouteUsageRequest.getDefaultInstance())));
    }

    /** The router's BGP, its tables and peers; {@link Reason#REFUSED}, as by all calls about BGP, when it speaks none. */
    public BgpSummaryView bgp() throws ControlException {
        return bgp.summary();
    }

    /**
     * BGP routes by VRF, family, prefix, then route distinguisher, page by page; a page without routes says that the search goes on. Close
     * the reader.
     */
    public PageReader<List<BgpRouteView>> bgpRoutes(final BgpRouteFilter filter) {
        return bgp.routes(filter);
    }

    /** The next hops of BGP routes, by address, page by page. Close the reader. */
    public PageReader<List<BgpNextHopView>> bgpNextHops() {
        return bgp.nextHops();
    }

    /**
     * Begins BGP sessions anew, or only has routes sent again.
     *
     * @param peer name or address; null for all peers. {@link Reason#REFUSED} when there is no such peer.
     */
    public void clearBgp(final String peer, final BgpState.Clearing how) throws ControlException {
        bgp.clear(peer, how);
    }

    /** The packet workers by number. */
    public List<WorkerView> workers() throws ControlException {
        return Decoder.all(call(each -> each.listWorkers(ListWorkersRequest.getDefaultInstance())).getWorkersList(), Decoder::worker);
    }

    /** What goes between the router and its host's kernel. */
    public HostView host() throws ControlException {
        return Decoder.host(call(each -> each.getHost(GetHostRequest.getDefaultInstance())));
    }

    /** Every drop reason. */
    public List<ReasonView> drops() throws ControlException {
        return Decoder.all(call(each -> each.listDrops(ListDropsRequest.getDefaultInstance())).getReasonsList(), Decoder::reason);
    }

    /** Every punt reason. */
    public List<ReasonView> punts() throws ControlException {
        return Decoder.all(call(each -> each.listPunts(ListPuntsRequest.getDefaultInstance())).getReasonsList(), Decoder::reason);
    }

    /**
     * What {@link #reload} would do, in pages: the first has problems and keys that need a restart, the others differences. Close the
     * reader.
     *
     * @param configuration the file, or null for the one that the router was started with.
     */
    public PageReader<ReloadView> diff(final RouterOperations.Configuration configuration) throws ControlException {
        return operations.diff(configuration);
    }

    /**
     * Makes a configuration the router's running one, or changes nothing. Waits for it, up to five minutes.
     *
     * @param configuration the file, or null for the one that the router was started with.
     */
    public ReloadSummary reload(final RouterOperations.Configuration configuration) throws ControlException {
        return operations.reload(configuration);
    }

    /**
     * Traces packets, page by page as they come; the first page, which has none, comes when tracing has begun. Close the reader.
     *
     * @param count after how many packets it ends.
     * @param timeout after what time it ends.
     */
    public PageReader<TraceView> trace(final RouterOperations.Traced packets, final int count, final Duration timeout) {
        return operations.trace(packets, count, timeout);
    }

    /**
     * Opens a producer's session. Close it.
     *
     * @throws ControlException with {@link Reason#REFUSED} when the producer has a session already, or the settings cannot be.
     */
    public ProgramClient program(final ProducerSettings settings) throws ControlException {
        return new ProgramClient(streams, settings, failures);
    }

    /**
     * Watches changes from now on. Close the reader.
     *
     * @param kinds what they are about; at least one.
     * @param withSnapshot to get what there is first, and then a {@code SnapshotEnd}.
     */
    public EventReader watch(final Set<Event.Kind> kinds, final boolean withSnapshot) {
        return new EventReader(stub.watch(WatchRequest.newBuilder().addAllKinds(kinds.stream().map(EventMessages::message).toList())
            .setWithSnapshot(withSnapshot).build()), failures);
    }

    /** Lets counters start from zero. */
    public void clearCounters(final CounterScope which) throws ControlException {
        final ClearCountersRequest.Builder request = ClearCountersRequest.newBuilder();
        switch (which) {
            case CounterScope.All all -> request.setAll(AllCounters.getDefaultInstance());
            case CounterScope.Label label ->
                request.setLabel(LabelRef.newBuilder().setLabelSpace(label.labelSpace()).setLabel(label.label()));
            case CounterScope.NextHop nextHop -> request.setNextHop(nextHop.index());
            case CounterScope.Port port -> request.setPort(port.name());
        }
        call(each -> each.clearCounters(request.build()));
    }

    /** What labels are used for. */
    public GetLabelUsageResponse labelUsage() throws ControlException {
        return call(each -> each.getLabelUsage(GetLabelUsageRequest.getDefaultInstance()));
    }

    /** Every producer that there was, by number. */
    public List<Producer> producers() throws ControlException {
        return call(each -> each.listProducers(ListProducersRequest.getDefaultInstance())).getProducersList();
    }

    /** How commands of all producers fare. */
    public GetControlResponse control() throws ControlException {
        return call(each -> each.getControl(GetControlRequest.getDefaultInstance()));
    }

    /** Disconnects; reads under way fail. */
    @Override
    public void close() {
        channel.shutdownNow();
        ControlTransport.close(eventLoop);
    }
}
