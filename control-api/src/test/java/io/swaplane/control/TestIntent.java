package io.swaplane.control;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.AcceptSetIntent;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.Model;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.RoutingIntent;
import io.swaplane.control.intent.SpecialLabels;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.LabelRange;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Builds router intents for tests. {@link #router} starts with two ports, a core interface {@code core0} (10.0.0.2 and 10.0.0.3 on
 * it) and an external one {@code ext0} (10.9.0.2 and 10.9.0.3).
 */
public final class TestIntent {
    public static final MacAddress OWN_MAC = MacAddress.parse("02:00:00:00:00:01");
    public static final MacAddress MAC_2 = MacAddress.parse("02:00:00:00:00:22");
    public static final MacAddress MAC_3 = MacAddress.parse("02:00:00:00:00:33");

    private String name = "r1";
    private Defaults defaults = Defaults.STANDARD;
    private LabelSettings labels = LabelSettings.STANDARD;
    private SpecialLabels specialLabels = SpecialLabels.STANDARD;
    private final List<String> ports = new ArrayList<>();
    private final List<InterfaceIntent> interfaces = new ArrayList<>();
    private final List<NeighbourIntent> neighbours = new ArrayList<>();
    private final List<AcceptSetIntent> sets = new ArrayList<>();
    private final List<NextHopIntent> nextHops = new ArrayList<>();
    private final List<TunnelIntent> tunnels = new ArrayList<>();
    private final List<LspIntent> lsps = new ArrayList<>();
    private final List<VrfIntent> vrfs = new ArrayList<>();
    private final List<RouteIntent> routes = new ArrayList<>();

    public static TestIntent empty(final String name) {
        final TestIntent intent = new TestIntent();
        intent.name = name;
        return intent;
    }

    public static TestIntent router() {
        return empty("r1").ports("p0", "p1")
            .with(mplsInterface("core0", "p0", MplsMode.CORE)).with(mplsInterface("ext0", "p1", MplsMode.EXTERNAL))
            .with(neighbour("core0", "10.0.0.2", MAC_2)).with(neighbour("core0", "10.0.0.3", MAC_3))
            .with(neighbour("ext0", "10.9.0.2", MAC_2)).with(neighbour("ext0", "10.9.0.3", MAC_3));
    }

    public TestIntent ports(final String... names) {
        ports.addAll(List.of(names));
        return this;
    }

    public TestIntent with(final InterfaceIntent each) {
        interfaces.add(each);
        return this;
    }

    public TestIntent with(final NeighbourIntent each) {
        neighbours.add(each);
        return this;
    }

    public TestIntent with(final NextHopIntent each) {
        nextHops.add(each);
        return this;
    }

    public TestIntent with(final TunnelIntent each) {
        tunnels.add(each);
        return this;
    }

    public TestIntent with(final LspIntent each) {
        lsps.add(each);
        return this;
    }

    public TestIntent with(final VrfIntent each) {
        vrfs.add(each);
        return this;
    }

    public TestIntent with(final RouteIntent each) {
        routes.add(each);
        return this;
    }

    public TestIntent with(final Defaults each) {
        defaults = each;
        return this;
    }

    public TestIntent with(final LabelSettings each) {
        labels = each;
        return this;
    }

    public TestIntent with(final SpecialLabels each) {
        specialLabels = each;
        return this;
    }

    public TestIntent set(final String setName, final Accept... members) {
        sets.add(new AcceptSetIntent(setName, List.of(members)));
        return this;
    }

    public RouterIntent build() {
        return new RouterIntent(name, "10.255.0.1", defaults, new LabelRange(1000, 1009), labels, specialLabels, ports, interfaces,
            neighbours, sets, nextHops, tunnels, lsps, new RoutingIntent(vrfs, routes, RoutingIntent.CLASS_SELECTORS));
    }

    public Conductor conductor() {
        return new Conductor(build(), 2);
    }

    public static InterfaceIntent mplsInterface(final String name, final String port, final MplsMode mode, final Integer... vlans) {
        return new InterfaceIntent(name, port, List.of(vlans), 0x88A8, OWN_MAC, mode, 1500, false, false);
    }

    public static InterfaceIntent ownSpace(final String name, final String port, final MplsMode mode) {
        return new InterfaceIntent(name, port, List.of(), 0x8100, OWN_MAC, mode, 1500, false, true);
    }

    /** An interface that takes IP by a VRF, with its addresses in it. */
    public static InterfaceIntent vrfInterface(final String name, final String port, final MplsMode mode, final int vlan, final String vrf,
                                               final String... addresses) {
        return new InterfaceIntent(name, port, List.of(vlan), 0x88A8, OWN_MAC, mode, 1500, false, false, vrf,
            Stream.of(addresses).map(TestIntent::address).toList());
    }

    private static Prefix address(final String text) {
        final int slash = text.indexOf('/');
        return new Prefix(ip(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /** A VRF that imports and exports route targets as in {@code 1:1}. */
    public static VrfIntent vrf(final String name, final String imports, final String exports) {
        return new VrfIntent(name, null, targets(imports), targets(exports), LabelMode.PER_VRF, null);
    }

    /** A VRF that imports and exports nothing, with a label. */
    public static VrfIntent vrf(final String name, final Integer label) {
        return new VrfIntent(name, null, List.of(), List.of(), LabelMode.PER_VRF, label);
    }

    private static List<RouteTarget> targets(final String text) {
        return text.isEmpty() ? List.of() : Stream.of(text.split(" ")).map(RouteTarget::parse).toList();
    }

    public static RouteIntent route(final String vrf, final String prefix, final RouteAction action) {
        return new RouteIntent(vrf, Prefix.parse(prefix), action, null, null);
    }

    public static RouteAction.Via via(final String gateway) {
        return new RouteAction.Via(ip(gateway));
    }

    public static NeighbourIntent neighbour(final String interfaceName, final String address, final MacAddress mac) {
        return new NeighbourIntent(interfaceName, ip(address), mac);
    }

    public static NextHopIntent.Direct direct(final int index, final String interfaceName, final String address, final Integer... push) {
        return new NextHopIntent.Direct(index, interfaceName, ip(address), List.of(push), true, null, null);
    }

    public static NextHopIntent.Recursive recursive(final int index, final int via, final Integer... push) {
        return new NextHopIntent.Recursive(index, via, null, List.of(push));
    }

    public static NextHopIntent.Recursive toPeer(final int index, final String peer, final Integer... push) {
        return new NextHopIntent.Recursive(index, null, ip(peer), List.of(push));
    }

    /** A group of next hops of equal weight. */
    public static NextHopIntent.Group group(final int index, final Integer... nextHops) {
        return new NextHopIntent.Group(index, Stream.of(nextHops).map(each -> new NextHopIntent.Leg(1, each)).toList());
    }

    public static NextHopIntent.Protected protection(final int index, final int primary, final int backup) {
        return new NextHopIntent.Protected(index, primary, backup);
    }

    public static TunnelIntent tunnel(final String endpoint, final String owner, final int nextHop, final int metric) {
        return new TunnelIntent(ip(endpoint), owner, nextHop, 0, metric);
    }

    public static LspIntent lsp(final int label, final Action action) {
        return lsp(label, new Accept.Core(), action);
    }

    public static LspIntent lsp(final int label, final Accept accept, final Action action) {
        return new LspIntent(label, LspIntent.PLATFORM, "static", accept, action, null, null, null);
    }

    public static LspIntent lsp(final int label, final Action action, final Model ttl, final Model tc) {
        return new LspIntent(label, LspIntent.PLATFORM, "static", new Accept.Core(), action, ttl, tc, null);
    }

    public static LspIntent pinned(final int label, final int nextHopIndex, final Action action) {
        return new LspIntent(label, LspIntent.PLATFORM, "static", new Accept.Core(), action, null, null, nextHopIndex);
    }

    public static InetAddress ip(final String address) {
        try {
            return InetAddress.getByName(address);
        } catch (final UnknownHostException e) {
            throw new AssertionError(address, e);
        }
    }
}
