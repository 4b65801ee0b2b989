package io.swaplane.pcaps.model;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.RoutingIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.command.Outcome;
import io.swaplane.pcaps.model.RouterModel.Held;
import io.swaplane.table.PayloadType;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A router's VRFs and the routes that producers put, in plain maps. What follows from them is the reference forwarder's to work out. */
final class RoutingModel {
    /** A prefix of a table. */
    record RouteKey(String vrf, Prefix prefix) { }

    private final RouterModel router;
    private final RouterIntent base;
    private final Map<String, Held<VrfIntent>> vrfs = new TreeMap<>();
    /** Of a prefix the strongest producer's first. */
    private final Map<RouteKey, List<Held<RouteIntent>>> routes = new LinkedHashMap<>();

    RoutingModel(final RouterModel router, final RouterIntent base, final Who configuration) {
        this.router = router;
        this.base = base;
        for (final VrfIntent vrf : base.routing().vrfs()) {
            vrfs.put(vrf.name(), new Held<>(vrf, configuration));
            router.labels().put(labelKey(vrf), new Held<>(label(vrf, configuration), configuration));
        }
        base.routing().routes().forEach(route -> routes.put(key(route), List.of(new Held<>(route, configuration))));
    }

    private static RouteKey key(final RouteIntent route) {
        return new RouteKey(route.vrf(), route.prefix());
    }

    /** VRFs without their labels, which are label entries like others here. */
    RoutingIntent intent() {
        return new RoutingIntent(vrfs.values().stream().map(Held::value).map(vrf -> new VrfIntent(vrf.name(), vrf.routeDistinguisher(),
            vrf.imports(), vrf.exports(), vrf.labelMode(), null)).toList(),
            routes.values().stream().map(held -> held.getFirst().value()).toList(), base.routing().dscpToTc());
    }

    Map<String, Held<VrfIntent>> vrfs() {
        return vrfs;
    }

    /** Where producers have routes. */
    Set<RouteKey> prefixes() {
        return routes.keySet();
    }

    private Stream<Held<RouteIntent>> held() {
        return routes.values().stream().flatMap(List::stream);
    }

    boolean hasTable(final String name) {
        return name.equals(VrfIntent.GLOBAL) || vrfs.containsKey(name);
    }

    /** Every way by which routes lead to a next hop that has an index. */
    Stream<RouterModel.Leg> legs() {
        return held().flatMap(held -> legs(held.value()).stream());
    }

    private static List<RouterModel.Leg> legs(final RouteIntent route) {
        return paths(route.action()).stream().filter(RouteAction.Forward.class::isInstance).map(RouteAction.Forward.class::cast)
            .map(each -> new RouterModel.Leg(each.nextHop(), each.label() != null && each.label() != 3, route.vrf())).toList();
    }

    private static List<RouteAction.Path> paths(final RouteAction action) {
        return switch (action) {
            case RouteAction.Path path -> List.of(path);
            case RouteAction.Protect pair -> List.of(pair.primary(), pair.backup());
            case RouteAction.Ecmp ecmp -> ecmp.legs().stream().flatMap(leg -> paths(leg.action()).stream()).toList();
            case RouteAction.Receive receive -> List.of();
            case RouteAction.Drop drop -> List.of();
        };
    }

    // ---- VRFs ----

    Answer putVrf(final VrfIntent intent, final Who who, final Set<RefusalReason> wrong) {
        RouterModel.checkOwner(vrfs.get(intent.name()), who, wrong);
        if (intent.name().isBlank() || intent.name().equals(VrfIntent.GLOBAL)
            || intent.label() != null && intent.labelMode() != LabelMode.PER_VRF) {
            wrong.add(RefusalReason.INVALID);
        }
        if (!wrong.isEmpty()) {
            return Answer.refused(wrong);
        }
        final Held<VrfIntent> old = vrfs.put(intent.name(), new Held<>(intent, who));
        if (intent.label() != null) {
            final Answer label = router.apply(new Change.PutLabel(label(intent, who), false), who);
            if (label.outcome() == Outcome.REFUSED) {
                vrfs.remove(intent.name());
                Optional.ofNullable(old).ifPresent(each -> vrfs.put(intent.name(), each));
                return label;
            }
        }
        if (old != null && old.value().label() != null && !old.value().label().equals(intent.label()) && hasItsLabel(old)) {
            router.labels().remove(labelKey(old.value()));
        }
        return Answer.PROGRAMMED;
    }

    private static LspIntent label(final VrfIntent intent, final Who who) {
        return new LspIntent(intent.label(), LspIntent.PLATFORM, who.owner(), new Accept.Core(),
            new Action.LookupVrf(intent.name(), PayloadType.IP), null, null, null);
    }

    private static RouterModel.Key labelKey(final VrfIntent vrf) {
        return new RouterModel.Key(LspIntent.PLATFORM, vrf.label());
    }

    /** Whether a VRF's label is an entry of its producer's that looks packets up in it. */
    private boolean hasItsLabel(final Held<VrfIntent> vrf) {
        final Held<LspIntent> entry = vrf.value().label() == null ? null : router.labels().get(labelKey(vrf.value()));
        return entry != null && looksUp(entry.value(), vrf.value().name()) && entry.who().producer().equals(vrf.who().producer());
    }

    private static boolean looksUp(final LspIntent lsp, final String vrf) {
        return lsp.action() instanceof Action.LookupVrf lookup && lookup.vrf().equals(vrf);
    }

    Answer removeVrf(final String name, final Who who, final Set<RefusalReason> wrong) {
        final Held<VrfIntent> held = vrfs.get(name);
        RouterModel.checkOwner(held, who, wrong);
        if (name.equals(VrfIntent.GLOBAL)) {
            wrong.add(RefusalReason.INVALID);
        } else if (held == null) {
            wrong.add(RefusalReason.NOT_FOUND);
        } else if (isUsed(held)) {
            wrong.add(RefusalReason.IN_USE);
        }
        if (!wrong.isEmpty()) {
            return Answer.refused(wrong);
        }
        takeOut(held);
        return Answer.PROGRAMMED;
    }

    private boolean isUsed(final Held<VrfIntent> vrf) {
        final String name = vrf.value().name();
        final long lookups = router.labels().values().stream().filter(held -> looksUp(held.value(), name)).count();
        return interfaces(name).findAny().isPresent() || routes.keySet().stream().anyMatch(key -> key.vrf().equals(name))
            || lookups > (hasItsLabel(vrf) ? 1 : 0);
    }

    private void takeOut(final Held<VrfIntent> vrf) {
        if (hasItsLabel(vrf)) {
            router.labels().remove(labelKey(vrf.value()));
        }
        vrfs.remove(vrf.value().name());
    }

    // ---- routes ----

    Answer putRoute(final RouteIntent intent, final Who who, final Set<RefusalReason> wrong) {
        checkPrefix(key(intent), wrong);
        final List<Held<RouteIntent>> others = others(key(intent), who);
        if (others.stream().anyMatch(held -> held.who().preference() == who.preference())) {
            wrong.add(RefusalReason.CONFLICTING_OWNER);
        }
        final List<RouteAction.Path> paths = paths(intent.action());
        if (intent.action() instanceof RouteAction.Ecmp ecmp
            && (ecmp.legs().isEmpty() || ecmp.legs().stream().anyMatch(leg -> leg.weight() < 1 || leg.weight() > 255))) {
            wrong.add(RefusalReason.INVALID);
        }
        for (final RouteAction.Path path : paths) {
            if (path instanceof RouteAction.Via(InetAddress gateway) && !canBeGateway(intent.vrf(), gateway)) {
                wrong.add(RefusalReason.INVALID);
            }
        }
        router.checkLegs(legs(intent), wrong);
        if (!wrong.isEmpty()) {
            return Answer.refused(wrong);
        }
        others.add(new Held<>(intent, who));
        others.sort(Comparator.comparing(held -> held.who().preference()));
        routes.put(key(intent), others);
        if (!others.getFirst().who().equals(who)) {
            return Answer.STANDBY;
        }
        if (paths.isEmpty() || paths.stream().anyMatch(path -> isResolved(intent.vrf(), path, false))) {
            return Answer.PROGRAMMED;
        }
        return paths.stream().anyMatch(path -> isResolved(intent.vrf(), path, true)) ? Answer.EITHER : Answer.applied(false);
    }

    private List<Held<RouteIntent>> others(final RouteKey key, final Who who) {
        final List<Held<RouteIntent>> others = new ArrayList<>(routes.getOrDefault(key, List.of()));
        others.removeIf(held -> held.who().producer().equals(who.producer()));
        return others;
    }

    private void checkPrefix(final RouteKey key, final Set<RefusalReason> wrong) {
        if (!hasTable(key.vrf())) {
            wrong.add(RefusalReason.UNKNOWN_REFERENCE);
        }
        if (!masked(key.prefix()).equals(key.prefix())) {
            wrong.add(RefusalReason.INVALID);
        }
        if (interfaces(key.vrf()).flatMap(each -> each.addresses().stream())
            .anyMatch(address -> masked(address).equals(key.prefix()) || host(address.address()).equals(key.prefix()))
            || host(key.prefix().address()).equals(key.prefix()) && !canBeGateway(key.vrf(), key.prefix().address())) {
            wrong.add(RefusalReason.CONFLICTING_OWNER);
        }
    }

    Answer removeRoute(final RouteKey key, final Who who, final Set<RefusalReason> wrong) {
        checkPrefix(key, wrong);
        final List<Held<RouteIntent>> held = routes.getOrDefault(key, List.of());
        final List<Held<RouteIntent>> others = others(key, who);
        if (held.isEmpty()) {
            wrong.add(RefusalReason.NOT_FOUND);
        } else if (others.size() == held.size()) {
            RouterModel.checkOwner(held.getFirst(), who, wrong);
            others.removeFirst();
        }
        if (!wrong.isEmpty()) {
            return Answer.refused(wrong);
        }
        keep(key, others);
        return Answer.PROGRAMMED;
    }

    private void keep(final RouteKey key, final List<Held<RouteIntent>> rest) {
        if (rest.isEmpty()) {
            routes.remove(key);
        } else {
            routes.put(key, rest);
        }
    }

    /** Whether a path leads anywhere; also over a neighbour that came so lately that it may not be in the tables yet. */
    private boolean isResolved(final String vrf, final RouteAction.Path path, final boolean fresh) {
        return switch (path) {
            case RouteAction.Forward forward -> router.isResolved(forward.nextHop());
            case RouteAction.Via(InetAddress gateway) -> link(vrf, gateway).map(link -> new Accept.Neighbour(link.name(), gateway))
                .filter(neighbour -> router.knows(neighbour) && (fresh || !router.isFresh(neighbour))).isPresent();
        };
    }

    /** The interface on whose link a gateway lies, that of the longest prefix. */
    private Optional<InterfaceIntent> link(final String vrf, final InetAddress gateway) {
        return interfaces(vrf).filter(each -> address(each, gateway).isPresent())
            .max(Comparator.comparing(each -> address(each, gateway).orElseThrow().length()));
    }

    private static Optional<Prefix> address(final InterfaceIntent on, final InetAddress neighbour) {
        return on.addresses().stream().filter(each -> contains(each, neighbour)).max(Comparator.comparing(Prefix::length));
    }

    private static boolean contains(final Prefix prefix, final InetAddress address) {
        return prefix.address().getClass() == address.getClass() && masked(new Prefix(address, prefix.length())).equals(masked(prefix));
    }

    private boolean canBeGateway(final String vrf, final InetAddress gateway) {
        return link(vrf, gateway).map(each -> address(each, gateway).orElseThrow()).map(own -> canBeNeighbours(own, gateway)).orElse(true);
    }

    /** Not the router's own address, nor the link's or everybody's. */
    private static boolean canBeNeighbours(final Prefix own, final InetAddress address) {
        return !address.equals(own.address()) && !(address instanceof Inet4Address && own.length() <= 30
            && (address.equals(masked(own).address()) || address.equals(filled(own, true).address())));
    }

    /** Whether a packet for an address on an interface's link makes it a neighbour that is looked for. */
    boolean canBeGleaned(final InterfaceIntent on, final InetAddress address) {
        final List<Prefix> links = on.addresses().stream().filter(each -> contains(each, address)).toList();
        return !links.isEmpty() && links.stream().allMatch(own -> canBeNeighbours(own, address));
    }

    private Stream<InterfaceIntent> interfaces(final String vrf) {
        return base.interfaces().stream().filter(each -> vrf.equals(each.vrf()));
    }

    private static Prefix host(final InetAddress address) {
        return new Prefix(address, 8 * address.getAddress().length);
    }

    private static Prefix masked(final Prefix prefix) {
        return filled(prefix, false);
    }

    private static Prefix filled(final Prefix prefix, final boolean ones) {
        final byte[] octets = prefix.address().getAddress();
        for (int bit = prefix.length(); bit < 8 * octets.length; bit++) {
            final int one = 0x80 >> bit % 8;
            octets[bit / 8] = (byte) (ones ? octets[bit / 8] | one : octets[bit / 8] & ~one);
        }
        return new Prefix(Universe.address(octets), prefix.length());
    }

    // ---- over time ----

    /** Routes that a producer put before a session go. */
    void sweepRoutes(final String producer, final int session) {
        List.copyOf(routes.entrySet()).forEach(each -> keep(each.getKey(),
            each.getValue().stream().filter(held -> !RouterModel.isStale(held, producer, session)).toList()));
    }

    /** VRFs that a producer put before a session go, unless they are in use. */
    void sweepVrfs(final String producer, final int session) {
        List.copyOf(vrfs.values()).stream().filter(held -> RouterModel.isStale(held, producer, session) && !isUsed(held))
            .forEach(this::takeOut);
    }

    List<Change> vrfsOf(final String producer) {
        final List<Change> all = new ArrayList<>();
        vrfs.values().stream().filter(held -> held.who().producer().equals(producer))
            .forEach(held -> all.add(new Change.PutVrf(held.value())));
        return all;
    }

    List<Change> routesOf(final String producer) {
        final List<Change> all = new ArrayList<>();
        held().filter(held -> held.who().producer().equals(producer)).forEach(held -> all.add(new Change.PutRoute(held.value(), false)));
        return all;
    }

    /** As {@code show} tells of them. */
    List<String> shownRoutes() {
        return routes.entrySet().stream().map(each -> each.getKey().vrf() + " " + each.getKey().prefix() + " "
            + each.getValue().getFirst().who().owner()).toList();
    }
}
