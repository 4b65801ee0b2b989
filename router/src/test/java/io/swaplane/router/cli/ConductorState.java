package io.swaplane.router.cli;

import io.swaplane.control.Conductor;
import io.swaplane.control.api.StateSource;
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
import io.swaplane.control.view.QueueView;
import io.swaplane.control.view.ReasonView;
import io.swaplane.control.view.RefusedModeView;
import io.swaplane.control.view.RouteDecision;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RoutePage;
import io.swaplane.control.view.RoutePosition;
import io.swaplane.control.view.RouteUsageView;
import io.swaplane.control.view.TapView;
import io.swaplane.control.view.TunnelView;
import io.swaplane.control.view.VrfPage;
import io.swaplane.control.view.VrfView;
import io.swaplane.control.view.WorkerView;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** The state of a conductor that has nothing else to do, with a host that is made up. */
public record ConductorState(Conductor conductor) implements StateSource {
    @Override
    public String router() {
        return conductor.name();
    }

    @Override
    public LabelPage labels(final LabelFilter filter, final LabelPosition from, final int limit) {
        return conductor.labels(filter, from, limit);
    }

    @Override
    public NextHopPage nextHops(final int from, final int limit) {
        return conductor.nextHops(from, limit);
    }

    @Override
    public List<NextHopView> nextHopChain(final int index) {
        return conductor.nextHopChain(index);
    }

    @Override
    public List<TunnelView> tunnels() {
        return conductor.tunnels();
    }

    @Override
    public IndirectNextHopPage indirectNextHops(final int from, final int limit) {
        return conductor.indirectNextHops(from, limit);
    }

    @Override
    public BindingPage bindings(final int from, final int limit) {
        return conductor.bindings(from, limit);
    }

    @Override
    public List<LabelUsageView> labelUsage() {
        return conductor.labelUsage();
    }

    @Override
    public NextHopUsageView nextHopUsage() {
        return conductor.nextHopUsage();
    }

    @Override
    public VrfPage vrfs(final int from, final int limit) {
        return conductor.vrfs(from, limit);
    }

    @Override
    public Optional<VrfView> vrf(final String name) {
        return conductor.vrf(name);
    }

    @Override
    public RoutePage routes(final RouteFilter filter, final RoutePosition from, final int limit) {
        return conductor.routes(filter, from, limit);
    }

    @Override
    public RouteDecision decide(final String vrf, final InetAddress address) {
        return conductor.decide(vrf, address);
    }

    @Override
    public RouteUsageView routeUsage() {
        return conductor.routeUsage();
    }

    @Override
    public List<PortView> ports() {
        return conductor.ports();
    }

    @Override
    public List<InterfaceView> interfaces() {
        return List.of(new InterfaceView("ATM6/1.20", conductor.ports().getLast(), new AttachmentView("eth1", "xdp-copy",
            List.of(new RefusedModeView("xdp-zero-copy", "the driver of eth1 has no zero-copy")),
            List.of(QueueView.xdp(0, 0, 17, 0, 0, 0, 0, 0)), 5, null)),
            new InterfaceView("ATM6/0.9", conductor.ports().getFirst(), new AttachmentView("eth0", "xdp-copy", List.of(), List.of(), 0,
                "getsockopt(XDP_STATISTICS) on eth0 queue 0: EBADF")));
    }

    @Override
    public List<NeighbourView> neighbours() {
        return List.of(new NeighbourView("ATM6/1.20", "10.20.20.1", "02:00:00:0a:00:02", "reachable", true, null));
    }

    @Override
    public List<WorkerView> workers() {
        return List.of(new WorkerView(0, null, "block", "offline", 1000, 20, 300, 2, 4_000_000));
    }

    @Override
    public HostView host() {
        return new HostView(new TapView("swaplane0", 1, 2, 3), 4, 5, 6, 7, 8);
    }

    @Override
    public List<ReasonView> drops() {
        return conductor.drops();
    }

    @Override
    public List<ReasonView> punts() {
        return conductor.punts();
    }
}
