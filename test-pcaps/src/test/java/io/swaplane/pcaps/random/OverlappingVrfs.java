package io.swaplane.pcaps.random;

import io.swaplane.control.Conductor;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MacAddress;
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
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.LabelRange;
import io.swaplane.table.PayloadType;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A provider edge whose VRFs have the same links, customers' addresses and prefixes: two customers each, by ports 2v and 2v + 1, and a core
 * port for all. What the last VRF alone has is imported by the one before it, and by no other.
 */
final class OverlappingVrfs implements AutoCloseable {
    static final int VRFS = 4;
    static final int CUSTOMERS = 2 * VRFS;
    static final int CORE = CUSTOMERS;
    static final int PORTS = CUSTOMERS + 1;
    static final int IMPORTER = VRFS - 2;
    static final int EXPORTER = VRFS - 1;
    /** Second octet, and third IPv6 word, of the addresses that are leaked. */
    static final int LEAKED = 7;

    static final int VRF_LABEL = 100;
    static final int CUSTOMER_LABEL = 200;
    static final int POP_LABEL = 400;
    static final int VPN_LABEL = 1000;
    static final int SWAPPED_LABEL = 1100;
    private static final int TUNNEL_LABEL = 5000;

    private final Conductor conductor;

    OverlappingVrfs() {
        final List<InterfaceIntent> interfaces = new ArrayList<>();
        final List<NeighbourIntent> neighbours = new ArrayList<>();
        final List<NextHopIntent> hops = new ArrayList<>();
        final List<LspIntent> lsps = new ArrayList<>();
        for (int port = 0; port < CUSTOMERS; port++) {
            final int link = port % 2;
            final MacAddress mac = new MacAddress(0x0200_0000_1000L + port);
            interfaces.add(new InterfaceIntent("p" + port, "p" + port, List.of(), 0x8100, mac(port), MplsMode.EXTERNAL, 1500, false, false,
                "vrf" + port / 2, List.of(new Prefix(v4(0, link, 254), 24), new Prefix(v6(0, link, 254), 64))));
            neighbours.add(new NeighbourIntent("p" + port, v4(0, link, 1), mac));
            neighbours.add(new NeighbourIntent("p" + port, v6(0, link, 1), mac));
            hops.add(new NextHopIntent.Direct(customerNextHop(port), "p" + port, v4(0, link, 1), List.of(), true, null, null));
            lsps.add(lsp(CUSTOMER_LABEL + port, new Accept.Interface("p" + port),
                new Action.Swap(SWAPPED_LABEL + port / 2, coreNextHop())));
            lsps.add(lsp(POP_LABEL + port, new Accept.Core(), new Action.Pop(PayloadType.IP, customerNextHop(port))));
        }
        interfaces.add(new InterfaceIntent("core", "p" + CORE, List.of(), 0x8100, mac(CORE), MplsMode.CORE, 1500, false, false));
        neighbours.add(new NeighbourIntent("core", v4(99, 0, 1), new MacAddress(0x0200_0000_2000L)));
        hops.add(new NextHopIntent.Direct(coreNextHop(), "core", v4(99, 0, 1), List.of(TUNNEL_LABEL), true, null, null));
        conductor = new Conductor(new RouterIntent("leaks", "192.0.2.1", Defaults.STANDARD, new LabelRange(16, LabelRange.LAST),
            LabelSettings.STANDARD, SpecialLabels.STANDARD, IntStream.range(0, PORTS).mapToObj(port -> "p" + port).toList(), interfaces,
            neighbours, List.of(), hops, List.of(), lsps, new RoutingIntent(vrfs(), routes(), RoutingIntent.CLASS_SELECTORS)), 1);
    }

    private static LspIntent lsp(final int label, final Accept accept, final Action action) {
        return new LspIntent(label, LspIntent.PLATFORM, "static", accept, action, null, null, null);
    }

    private static List<VrfIntent> vrfs() {
        final RouteTarget leak = RouteTarget.parse("100:999");
        return IntStream.range(0, VRFS).mapToObj(vrf -> {
            final RouteTarget own = RouteTarget.parse("100:" + vrf);
            return new VrfIntent("vrf" + vrf, null, vrf == IMPORTER ? List.of(own, leak) : List.of(own),
                vrf == EXPORTER ? List.of(own, leak) : List.of(own), LabelMode.PER_VRF, VRF_LABEL + vrf);
        }).toList();
    }

    private static List<RouteIntent> routes() {
        return IntStream.range(0, VRFS).boxed().flatMap(vrf -> {
            final RouteAction core = new RouteAction.Forward(VPN_LABEL + vrf, coreNextHop());
            final List<RouteIntent> routes = new ArrayList<>();
            for (int link = 0; link < 2; link++) {
                routes.add(route(vrf, prefix4(1 + link), new RouteAction.Via(v4(0, link, 1))));
                routes.add(route(vrf, prefix6(1 + link), new RouteAction.Via(v6(0, link, 1))));
            }
            final RouteAction mixed = new RouteAction.Ecmp(List.of(new RouteAction.Leg(1, new RouteAction.Via(v4(0, 0, 1))),
                new RouteAction.Leg(2, new RouteAction.Via(v4(0, 1, 1))), new RouteAction.Leg(1, core)));
            for (final Prefix prefix : List.of(prefix4(3), prefix6(3))) {
                routes.add(route(vrf, prefix, core));
            }
            for (final Prefix prefix : List.of(prefix4(4), prefix6(4))) {
                routes.add(route(vrf, prefix, mixed));
            }
            return Stream.concat(routes.stream(), vrf != EXPORTER ? Stream.empty()
                : Stream.of(route(vrf, prefix4(LEAKED), mixed), route(vrf, prefix6(LEAKED), new RouteAction.Via(v6(0, 0, 1)))));
        }).toList();
    }

    private static RouteIntent route(final int vrf, final Prefix prefix, final RouteAction action) {
        return new RouteIntent("vrf" + vrf, prefix, action, null, null);
    }

    static Prefix prefix4(final int second) {
        return Prefix.parse("10." + second + ".0.0/16");
    }

    static Prefix prefix6(final int third) {
        return Prefix.parse("2001:db8:" + third + "::/48");
    }

    private static InetAddress v4(final int second, final int third, final int host) {
        return InetAddress.ofLiteral("10." + second + "." + third + "." + host);
    }

    private static InetAddress v6(final int third, final int fourth, final int host) {
        return InetAddress.ofLiteral("2001:db8:" + third + ":" + fourth + "::" + Integer.toHexString(host));
    }

    static MacAddress mac(final int port) {
        return new MacAddress(0x0200_0000_0000L + port);
    }

    /** The next hop straight to the customer behind a port. */
    static int customerNextHop(final int port) {
        return 1 + port;
    }

    /** The next hop through the core. */
    static int coreNextHop() {
        return 1 + CUSTOMERS;
    }

    Conductor conductor() {
        return conductor;
    }

    @Override
    public void close() {
        conductor.close();
    }
}
