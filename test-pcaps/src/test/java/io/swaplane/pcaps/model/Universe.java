package io.swaplane.pcaps.model;

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
import io.swaplane.table.PayloadType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The few names that everything is made of, so that commands meet one another often; and the router as its configuration has it. */
final class Universe {
    static final List<String> PORTS = List.of("p0", "p1", "p2", "p3", "p4");
    static final List<InterfaceIntent> INTERFACES = List.of(
        new InterfaceIntent("core0", "p0", List.of(), 0x8100, mac(1), MplsMode.CORE, 1500, false, false, VrfIntent.GLOBAL,
            link("10.0.0.254/24", "2001:db8::fe/64")),
        new InterfaceIntent("core1", "p1", List.of(100), 0x8100, mac(2), MplsMode.CORE, 1500, false, false),
        new InterfaceIntent("peer", "p2", List.of(), 0x8100, mac(3), MplsMode.EXTERNAL, 120, false, false),
        new InterfaceIntent("own", "p3", List.of(200, 30), 0x88A8, mac(4), MplsMode.CORE, 1500, false, true),
        new InterfaceIntent("plain", "p3", List.of(), 0x8100, mac(5), MplsMode.OFF, 1500, false, false),
        new InterfaceIntent("ce1", "p4", List.of(), 0x8100, mac(6), MplsMode.EXTERNAL, 1500, false, false, "cust1",
            link("10.0.0.254/24", "2001:db8::fe/64")),
        new InterfaceIntent("ce2", "p4", List.of(7), 0x8100, mac(7), MplsMode.OFF, 1500, false, false, "cust2",
            link("10.0.0.254/24", "2001:db8::fe/64")),
        new InterfaceIntent("ce3", "p4", List.of(8), 0x8100, mac(8), MplsMode.OFF, 100, false, false, "cust1",
            link("10.0.1.126/25", "2001:db8:0:1::fe/64")));
    /** The first two have interfaces, and so cannot go. */
    static final List<String> VRFS = List.of("cust1", "cust2", "v1", "v2", "v3");
    static final List<RouteTarget> TARGETS = Stream.of("65000:1", "65000:2", "65000:3").map(RouteTarget::parse).toList();
    /** Prefixes of routes: nested ones, and some that links and neighbours have as well. */
    static final List<Prefix> PREFIXES = Stream.of("0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/24", "10.0.0.254/32", "10.0.0.1/32", "10.0.0.7/32",
        "10.0.1.0/24", "172.16.0.0/16", "172.16.1.0/24", "172.16.1.1/32", "10.0.0.0/32", "10.0.0.255/32", "10.0.1.127/32", "::/0",
        "2001:db8::/32", "2001:db8::/64", "2001:db8::1/128", "2001:db8:1::/48", "2001:db8:1::1/128").map(Prefix::parse).toList();
    static final List<String> DESTINATIONS4 = List.of("10.0.0.1", "10.0.0.7", "10.0.0.9", "10.0.0.254", "10.0.0.255", "10.0.1.0",
        "10.0.1.1", "10.0.1.127", "10.0.1.200", "172.16.1.1", "172.16.1.2", "172.16.9.9", "192.0.2.1", "203.0.113.1");
    static final List<String> DESTINATIONS6 = List.of("2001:db8::1", "2001:db8::9", "2001:db8::fe", "2001:db8:0:1::5", "2001:db8:1::1",
        "2001:db8:1::2", "2001:db8:7::1", "2001:db9::1");
    /** On links and not; some cannot be a neighbour's. */
    static final List<InetAddress> GATEWAYS = Stream.of("10.0.0.1", "10.0.0.1", "10.0.0.7", "10.0.1.1", "2001:db8::1", "10.0.0.254",
        "10.0.0.255", "198.51.100.1", "2001:db8:9::1").map(InetAddress::ofLiteral).toList();
    static final List<String> CONTEXTS = List.of("red", "green", "blue");
    static final List<InetAddress> PEERS = IntStream.rangeClosed(1, 4).mapToObj(i -> InetAddress.ofLiteral("192.0.2." + i)).toList();
    /** The first two peers are neighbours on several interfaces now and then. */
    static final List<InetAddress> ADDRESSES = List.of(PEERS.get(0), PEERS.get(1), InetAddress.ofLiteral("10.0.0.1"),
        InetAddress.ofLiteral("2001:db8::1"), InetAddress.ofLiteral("10.0.0.7"), InetAddress.ofLiteral("10.0.1.1"));
    static final List<MacAddress> NEIGHBOUR_MACS = List.of(mac(0x11), mac(0x12), mac(0x13));
    /** How long labels rest, and what a sweep found in use is left. */
    static final Duration HOLD = Duration.ofSeconds(10);
    static final int LAST_HOP = 18;
    static final int FIRST_LABEL = LabelRange.FIRST_ORDINARY;
    static final int PLATFORM_LABELS = 20;
    static final int OTHER_LABELS = 5;

    private Universe() {
    }

    private static MacAddress mac(final int last) {
        return new MacAddress(0x0200_0000_0000L + last);
    }

    /** How many labels a label space has in this universe, from {@link #FIRST_LABEL}. */
    static int labels(final String space) {
        return space.equals(LspIntent.PLATFORM) ? PLATFORM_LABELS : OTHER_LABELS;
    }

    /** What the router is configured with. */
    static RouterIntent configuration() {
        final List<NeighbourIntent> neighbours = INTERFACES.stream().flatMap(each -> ADDRESSES.subList(2, 4).stream()
            .map(address -> new NeighbourIntent(each.name(), address, NEIGHBOUR_MACS.get(ADDRESSES.indexOf(address) - 2)))).toList();
        final List<NextHopIntent> hops = List.of(direct(1, "core0"), direct(2, "core1"), direct(3, "peer"), direct(4, "own"),
            new NextHopIntent.Recursive(5, 1, null, List.of(500)), new NextHopIntent.Recursive(6, null, PEERS.get(2), List.of(600)),
            new NextHopIntent.Protected(7, 1, 2), direct(8, "ce1"), direct(9, "ce2"));
        final List<LspIntent> lsps = List.of(lsp(16, new Action.Swap(1016, 1)), lsp(17, new Action.Swap(1017, 6)),
            lsp(18, new Action.Lookup("own", PayloadType.IP)),
            lsp(19, new Action.Ecmp(List.of(new Action.Leg(1, new Action.Swap(1019, 7)), new Action.Leg(2, new Action.Swap(1019, 5))))));
        return new RouterIntent("model", "192.0.2.99", new Defaults(Model.UNIFORM, Model.UNIFORM, 200, 3, true),
            new LabelRange(FIRST_LABEL, LabelRange.LAST), new LabelSettings(HOLD, List.of(), List.of()),
            new SpecialLabels(Set.of(), false, false), PORTS, INTERFACES, neighbours,
            List.of(new AcceptSetIntent("edge", List.of(new Accept.Interface("peer"), new Accept.Neighbour("core0", ADDRESSES.get(2)))),
                new AcceptSetIntent("inside", List.of(new Accept.Core())),
                new AcceptSetIntent("customers", List.of(new Accept.Interface("ce1"), new Accept.Neighbour("ce1", ADDRESSES.get(2))))),
            hops, List.of(new TunnelIntent(PEERS.get(2), "static", 5, 10, 1)), lsps, routing());
    }

    private static RoutingIntent routing() {
        return new RoutingIntent(List.of(vrf("cust1", TARGETS.subList(0, 1), TARGETS.subList(1, 2), 20),
            vrf("cust2", TARGETS.subList(1, 2), TARGETS.subList(0, 1), 21)),
            List.of(new RouteIntent("cust1", PREFIXES.get(7), new RouteAction.Forward(700, 5), null, null),
                new RouteIntent("cust2", PREFIXES.get(8), new RouteAction.Via(ADDRESSES.get(2)), null, null)),
            RoutingIntent.CLASS_SELECTORS);
    }

    private static VrfIntent vrf(final String name, final List<RouteTarget> imports, final List<RouteTarget> exports, final int label) {
        return new VrfIntent(name, null, imports, exports, LabelMode.PER_VRF, label);
    }

    private static List<Prefix> link(final String... addresses) {
        return Stream.of(addresses).map(each -> each.split("/"))
            .map(each -> new Prefix(InetAddress.ofLiteral(each[0]), Integer.parseInt(each[1]))).toList();
    }

    /** The address of four or sixteen octets. */
    static InetAddress address(final byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (final UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static NextHopIntent direct(final int index, final String on) {
        return new NextHopIntent.Direct(index, on, ADDRESSES.get(2), List.of(), true, null, null);
    }

    private static LspIntent lsp(final int label, final Action action) {
        return new LspIntent(label, LspIntent.PLATFORM, "static", new Accept.Router(), action, null, null, null);
    }
}
