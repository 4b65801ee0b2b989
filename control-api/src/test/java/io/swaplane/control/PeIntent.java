package io.swaplane.control;

import static io.swaplane.control.TestIntent.direct;
import static io.swaplane.control.TestIntent.ip;
import static io.swaplane.control.TestIntent.mplsInterface;
import static io.swaplane.control.TestIntent.neighbour;
import static io.swaplane.control.TestIntent.vrfInterface;

import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.PrefixKey;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RoutePosition;
import io.swaplane.control.view.RouteView;
import io.swaplane.table.fib.AddressFamily;
import io.swaplane.table.fib.FibLookup;
import java.net.InetAddress;
import java.util.List;

/**
 * A provider edge for tests: {@code core0} with the next hop {@link #TUNNEL}, which pushes 16001, and {@link #PLAIN}, which pushes nothing;
 * {@code red0} (10.1.0.1/24, 2001:db8:1::1/64) and {@code red1} (10.1.1.1/24) in VRF red, {@code blue0} (10.2.0.1/24) in VRF blue.
 */
final class PeIntent {
    static final int TUNNEL = 11;
    static final int PLAIN = 12;
    static final Origin API = new Origin(1, 1, "api", 50);
    static final Origin BGP = new Origin(2, 2, "bgp", 100);

    private PeIntent() {
    }

    static TestIntent pe(final String redTargets, final String blueTargets) {
        return TestIntent.empty("pe").ports("p0", "p1").with(mplsInterface("core0", "p0", MplsMode.CORE))
            .with(vrfInterface("red0", "p1", MplsMode.EXTERNAL, 10, "red", "10.1.0.1/24", "2001:db8:1::1/64"))
            .with(vrfInterface("red1", "p1", MplsMode.OFF, 11, "red", "10.1.1.1/24"))
            .with(vrfInterface("blue0", "p1", MplsMode.OFF, 20, "blue", "10.2.0.1/24"))
            .with(TestIntent.vrf("red", redTargets, redTargets)).with(TestIntent.vrf("blue", blueTargets, blueTargets))
            .with(neighbour("core0", "10.0.0.2", TestIntent.MAC_2))
            .with(direct(TUNNEL, "core0", "10.0.0.2", 16001)).with(direct(PLAIN, "core0", "10.0.0.2"));
    }

    static TestIntent pe() {
        return pe("", "");
    }

    static RouteAction.Forward forward(final Integer label, final int nextHop) {
        return new RouteAction.Forward(label, nextHop);
    }

    /** The word that a worker finds for an address, without whose it is; 0 for none. */
    static long lookup(final Conductor conductor, final String vrf, final String address) {
        final InetAddress destination = ip(address);
        final int number = conductor.vrf(vrf).orElseThrow().number();
        final long table = conductor.tables().fibs().address();
        return RouteWord.bare(PrefixKey.isIpv6(destination)
            ? FibLookup.lookup6(table, number, PrefixKey.high(destination), PrefixKey.low(destination))
            : FibLookup.lookup4(table, number, (int) (PrefixKey.high(destination) >>> Integer.SIZE)));
    }

    /** A route's kind and owner, as in {@code put static}; null when there is none. */
    static String whose(final Conductor conductor, final String vrf, final String prefix) {
        return conductor.route(vrf, Prefix.parse(prefix)).map(route -> route.kind() + " " + route.owner()).orElse(null);
    }

    static RouteView route(final Conductor conductor, final String vrf, final String prefix) {
        return conductor.route(vrf, Prefix.parse(prefix)).orElseThrow();
    }

    /** All routes of a VRF, as prefixes. */
    static List<String> prefixes(final Conductor conductor, final String vrf) {
        return conductor.routes(RouteFilter.of(vrf), RoutePosition.START, 10_000).routes().stream().map(RouteView::prefix).toList();
    }

    static void remove(final Conductor conductor, final Origin origin, final String vrf, final String text) {
        final Prefix prefix = Prefix.parse(text);
        conductor.removeRoute(origin, vrf, PrefixKey.family(prefix.address()), PrefixKey.high(prefix.address()),
            PrefixKey.low(prefix.address()), prefix.length());
    }

    /** Puts the IPv4 route number {@code i} of 2^24, a /32 from 20.0.0.0 on. */
    static Applied put(final Conductor conductor, final Origin origin, final String vrf, final int i, final long forwarding) {
        return conductor.onRoute(origin, vrf, AddressFamily.IPV4, (20L << 24) + i << Integer.SIZE, 0, 32, forwarding);
    }

    /** Lets the conductor work until it has nothing left to do. */
    static void settle(final Conductor conductor) {
        for (int i = 0; i < 100_000; i++) {
            if (conductor.doWork() == 0) {
                return;
            }
        }
        throw new AssertionError("the conductor finds work without end");
    }
}
