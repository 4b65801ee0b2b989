package io.swaplane.router.run;

import io.swaplane.control.api.StateSource;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.view.AttachmentView;
import io.swaplane.control.view.BindingPage;
import io.swaplane.control.view.HostView;
import io.swaplane.control.view.IndirectNextHopPage;
import io.swaplane.control.view.InterfaceView;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.LabelUsageView;
import io.swaplane.control.view.NeighbourView;
import io.swaplane.control.view.NextHopPage;
import io.swaplane.control.view.NextHopUsageView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.ReasonView;
import io.swaplane.control.view.RouteDecision;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RoutePage;
import io.swaplane.control.view.RoutePosition;
import io.swaplane.control.view.RouteUsageView;
import io.swaplane.control.view.TunnelView;
import io.swaplane.control.view.VrfPage;
import io.swaplane.control.view.VrfView;
import io.swaplane.control.view.WorkerView;
import io.swaplane.io.netlink.Neighbour;
import io.swaplane.io.netlink.NeighbourKey;
import io.swaplane.table.AddressText;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A running router's state for the control API: each question is answered by the control thread. */
final class LiveState implements StateSource {
    private final LiveRouter router;

    LiveState(final LiveRouter router) {
        this.router = router;
    }

    @Override
    public String router() {
        return router.intent().name();
    }

    @Override
    public LabelPage labels(final LabelFilter filter, final LabelPosition from, final int limit) throws StateUnavailableException {
        return ask(() -> router.conductor().labels(filter, from, limit));
    }

    @Override
    public NextHopPage nextHops(final int from, final int limit) throws StateUnavailableException {
        return ask(() -> router.conductor().nextHops(from, limit));
    }

    @Override
    public List<NextHopView> nextHopChain(final int index) throws StateUnavailableException {
        return ask(() -> router.conductor().nextHopChain(index));
    }

    @Override
    public List<TunnelView> tunnels() throws StateUnavailableException {
        return ask(() -> router.conductor().tunnels());
    }

    @Override
    public IndirectNextHopPage indirectNextHops(final int from, final int limit) throws StateUnavailableException {
        return ask(() -> router.conductor().indirectNextHops(from, limit));
    }

    @Override
    public BindingPage bindings(final int from, final int limit) throws StateUnavailableException {
        return ask(() -> router.conductor().bindings(from, limit));
    }

    @Override
    public List<LabelUsageView> labelUsage() throws StateUnavailableException {
        return ask(() -> router.conductor().labelUsage());
    }

    @Override
    public NextHopUsageView nextHopUsage() throws StateUnavailableException {
        return ask(() -> router.conductor().nextHopUsage());
    }

    @Override
    public VrfPage vrfs(final int from, final int limit) throws StateUnavailableException {
        return ask(() -> router.conductor().vrfs(from, limit));
    }

    @Override
    public Optional<VrfView> vrf(final String name) throws StateUnavailableException {
        return ask(() -> router.conductor().vrf(name));
    }

    @Override
    public RoutePage routes(final RouteFilter filter, final RoutePosition from, final int limit) throws StateUnavailableException {
        return ask(() -> router.conductor().routes(filter, from, limit));
    }

    @Override
    public RouteDecision decide(final String vrf, final InetAddress address) throws StateUnavailableException {
        return ask(() -> router.conductor().decide(vrf, address));
    }

    @Override
    public RouteUsageView routeUsage() throws StateUnavailableException {
        return ask(() -> router.conductor().routeUsage());
    }

    @Override
    public List<PortView> ports() throws StateUnavailableException {
        return ask(() -> router.conductor().ports());
    }

    @Override
    public List<ReasonView> drops() throws StateUnavailableException {
        return ask(() -> router.conductor().drops());
    }

    @Override
    public List<ReasonView> punts() throws StateUnavailableException {
        return ask(() -> router.conductor().punts());
    }

    @Override
    public List<InterfaceView> interfaces() throws StateUnavailableException {
        return ask(() -> {
            final Map<String, PortView> ports = router.conductor().ports().stream().collect(Collectors.toMap(PortView::port, each -> each));
            final Map<String, AttachmentView> attachments = new HashMap<>(router.tapAttachments());
            router.ports().forEach(each -> attachments.put(each.name(), each.view()));
            return router.intent().interfaces().stream().filter(LiveRouter::isUsed)
                .map(each -> new InterfaceView(each.name(), ports.get(each.port()), attachments.get(each.port()), each.vrf(),
                    each.addresses().stream().map(Prefix::toString).toList())).toList();
        });
    }

    @Override
    public List<NeighbourView> neighbours() throws StateUnavailableException {
        return ask(() -> {
            final List<NeighbourView> views = new ArrayList<>();
            for (final NeighbourIntent each : router.conductor().givenNeighbours()) {
                views.add(new NeighbourView(each.interfaceName(), AddressText.of(each.address()), each.mac().toString(),
                    router.conductor().neighbourOwner(each.interfaceName(), each.address()), false, null));
            }
            router.neighbourhood().watched().forEach((key, on) -> views.add(neighbour(key, on)));
            router.neighbourhood().unaskable().forEach((each, why) -> views.add(new NeighbourView(each.interfaceName(),
                AddressText.of(each.address()), null, "unknown", false, why)));
            final List<String> order = router.intent().interfaces().stream().map(InterfaceIntent::name).toList();
            views.sort(Comparator.<NeighbourView>comparingInt(view -> order.indexOf(view.interfaceName()))
                .thenComparing(NeighbourView::address));
            return List.copyOf(views);
        });
    }

    private NeighbourView neighbour(final NeighbourKey key, final String on) {
        final Optional<Neighbour> known = router.network().neighbour(key);
        return new NeighbourView(on, AddressText.of(key.address()), router.neighbourhood().mac(key),
            known.map(each -> each.state().toString().toLowerCase(Locale.ROOT)).orElse("unknown"),
            known.map(Neighbour::managed).orElse(false), router.resolver().refusal(key));
    }

    /** Answered even when the control thread is not. */
    @Override
    public List<WorkerView> workers() {
        return router.workers().stream().map(WorkerLoop::view).toList();
    }

    @Override
    public HostView host() throws StateUnavailableException {
        return ask(() -> new HostView(router.tapView(), router.resolver().asked(), router.resolver().refusals(),
            router.network().overruns(), router.network().repeatedDumps(), router.network().malformed(), router.forwardingKernel()));
    }

    private <T> T ask(final Supplier<T> question) throws StateUnavailableException {
        try {
            return router.control().ask(question);
        } catch (final TimeoutException e) {
            throw new StateUnavailableException("the control thread did not answer in time");
        }
    }
}
