package io.swaplane.benchmarks.program;

import io.swaplane.control.api.StateSource;
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
import io.swaplane.table.AddressText;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A router of which nothing is read. */
final class NoState implements StateSource {
    @Override
    public String router() {
        return "r1";
    }

    @Override
    public LabelPage labels(final LabelFilter filter, final LabelPosition from, final int limit) {
        return new LabelPage(List.of(), List.of(), null);
    }

    @Override
    public NextHopPage nextHops(final int from, final int limit) {
        return new NextHopPage(List.of(), 0);
    }

    @Override
    public IndirectNextHopPage indirectNextHops(final int from, final int limit) {
        return new IndirectNextHopPage(List.of(), 0);
    }

    @Override
    public BindingPage bindings(final int from, final int limit) {
        return new BindingPage(List.of(), 0);
    }

    @Override
    public List<LabelUsageView> labelUsage() {
        return List.of();
    }

    @Override
    public VrfPage vrfs(final int from, final int limit) {
        return new VrfPage(List.of(), 0);
    }

    @Override
    public Optional<VrfView> vrf(final String name) {
        return Optional.empty();
    }

    @Override
    public RoutePage routes(final RouteFilter filter, final RoutePosition from, final int limit) {
        return new RoutePage(List.of(), null);
    }

    @Override
    public RouteDecision decide(final String vrf, final InetAddress address) {
        return new RouteDecision(vrf, AddressText.of(address), "drop no-route", null);
    }

    @Override
    public RouteUsageView routeUsage() {
        return new RouteUsageView(0, 0, 0, Map.of(), 0, 0);
    }

    @Override
    public NextHopUsageView nextHopUsage() {
        return new NextHopUsageView(0, 0, 0, 0);
    }

    @Override
    public HostView host() {
        return new HostView(null, 0, 0, 0, 0, 0, List.of());
    }

    @Override
    public List<NextHopView> nextHopChain(final int index) {
        return List.of();
    }

    @Override
    public List<TunnelView> tunnels() {
        return List.of();
    }

    @Override
    public List<PortView> ports() {
        return List.of();
    }

    @Override
    public List<InterfaceView> interfaces() {
        return List.of();
    }

    @Override
    public List<NeighbourView> neighbours() {
        return List.of();
    }

    @Override
    public List<WorkerView> workers() {
        return List.of();
    }

    @Override
    public List<ReasonView> drops() {
        return List.of();
    }

    @Override
    public List<ReasonView> punts() {
        return List.of();
    }
}
