package io.swaplane.control.api;

import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.view.ActionView;
import io.swaplane.control.view.AttachmentView;
import io.swaplane.control.view.BindingPage;
import io.swaplane.control.view.BindingView;
import io.swaplane.control.view.DirectNextHopView;
import io.swaplane.control.view.HostView;
import io.swaplane.control.view.IndirectNextHopPage;
import io.swaplane.control.view.IndirectNextHopView;
import io.swaplane.control.view.InterfaceView;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.LabelUsage;
import io.swaplane.control.view.LabelUsageView;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.NeighbourView;
import io.swaplane.control.view.NextHopLegView;
import io.swaplane.control.view.NextHopPage;
import io.swaplane.control.view.NextHopUsageView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.QueueView;
import io.swaplane.control.view.ReasonView;
import io.swaplane.control.view.RefusedModeView;
import io.swaplane.control.view.ResolutionView;
import io.swaplane.control.view.RouteDecision;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RouteLegView;
import io.swaplane.control.view.RoutePage;
import io.swaplane.control.view.RoutePosition;
import io.swaplane.control.view.RouteUsageView;
import io.swaplane.control.view.RouteView;
import io.swaplane.control.view.StatisticsView;
import io.swaplane.control.view.TapView;
import io.swaplane.control.view.TunnelView;
import io.swaplane.control.view.VrfPage;
import io.swaplane.control.view.VrfView;
import io.swaplane.control.view.WorkerView;
import io.swaplane.table.AddressText;
import io.swaplane.table.LabelRange;
import io.swaplane.table.fib.AddressFamily;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A router that is made up: labels from 16 upwards, each swapped to itself plus one on a next hop of its own. */
class FakeState implements StateSource {
    /** For tests in which there are no faults. */
    static final FaultListener UNHEARD = cause -> { };
    static final int FIRST = 16;
    static final long LARGE = 0xfedc_ba98_7654_3210L;

    private final int labels;
    private final AtomicInteger pages = new AtomicInteger();

    FakeState(final int labels) {
        this.labels = labels;
    }

    /** Pages of labels that were asked for so far. */
    int pages() {
        return pages.get();
    }

    @Override
    public String router() throws StateUnavailableException {
        return "asbr2";
    }

    /** An empty page comes first, as from a label space without entries. */
    @Override
    public LabelPage labels(final LabelFilter filter, final LabelPosition from, final int limit) throws StateUnavailableException {
        pages.incrementAndGet();
        if (filter.labelSpace() != null && !filter.labelSpace().equals("platform")) {
            throw new RefusedException("there is no label space " + filter.labelSpace());
        }
        if (from.equals(LabelPosition.START)) {
            return new LabelPage(List.of(), List.of(), new LabelPosition(0, FIRST));
        }
        final int end = Math.min(FIRST + labels, from.label() + limit);
        final List<Integer> page = IntStream.range(from.label(), end).boxed()
            .filter(filter::includes).toList();
        return new LabelPage(page.stream().map(FakeState::label).toList(),
            filter.withNextHops() ? page.stream().map(FakeState::ownHop).toList() : List.of(),
            end == FIRST + labels ? null : new LabelPosition(0, end));
    }

    static LabelView label(final int label) {
        return new LabelView(label, "platform label space", "bgp", "neighbor 10.5.5.5 on ATM6/0.21",
            List.of(new ActionView("weight 2 primary", true, "swap to " + (label + 1) + ", on ATM6/1.20", List.of(label, 1)),
                new ActionView(null, false, "receive", List.of())),
            new StatisticsView(label, LARGE, 1, 2), label % 2 == 0 ? "route 10.0.0.0/8" : null, label % 2 == 0 ? "in use" : null);
    }

    static BindingView binding(final int label) {
        return new BindingView(label, "route 10.0.0.0/8, vrf red", "core", "bgp", 7, "released", 3);
    }

    static NextHopView ownHop(final int label) {
        return new NextHopView(label, List.of(label + 1), 1, "1.1.1.1", null, null, List.of(), true, false, 1, null, null);
    }

    static NextHopView direct() {
        return new NextHopView(1, List.of(34, 35), null, null, "ATM6/1.20", "10.20.20.1",
            List.of(new NextHopLegView("primary", true, 2), new NextHopLegView("backup", false, 3)), false, true, 7,
            new StatisticsView(1, 2, 3, LARGE), "static");
    }

    @Override
    public NextHopPage nextHops(final int from, final int limit) throws StateUnavailableException {
        if (from == 0) {
            return new NextHopPage(List.of(direct()), FIRST);
        }
        final int end = Math.min(FIRST + labels, from + limit);
        return new NextHopPage(IntStream.range(from, end).mapToObj(FakeState::ownHop).toList(), end == FIRST + labels ? 0 : end);
    }

    @Override
    public List<NextHopView> nextHopChain(final int index) throws StateUnavailableException {
        return index >= FIRST && index < FIRST + labels ? List.of(ownHop(index), direct()) : List.of();
    }

    static VrfView vrf(final int number) {
        return number == 0 ? new VrfView("global", 0, "router", null, List.of(), List.of(), null, null, List.of("ATM6/1.20"), 3, 4)
            : new VrfView("v" + number, number, "static", "65000:" + number, List.of("65000:1", "192.0.2.1:2"), List.of("65000:1"),
                "per-vrf", 16, List.of("ce1", "ce2"), 1_200_000, 7);
    }

    /** An empty page comes first, the last VRF has number 5. */
    @Override
    public VrfPage vrfs(final int from, final int limit) throws StateUnavailableException {
        return from == 0 ? new VrfPage(List.of(), 4) : new VrfPage(List.of(vrf(from)), from == 5 ? 0 : from + 1);
    }

    @Override
    public Optional<VrfView> vrf(final String name) throws StateUnavailableException {
        return name.equals("global") ? Optional.of(vrf(0)) : Optional.empty();
    }

    static RouteView route(final int number) {
        return new RouteView("red", "10." + (number >> 8) + "." + (number & 0xFF) + ".0/24", "put", "bgp", "ecmp", null, List.of(
            new RouteLegView("weight 2, backup", false, 29, 50, List.of(34, 50), "ATM6/1.20", "10.20.20.1", true),
            new RouteLegView(null, true, 7, null, List.of(), null, null, false)), "pipe", "uniform", true);
    }

    static RouteView connected() {
        return new RouteView("red", "10.0.0.0/8", "connected", "connected", "glean", "ce1", List.of(), "uniform", "uniform", true);
    }

    /** As many routes as labels, behind a page without any. */
    @Override
    public RoutePage routes(final RouteFilter filter, final RoutePosition from, final int limit) throws StateUnavailableException {
        pages.incrementAndGet();
        if (filter.vrf() != null && !filter.vrf().equals("red")) {
            throw new RefusedException(RefusalReason.NOT_FOUND, "there is no VRF " + filter.vrf());
        }
        final int first = from.equals(RoutePosition.START) ? 0 : (int) from.high();
        final int end = first == 0 ? 1 : Math.min(1 + labels, first + limit);
        final List<RouteView> routes = IntStream.range(Math.max(1, first), end).mapToObj(FakeState::route)
            .filter(each -> filter.within() == null || filter.within().contains(each.prefix()))
            .filter(each -> filter.kind() == null || filter.kind().equals(each.kind()))
            .filter(each -> filter.family() != AddressFamily.IPV6).toList();
        return new RoutePage(routes, end == 1 + labels ? null : new RoutePosition(1, AddressFamily.IPV4, end, 0, 0));
    }

    @Override
    public RouteDecision decide(final String vrf, final InetAddress address) throws StateUnavailableException {
        if (!vrf.equals("red") && !vrf.equals("global")) {
            throw new RefusedException(RefusalReason.NOT_FOUND, "there is no VRF " + vrf);
        }
        return vrf.equals("global") ? new RouteDecision(vrf, AddressText.of(address), "drop no-route", null)
            : new RouteDecision(vrf, AddressText.of(address), "punt glean", connected());
    }

    @Override
    public RouteUsageView routeUsage() throws StateUnavailableException {
        return new RouteUsageView(2, 1_000_000_000_000L, 5, Map.of("static", 7, "bgp", 8), 9, LARGE);
    }

    @Override
    public List<TunnelView> tunnels() throws StateUnavailableException {
        return List.of(new TunnelView("1.1.1.1", "ldp", 23, 1, 3, true, true),
            new TunnelView("2001:db8::1", "rsvp", 7, 2, 4, false, false));
    }

    /** An empty page comes first here, too. */
    @Override
    public IndirectNextHopPage indirectNextHops(final int from, final int limit) throws StateUnavailableException {
        return from == 0 ? new IndirectNextHopPage(List.of(), 5)
            : new IndirectNextHopPage(List.of(indirect(from)), from == 7 ? 0 : from + 1);
    }

    static IndirectNextHopView indirect(final int index) {
        return new IndirectNextHopView("1.1.1." + index, new ResolutionView(index, false, 0, List.of()), new ResolutionView(index, true, 3,
            List.of(new DirectNextHopView("ATM6/1.20", "10.20.20.1", null), new DirectNextHopView(null, null, 23))), 9);
    }

    @Override
    public BindingPage bindings(final int from, final int limit) throws StateUnavailableException {
        return new BindingPage(IntStream.range(Math.max(from, FIRST), Math.min(FIRST + labels, Math.max(from, FIRST) + limit))
            .mapToObj(FakeState::binding).toList(), Math.max(from, FIRST) + limit < FIRST + labels ? Math.max(from, FIRST) + limit : 0);
    }

    @Override
    public List<LabelUsageView> labelUsage() throws StateUnavailableException {
        return List.of(new LabelUsageView("platform", labels, Map.of("bgp", labels),
            List.of(new LabelUsage(null, new LabelRange(16, 1_048_575), labels, 0, 0, 1_048_560 - labels))));
    }

    @Override
    public NextHopUsageView nextHopUsage() throws StateUnavailableException {
        return new NextHopUsageView(0, 1, 0, 0);
    }

    @Override
    public List<PortView> ports() throws StateUnavailableException {
        return List.of(new PortView("p42", true, 1, 2, 3, 4, 5), new PortView("asbr3", false, 0, 0, LARGE, 0, 0));
    }

    @Override
    public List<InterfaceView> interfaces() throws StateUnavailableException {
        return List.of(
            new InterfaceView("ATM6/1.20", new PortView("p42", true, 1, 2, 3, 4, 5), new AttachmentView("eth1", "xdp-copy",
                List.of(new RefusedModeView("xdp-zero-copy", "EOPNOTSUPP: the driver of eth1 has no zero-copy")),
                List.of(new QueueView(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, "EPERM: not allowed"),
                    QueueView.xdp(1, 0, 0, LARGE, 0, 0, 0, 0)), 12, null)),
            new InterfaceView("ATM6/1.22", new PortView("p43", true, 1, 2, 3, 4, 5), new AttachmentView("eth2", "xdp-copy",
                List.of(), List.of(), 0, "getsockopt: EBADF")),
            new InterfaceView("ATM6/0.21", new PortView("asbr3", false, 0, 0, 0, 0, 0), null, "red", List.of("10.1.0.1/24")));
    }

    @Override
    public List<NeighbourView> neighbours() throws StateUnavailableException {
        return List.of(new NeighbourView("ATM6/0.21", "10.5.5.5", null, "incomplete", true, "netlink on neighbour 10.5.5.5: EPERM"),
            new NeighbourView("ATM6/1.20", "2001:db8::1", "02:00:00:00:00:0a", "static", false, null));
    }

    @Override
    public List<WorkerView> workers() throws StateUnavailableException {
        return List.of(new WorkerView(0, 3, "spin", "online", LARGE, 2, 3, 4, 5),
            new WorkerView(1, null, "block", "offline", 0, 0, 0, 0, 0));
    }

    @Override
    public HostView host() throws StateUnavailableException {
        return new HostView(new TapView("swaplane0", 1, LARGE, 3), 4, 5, 6, 7, 8, List.of("net/ipv4/conf/red/forwarding"));
    }

    @Override
    public List<ReasonView> drops() throws StateUnavailableException {
        final Map<String, Long> byPort = new LinkedHashMap<>();
        byPort.put("p42", 4L);
        byPort.put("asbr3", 3L);
        return List.of(new ReasonView("unknown-label", "warning", "the label has no entry in its label space", 7, byPort),
            new ReasonView("snapped", "warning", "the capture cut the frame", 0, Map.of()));
    }

    @Override
    public List<ReasonView> punts() throws StateUnavailableException {
        return List.of(new ReasonView("ttl-expired", "info", "the TTL would reach 0", LARGE, Map.of("asbr3", LARGE)));
    }
}
