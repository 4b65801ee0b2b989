package io.swaplane.pcaps.reference;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.VrfIntent;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The routes of every table that docs/VRF.md says there are, searched from end to end. */
final class ReferenceTables {
    private final RouterIntent intent;
    private final Map<String, Map<Prefix, IpRoute>> tables = new HashMap<>();

    ReferenceTables(final RouterIntent intent) {
        this.intent = intent;
        final List<VrfIntent> vrfs = intent.routing().vrfs();
        Stream.concat(Stream.of(VrfIntent.GLOBAL), vrfs.stream().map(VrfIntent::name)).forEach(name -> tables.put(name, own(name)));
        final Map<String, List<IpRoute>> exported = new HashMap<>();
        vrfs.forEach(vrf -> exported.put(vrf.name(), List.copyOf(tables.get(vrf.name()).values())));
        for (final VrfIntent vrf : vrfs) {
            vrfs.stream().filter(other -> leaks(other, vrf)).sorted(Comparator.comparing(VrfIntent::name))
                .forEach(other -> exported.get(other.name()).forEach(route -> tables.get(vrf.name()).putIfAbsent(route.prefix(), route)));
        }
    }

    private static boolean leaks(final VrfIntent from, final VrfIntent to) {
        return from != to && from.exports().stream().anyMatch(to.imports()::contains);
    }

    /** The table's own routes, the better ones first. */
    private Map<Prefix, IpRoute> own(final String table) {
        final Map<Prefix, IpRoute> routes = new LinkedHashMap<>();
        for (final InterfaceIntent each : interfaces(table)) {
            each.addresses().forEach(address -> add(routes, host(address.address()), new IpRoute.Local(table), table));
        }
        for (final InterfaceIntent each : interfaces(table)) {
            each.addresses().forEach(address -> add(routes, masked(address), new IpRoute.Connected(each.name()), table));
        }
        for (final InterfaceIntent each : interfaces(table)) {
            each.addresses().stream().flatMap(ReferenceTables::noHosts).filter(no -> isNoHost(table, no))
                .forEach(no -> add(routes, host(no), new IpRoute.NoHost(), table));
        }
        for (final RouteIntent route : intent.routing().routes()) {
            if (route.vrf().equals(table)) {
                add(routes, route.prefix(), new IpRoute.Put(route), table);
            }
        }
        for (final InterfaceIntent each : interfaces(table)) {
            for (final NeighbourIntent neighbour : intent.neighbours()) {
                if (neighbour.interfaceName().equals(each.name())) {
                    add(routes, host(neighbour.address()), new IpRoute.Neighbour(each.name(), neighbour.address()), table);
                }
            }
        }
        return routes;
    }

    /** An IPv4 link's first and last address, when it has others between them. */
    private static Stream<InetAddress> noHosts(final Prefix link) {
        final byte[] last = masked(link).address().getAddress();
        for (int bit = link.length(); bit < 8 * last.length; bit++) {
            last[bit / 8] |= (byte) (0x80 >> bit % 8);
        }
        return last.length > 4 || link.length() > 30 ? Stream.of() : Stream.of(masked(link).address(), address(last));
    }

    /** Whether the longest link around it has no host of this address either. */
    private boolean isNoHost(final String table, final InetAddress address) {
        return interfaces(table).stream().flatMap(each -> each.addresses().stream())
            .filter(link -> new IpRoute(masked(link), new IpRoute.NoHost(), table).matches(address.getAddress()))
            .max(Comparator.comparingInt(Prefix::length)).filter(link -> noHosts(link).anyMatch(address::equals)).isPresent();
    }

    private static void add(final Map<Prefix, IpRoute> routes, final Prefix prefix, final IpRoute.What what, final String home) {
        routes.putIfAbsent(prefix, new IpRoute(prefix, what, home));
    }

    private List<InterfaceIntent> interfaces(final String table) {
        return intent.interfaces().stream().filter(each -> table.equals(each.vrf())).toList();
    }

    private static Prefix host(final InetAddress address) {
        return new Prefix(address, 8 * address.getAddress().length);
    }

    private static Prefix masked(final Prefix prefix) {
        final byte[] octets = prefix.address().getAddress();
        for (int bit = prefix.length(); bit < 8 * octets.length; bit++) {
            octets[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return new Prefix(address(octets), prefix.length());
    }

    private static InetAddress address(final byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (final UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The longest match; null when there is none. */
    IpRoute find(final String table, final byte[] destination) {
        return longest(tables.get(table).values(), destination);
    }

    private static IpRoute longest(final Collection<IpRoute> routes, final byte[] destination) {
        return routes.stream().filter(route -> route.matches(destination))
            .max(Comparator.comparingInt(route -> route.prefix().length())).orElse(null);
    }

    /** The interface on whose connected link of this table an address lies; null when it lies on none. */
    String link(final String table, final InetAddress gateway) {
        final List<IpRoute> links = interfaces(table).stream().flatMap(each -> each.addresses().stream()
            .map(address -> new IpRoute(masked(address), new IpRoute.Connected(each.name()), table))).toList();
        final IpRoute link = longest(links, gateway.getAddress());
        return link == null ? null : ((IpRoute.Connected) link.what()).interfaceName();
    }
}
