package io.swaplane.bgp.router;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.rib.BestPathOptions;
import io.swaplane.bgp.rib.NextHopRule;
import io.swaplane.bgp.rib.NextHopScope;
import io.swaplane.bgp.rib.PeerRules;
import io.swaplane.bgp.rib.SpeakerIdentity;
import io.swaplane.bgp.session.InProcessFabric;
import io.swaplane.bgp.session.Network;
import io.swaplane.bgp.session.PeerAs;
import io.swaplane.bgp.session.PeerSettings;
import io.swaplane.bgp.session.TcpNetwork;
import io.swaplane.bgp.speaker.SpeakerOptions;
import io.swaplane.bgp.vpn.TargetFilter;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.Fec;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteDistinguisher;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.RoutingIntent;
import io.swaplane.control.intent.SpecialLabels;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.LabelRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * CE1 – PE1 – ASBR2 – ASBR3 – PE4 with real sessions within the process. CE1 originates 10.10.10.11/32; PE1's VRF red has label 16,
 * ASBR2 gives 44 for it and ASBR3 gives 50.
 */
final class Figure78 implements AutoCloseable {
    static final String VPN_ROUTE = "10.10.10.11/32";
    static final int VRF_LABEL = 16;
    static final int ASBR2_LABEL = 44;
    static final int ASBR3_LABEL = 50;

    private static final MacAddress OWN_MAC = MacAddress.parse("02:00:00:00:00:01");
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:22");
    private static final int NEXT_HOP = 20;
    private static final int PORT = 1790;
    /** Two addresses of each router, in the order in which they start. */
    private static final List<String> ORDER = List.of("10.1.0.2", "9.9.9.1", "10.1.0.1", "1.1.1.1", "2.2.2.2", "10.5.5.50",
        "10.5.5.5", "3.3.3.3", "4.4.4.4", "10.4.0.1");

    /** Which router has an address, and whether it is reached. */
    private final Map<InetAddress, String> at = new ConcurrentHashMap<>();
    /** Pairs of routers whose link is cut. */
    private final Set<Set<String>> cut = ConcurrentHashMap.newKeySet();
    private final InProcessFabric fabric = new InProcessFabric(this::find);
    private final Shape shape;
    final LiveRouter ce1;
    final LiveRouter pe1;
    final LiveRouter asbr2;
    final LiveRouter asbr3;
    final LiveRouter pe4;

    /**
     * What differs from the figure.
     *
     * @param mode for what PE1 gives labels.
     * @param tcp whether sessions are TCP connections on this machine, instead of channels within the process.
     * @param window how many commands ASBR2's BGP may have unanswered.
     */
    record Shape(LabelMode mode, boolean tcp, int window) {
        static final Shape FIGURE = new Shape(LabelMode.PER_VRF, false, 1 << 12);
    }

    Figure78(final Shape shape) throws IOException {
        this.shape = shape;
        at.putAll(Map.of(ip("10.1.0.2"), "ce1", ip("10.1.0.1"), "pe1", ip("1.1.1.1"), "pe1", ip("2.2.2.2"), "asbr2",
            ip("10.5.5.50"), "asbr2", ip("10.5.5.5"), "asbr3", ip("3.3.3.3"), "asbr3", ip("4.4.4.4"), "pe4"));
        ce1 = new LiveRouter(ce());
        pe1 = new LiveRouter(edge("pe1", "1.1.1.1", "2.2.2.2", "10.1.0.1", new LabelSettings.Pin(new BindingKey(
            shape.mode == LabelMode.PER_VRF ? new Fec.WholeVrf() : shape.mode == LabelMode.PER_NEXT_HOP ? new Fec.NextHop(ip("10.1.0.2"))
            : new Fec.Route(VPN_ROUTE), new Accept.Core(), "red"), VRF_LABEL)));
        asbr2 = new LiveRouter(border("asbr2", "2.2.2.2", "1.1.1.1", "10.5.5.5",
            pin("1.1.1.1", VRF_LABEL, new Accept.Interface("ext0"), ASBR2_LABEL)), 1 << 20, shape.window);
        asbr3 = new LiveRouter(border("asbr3", "3.3.3.3", "4.4.4.4", "10.5.5.50",
            pin("10.5.5.50", ASBR2_LABEL, new Accept.Core(), ASBR3_LABEL)));
        pe4 = new LiveRouter(edge("pe4", "4.4.4.4", "3.3.3.3", "10.4.0.1"));
        speak();
    }

    Figure78() throws IOException {
        this(Shape.FIGURE);
    }

    private void speak() throws IOException {
        ce1.speak(settings(65001, "9.9.9.1", List.of(peer("pe1", null, "10.1.0.1", "10.1.0.2", 65001, 42, "9.9.9.1",
            Family.IPV4_UNICAST, rules("10.1.0.2"))), List.of(), List.of(Prefix.parse(VPN_ROUTE))), network("ce1"));
        speakPe1();
        asbr2.speak(settings(42, "2.2.2.2", List.of(
            peer("pe1", null, "1.1.1.1", "2.2.2.2", 42, 42, "2.2.2.2", Family.VPNV4, rules("2.2.2.2").nextHop(NextHopRule.SELF)),
            peer("asbr3", null, "10.5.5.5", "10.5.5.50", 42, 35, "2.2.2.2", Family.VPNV4,
                rules("10.5.5.50").accept(new Accept.Interface("ext0")))), List.of(), List.of()), network("asbr2"));
        asbr3.speak(settings(35, "3.3.3.3", List.of(
            peer("asbr2", null, "10.5.5.50", "10.5.5.5", 35, 42, "3.3.3.3", Family.VPNV4,
                rules("10.5.5.5").accept(new Accept.Interface("ext0"))),
            peer("pe4", null, "4.4.4.4", "3.3.3.3", 35, 35, "3.3.3.3", Family.VPNV4, rules("3.3.3.3").nextHop(NextHopRule.SELF))),
            List.of(), List.of()), network("asbr3"));
        pe4.speak(settings(35, "4.4.4.4", List.of(
            peer("asbr3", null, "3.3.3.3", "4.4.4.4", 35, 35, "4.4.4.4", Family.VPNV4, rules("4.4.4.4"))),
            List.of(new BgpVrf(red(), List.of())), List.of()), network("pe4"));
    }

    /** PE1's BGP begins, also once more. */
    void speakPe1() throws IOException {
        more(List.of());
    }

    /** PE1's BGP begins, and originates more. */
    void more(final List<Prefix> others) throws IOException {
        final List<Prefix> networks = new ArrayList<>(others);
        networks.add(Prefix.parse("10.1.0.0/24"));
        pe1.speak(settings(42, "1.1.1.1", List.of(
            peer("asbr2", null, "2.2.2.2", "1.1.1.1", 42, 42, "1.1.1.1", Family.VPNV4, rules("1.1.1.1")),
            peer("ce1", "red", "10.1.0.2", "10.1.0.1", 42, 65001, "1.1.1.1", Family.IPV4_UNICAST, rules("10.1.0.1"))),
            List.of(new BgpVrf(red(), networks)), List.of()), network("pe1"));
    }

    private Network network(final String router) {
        if (!shape.tcp) {
            return fabric.router(router);
        }
        return TcpNetwork.listening(at.entrySet().stream().filter(each -> each.getValue().equals(router))
            .map(each -> new InetSocketAddress(reached(each.getKey().getHostAddress()), PORT)).toList());
    }

    /** Where a session's end is: over TCP the router's addresses are some of this machine's, others in each process. */
    private InetAddress reached(final String address) {
        final long pid = ProcessHandle.current().pid();
        return shape.tcp ? ip("127." + (pid >> 8 & 0x7F | 0x80) + "." + (pid & 0xFF) + "." + (ORDER.indexOf(address) + 1)) : ip(address);
    }

    private Optional<InProcessFabric.Arrival> find(final String router, final PeerSettings settings) {
        final String to = at.get(settings.address());
        return to == null || cut.contains(Set.of(router, to)) ? Optional.empty()
            : Optional.of(new InProcessFabric.Arrival(to, "", settings.localAddress().orElseThrow()));
    }

    /** Cuts the way between two routers. */
    void cut(final String one, final String other) {
        cut.add(Set.of(one, other));
        fabric.recheck();
    }

    /** Joins them again. */
    void restore(final String one, final String other) {
        cut.remove(Set.of(one, other));
    }

    static InetAddress ip(final String text) {
        return InetAddress.ofLiteral(text);
    }

    static PeerRules rules(final String self) {
        return PeerRules.open(NextHop.of(ip(self)));
    }

    /** A peer that comes up after this router is waited for, so that no two connections collide. Over TCP its address is on no link. */
    private BgpPeer peer(final String name, final String vrf, final String address, final String from, final long localAs,
                        final long remoteAs, final String routerId, final Family family, final PeerRules rules) {
        return new BgpPeer(name, vrf, PeerSettings.peer(reached(address), localAs, PeerAs.of(remoteAs), id(routerId))
            .localAddress(reached(from)).port(PORT).retrySeconds(1).dampingSeconds(1).families(family)
            .passive(place(from) < place(address)).build(), shape.tcp ? rules.scope(NextHopScope.ANYWHERE) : rules, false);
    }

    private static int place(final String address) {
        return ORDER.indexOf(address) / 2;
    }

    static int id(final String routerId) {
        return (int) (NextHop.of(ip(routerId)).high() >>> 32);
    }

    static BgpSettings settings(final long as, final String routerId, final List<BgpPeer> peers, final List<BgpVrf> vrfs,
                                final List<Prefix> networks) {
        final SpeakerOptions options = new SpeakerOptions(new SpeakerIdentity(id(routerId), id(routerId)),
            BestPathOptions.STANDARD, vrfs.isEmpty() ? TargetFilter.retainAll()
            : TargetFilter.of(List.of()), false);
        return new BgpSettings(as, options, List.of(), peers, vrfs, networks, List.of(), Map.of(NextHop.of(ip("1.1.1.1")), 3),
            Map.of(NextHop.of(ip("1.1.1.1")), 29), vrfs.isEmpty() ? List.of()
            : List.of(new BgpLink("red", Prefix.parse("10.1.0.0/24"), "ce0")));
    }

    private VrfIntent red() {
        final List<RouteTarget> target = List.of(RouteTarget.parse("100:1"));
        return new VrfIntent("red", RouteDistinguisher.parse("100:0"), target, target, shape.mode, null);
    }

    static LabelSettings.Pin pin(final String nextHop, final int received, final Accept accept, final int label) {
        return new LabelSettings.Pin(new BindingKey(new Fec.ReceivedLabel(ip(nextHop), received), accept, null), label);
    }

    private static InterfaceIntent link(final String name, final MplsMode mode, final String vrf, final String address) {
        return new InterfaceIntent(name, "p-" + name, List.of(), 0x88A8, OWN_MAC, mode, 1500, false, false, vrf,
            address == null ? List.of() : List.of(new Prefix(ip(address), 24)));
    }

    private static RouterIntent ce() {
        return router("ce1", "9.9.9.1", List.of(link("pe0", MplsMode.OFF, VrfIntent.GLOBAL, "10.1.0.2")), List.of(), null, List.of(),
            List.of());
    }

    private RouterIntent edge(final String name, final String id, final String far, final String address, final LabelSettings.Pin... pins) {
        return router(name, id, List.of(link("core0", MplsMode.CORE, null, null), link("ce0", MplsMode.OFF, "red", address)),
            List.of(red()), far, List.of(new NeighbourIntent("core0", ip("10.20.20.1"), MAC),
            new NeighbourIntent("ce0", ip("10.1.0.2"), MAC)), List.of(pins));
    }

    static RouterIntent border(final String name, final String id, final String far, final String neighbour,
                               final LabelSettings.Pin pin) {
        return router(name, id, List.of(link("core0", MplsMode.CORE, null, null), link("ext0", MplsMode.EXTERNAL, null, null)), List.of(),
            far, List.of(new NeighbourIntent("core0", ip("10.20.20.1"), MAC), new NeighbourIntent("ext0", ip(neighbour), MAC)),
            List.of(pin));
    }

    private static RouterIntent router(final String name, final String id, final List<InterfaceIntent> links, final List<VrfIntent> vrfs,
                                       final String far, final List<NeighbourIntent> neighbours, final List<LabelSettings.Pin> pins) {
        final List<NextHopIntent> hops = new ArrayList<>();
        final List<TunnelIntent> tunnels = new ArrayList<>();
        if (far != null) {
            hops.add(new NextHopIntent.Direct(NEXT_HOP, "core0", ip("10.20.20.1"), List.of(34), true, null, null));
            tunnels.add(new TunnelIntent(ip(far), "static", NEXT_HOP, 0, 3));
        }
        return new RouterIntent(name, id, Defaults.STANDARD, new LabelRange(1000, 9999),
            new LabelSettings(Duration.ofMinutes(1), List.of(), pins), SpecialLabels.STANDARD,
            links.stream().map(InterfaceIntent::port).toList(), links, neighbours, List.of(), hops, tunnels, List.of(),
            new RoutingIntent(vrfs, List.of(), RoutingIntent.CLASS_SELECTORS));
    }

    @Override
    public void close() {
        for (final LiveRouter each : List.of(ce1, pe1, asbr2, asbr3, pe4)) {
            each.close();
        }
    }
}
