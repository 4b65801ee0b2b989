package io.swaplane.router.metrics;

import io.swaplane.control.api.StateSource;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.view.BindingPage;
import io.swaplane.control.view.HostView;
import io.swaplane.control.view.IndirectNextHopPage;
import io.swaplane.control.view.InterfaceView;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.LabelUsageView;
import io.swaplane.control.view.LabelView;
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
import io.swaplane.control.view.StatisticsView;
import io.swaplane.control.view.TunnelView;
import io.swaplane.control.view.VrfPage;
import io.swaplane.control.view.VrfView;
import io.swaplane.control.view.WorkerView;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A router's state whose labels can no longer be read after some pages; keeps the limits of the pages that were asked for. */
record FailingLabels(StateSource state, List<Integer> limits) implements StateSource {
    private static final int READABLE = 10_000;

    @Override
    public LabelPage labels(final LabelFilter filter, final LabelPosition from, final int limit) throws StateUnavailableException {
        limits.add(limit);
        if (from.label() >= READABLE) {
            throw new StateUnavailableException("gone");
        }
        return new LabelPage(IntStream.range(from.label(), from.label() + limit).mapToObj(label -> new LabelView(label,
            "platform label space", "api", "core", List.of(), new StatisticsView(1, 2, 3, 4))).toList(), List.of(),
            new LabelPosition(0, from.label() + limit));
    }

    @Override
    public String router() throws StateUnavailableException {
        return state.router();
    }

    @Override
    public NextHopPage nextHops(final int from, final int limit) throws StateUnavailableException {
        return state.nextHops(from, limit);
    }

    @Override
    public List<TunnelView> tunnels() throws StateUnavailableException {
        return state.tunnels();
    }

    @Override
    public IndirectNextHopPage indirectNextHops(final int from, final int limit) throws StateUnavailableException {
        return state.indirectNextHops(from, limit);
    }

    @Override
    public List<NextHopView> nextHopChain(final int index) throws StateUnavailableException {
        return state.nextHopChain(index);
    }

    @Override
    public BindingPage bindings(final int from, final int limit) throws StateUnavailableException {
        return state.bindings(from, limit);
    }

    @Override
    public List<LabelUsageView> labelUsage() throws StateUnavailableException {
        return state.labelUsage();
    }

    @Override
    public VrfPage vrfs(final int from, final int limit) throws StateUnavailableException {
        return state.vrfs(from, limit);
    }

    @Override
    public Optional<VrfView> vrf(final String name) throws StateUnavailableException {
        return state.vrf(name);
    }

    @Override
    public RoutePage routes(final RouteFilter filter, final RoutePosition from, final int limit) throws StateUnavailableException {
        return state.routes(filter, from, limit);
    }

    @Override
    public RouteDecision decide(final String vrf, final InetAddress address) throws StateUnavailableException {
        return state.decide(vrf, address);
    }

    @Override
    public RouteUsageView routeUsage() throws StateUnavailableException {
        return state.routeUsage();
    }

    @Override
    public NextHopUsageView nextHopUsage() throws StateUnavailableException {
        return state.nextHopUsage();
    }

    @Override
    public List<PortView> ports() throws StateUnavailableException {
        return state.ports();
    }

    @Override
    public List<InterfaceView> interfaces() throws StateUnavailableException {
        return state.interfaces();
    }

    @Override
    public List<NeighbourView> neighbours() throws StateUnavailableException {
        return state.neighbours();
    }

    @Override
    public List<WorkerView> workers() throws StateUnavailableException {
        return state.workers();
    }

    @Override
    public HostView host() throws StateUnavailableException {
        return state.host();
    }

    @Override
    public List<ReasonView> drops() throws StateUnavailableException {
        return state.drops();
    }

    @Override
    public List<ReasonView> punts() throws StateUnavailableException {
        return state.punts();
    }
}
