package io.swaplane.control;

import io.swaplane.control.event.Event;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.PrefixKey;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.RouteDecision;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RouteLegView;
import io.swaplane.control.view.RoutePage;
import io.swaplane.control.view.RoutePosition;
import io.swaplane.control.view.RouteUsageView;
import io.swaplane.control.view.RouteView;
import io.swaplane.control.view.SnapshotPage;
import io.swaplane.control.view.VrfPage;
import io.swaplane.control.view.VrfView;
import io.swaplane.table.AddressText;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.PuntReason;
import io.swaplane.table.fib.AddressFamily;
import io.swaplane.table.fib.FibMatch;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes the pictures of VRFs and routes that are shown. Conductor only. */
final class RouteViewer {
    /** A page ends after so many routes for each one that it may have, as what a filter leaves out takes time, too. */
    private static final int LOOKS = 4;

    private final Vrfs vrfs;
    private final RouteTable table;
    private final RouteWords words;
    private final Adjacencies adjacencies;
    private final Topology topology;
    private final NextHopGraph graph;
    private final NextHopViewer hops;
    private final ForwardingTables tables;

    RouteViewer(final Topology topology, final Vrfs vrfs, final Routes routes, final Adjacencies adjacencies, final NextHopGraph graph,
                final Owners owners, final ForwardingTables tables) {
        this.topology = topology;
        this.vrfs = vrfs;
        this.table = routes.table();
        this.words = routes.words();
        this.adjacencies = adjacencies;
        this.graph = graph;
        this.hops = new NextHopViewer(graph, owners, tables.ports());
        this.tables = tables;
    }

    // ---- VRFs ----

    VrfView vrf(final Vrf vrf) {
        final List<String> bound = vrf.interfaces.stream().map(InterfaceIntent::name).toList();
        return new VrfView(vrf.name(), vrf.number, vrf.origin.owner(),
            vrf.intent.routeDistinguisher() == null ? null : vrf.intent.routeDistinguisher().toString(),
            vrf.intent.imports().stream().map(RouteTarget::toString).toList(),
            vrf.intent.exports().stream().map(RouteTarget::toString).toList(),
            vrf.intent.labelMode() == null ? null : vrf.intent.labelMode().label(), vrf.intent.label(), bound,
            vrf.fib(AddressFamily.IPV4).count(), vrf.fib(AddressFamily.IPV6).count());
    }

    VrfPage vrfs(final int from, final int limit) {
        final List<VrfView> views = new ArrayList<>();
        for (int number = Math.max(0, from); number < vrfs.limit(); number++) {
            if (views.size() == limit) {
                return new VrfPage(List.copyOf(views), number);
            }
            if (vrfs.get(number) != null) {
                views.add(vrf(vrfs.get(number)));
            }
        }
        return new VrfPage(List.copyOf(views), 0);
    }

    RouteUsageView usage() {
        long ipv4 = 0;
        long ipv6 = 0;
        for (int number = 0; number < vrfs.limit(); number++) {
            if (vrfs.get(number) != null) {
                ipv4 += vrfs.get(number).fib(AddressFamily.IPV4).count();
                ipv6 += vrfs.get(number).fib(AddressFamily.IPV6).count();
            }
        }
        return new RouteUsageView(vrfs.count(), ipv4, ipv6, table.origins().countByOwner(), adjacencies.count(),
            tables.fibs().bytesInUse());
    }

    // ---- pages ----

    /** Takes routes one by one. */
    private interface Taker {
        /** Whether there is room for more. */
        boolean take(Vrf vrf, AddressFamily family, long high, long low, int length, long word);
    }

    /** Shows routes until the taker has enough or so many were looked at; where to read on, null after the last. */
    private RoutePosition walk(final RouteFilter filter, final RoutePosition from, final int looks, final Taker taker) {
        final int only = filter.vrf() == null ? -1 : vrfs.get(filter.vrf()).number;
        final int last = only < 0 ? vrfs.limit() - 1 : only;
        RoutePosition at = only >= 0 && only != from.vrf() ? first(only, AddressFamily.IPV4) : from;
        int left = looks;
        while (at.vrf() <= last) {
            final Vrf vrf = vrfs.get(at.vrf());
            if (vrf != null && isIn(filter, at.family())) {
                final Part part = new Part(filter, vrf, at, left, taker);
                vrf.fib(at.family()).walk(part.startHigh, part.startLow, part.startLength, part::visit);
                if (part.stopped) {
                    return part.next;
                }
                left = part.left;
            }
            at = at.family() == AddressFamily.IPV4 ? first(at.vrf(), AddressFamily.IPV6) : first(at.vrf() + 1, AddressFamily.IPV4);
        }
        return null;
    }

    private static RoutePosition first(final int vrf, final AddressFamily family) {
        return new RoutePosition(vrf, family, 0, 0, 0);
    }

    private static boolean isIn(final RouteFilter filter, final AddressFamily family) {
        return (filter.family() == null || filter.family() == family)
            && (filter.within() == null || PrefixKey.family(filter.within().address()) == family);
    }

    /** The walk over one FIB. */
    private static final class Part {
        private final RouteFilter filter;
        private final Vrf vrf;
        private final AddressFamily family;
        private final Taker taker;
        private final long withinHigh;
        private final long withinLow;
        private final int withinLength;
        private long startHigh;
        private long startLow;
        private int startLength;
        private int left;
        private boolean stopped;
        private RoutePosition next;

        Part(final RouteFilter filter, final Vrf vrf, final RoutePosition from, final int left, final Taker taker) {
            this.filter = filter;
            this.vrf = vrf;
            this.family = from.family();
            this.left = left;
            this.taker = taker;
            final Prefix within = filter.within();
            withinLength = within == null ? 0 : within.length();
            withinHigh = within == null ? 0 : PrefixKey.highBits(PrefixKey.high(within.address()), withinLength);
            withinLow = within == null ? 0 : PrefixKey.lowBits(PrefixKey.low(within.address()), withinLength);
            startHigh = from.high();
            startLow = from.low();
            startLength = from.length();
            if (compare(startHigh, startLow, withinHigh, withinLow) <= 0) {
                startLength = startHigh == withinHigh && startLow == withinLow ? Math.max(startLength, withinLength) : withinLength;
                startHigh = withinHigh;
                startLow = withinLow;
            }
        }

        private static int compare(final long high, final long low, final long otherHigh, final long otherLow) {
            return high == otherHigh ? Long.compareUnsigned(low, otherLow) : Long.compareUnsigned(high, otherHigh);
        }

        boolean visit(final long high, final long low, final int length, final long word) {
            if (!PrefixKey.contains(withinHigh, withinLow, withinLength, high, low)) {
                return false;
            }
            left--;
            if (!taker.take(vrf, family, high, low, length, word) || left == 0) {
                stopped = true;
                next = new RoutePosition(vrf.number, family, high, low, length + 1);
                return false;
            }
            return true;
        }
    }

    RoutePage routes(final RouteFilter filter, final RoutePosition from, final int limit) {
        final List<RouteView> views = new ArrayList<>();
        final RoutePosition next = walk(filter, from, LOOKS * limit, (vrf, family, high, low, length, word) -> {
            final RouteOrigin origin = table.origins().of(word);
            if (filter.kind() == null || filter.kind().equals(text(origin.kind()))) {
                views.add(route(vrf, family, high, low, length, word));
            }
            return views.size() < limit;
        });
        return new RoutePage(List.copyOf(views), next);
    }

    /** Producers' routes as if they had just been put. */
    SnapshotPage snapshot(final RoutePosition from, final int limit) {
        final List<Event> events = new ArrayList<>();
        final RoutePosition next = walk(RouteFilter.of(null), from, LOOKS * limit, (vrf, family, high, low, length, word) -> {
            final Origin origin = table.origins().of(word).origin();
            if (origin != null) {
                events.add(new Event.RoutePut(vrf.name(), PrefixKey.text(family, high, low, length), origin.owner(), origin.producer()));
            }
            return events.size() < limit;
        });
        return new SnapshotPage(events, next == null ? null : new LabelPosition(0, 0, next));
    }

    // ---- one route ----

    /** A prefix's own route; null when it has none. */
    RouteView route(final Vrf vrf, final Prefix prefix) {
        final AddressFamily family = PrefixKey.family(prefix.address());
        final long high = PrefixKey.highBits(PrefixKey.high(prefix.address()), prefix.length());
        final long low = PrefixKey.lowBits(PrefixKey.low(prefix.address()), prefix.length());
        final long word = RouteTable.get(vrf, family, high, low, prefix.length());
        return word == 0 ? null : route(vrf, family, high, low, prefix.length(), word);
    }

    private static String text(final RouteOrigin.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private RouteView route(final Vrf vrf, final AddressFamily family, final long high, final long low, final int length,
                            final long word) {
        final RouteOrigin origin = table.origins().of(word);
        final List<RouteLegView> legs = new ArrayList<>();
        final String action = switch (ForwardingWord.operation(word)) {
            case PUSH -> {
                addLegs(legs, null, true, word);
                yield "forward";
            }
            case GROUP -> addLegs(legs, words.group(word));
            case RECEIVE -> "receive";
            case GLEAN -> "glean";
            default -> "discard";
        };
        return new RouteView(vrf.name(), PrefixKey.text(family, high, low, length), text(origin.kind()), origin.owner(), action,
            action.equals("glean") ? topology.interfaceOf(ForwardingWord.nextHop(word)).name() : null, List.copyOf(legs),
            ForwardingWord.ttlPipe(word) ? "pipe" : "uniform", ForwardingWord.tcPipe(word) ? "pipe" : "uniform", words.isResolved(word));
    }

    /** Adds a group's ways out; its kind. */
    private String addLegs(final List<RouteLegView> legs, final RouteGroups.Made group) {
        int at = 0;
        if (group.action() instanceof RouteAction.Ecmp ecmp) {
            for (final RouteAction.Leg leg : ecmp.legs()) {
                final String role = "weight " + leg.weight();
                if (leg.action() instanceof RouteAction.Protect) {
                    addPair(legs, role + ", ", group.legs().get(at), group.legs().get(at + 1));
                    at += 2;
                } else {
                    addLegs(legs, role, true, group.legs().get(at));
                    at++;
                }
            }
            return "ecmp";
        }
        addPair(legs, "", group.legs().get(0), group.legs().get(1));
        return "protect";
    }

    private void addPair(final List<RouteLegView> legs, final String prefix, final long primary, final long backup) {
        final boolean onBackup = !isUp(primary) && isUp(backup);
        addLegs(legs, prefix + "primary", !onBackup, primary);
        addLegs(legs, prefix + "backup", onBackup, backup);
    }

    private boolean isUp(final long word) {
        final Adjacency adjacency = adjacencies.at(ForwardingWord.nextHop(word));
        return (adjacency == null || adjacency.interfaceNumber != Adjacency.NOWHERE)
            && hops.isUp(ForwardingWord.nextHop(word));
    }

    /** Adds all ways out by which a push's packets may leave. */
    private void addLegs(final List<RouteLegView> legs, final String role, final boolean active, final long word) {
        final int index = ForwardingWord.nextHop(word);
        final int label = ForwardingWord.outLabel(word);
        final Adjacency adjacency = adjacencies.at(index);
        if (adjacency != null && adjacency.interfaceNumber == Adjacency.NOWHERE) {
            legs.add(new RouteLegView(role, active, index, null, List.of(), null, AddressText.of(adjacency.address), false));
        } else {
            final Integer own = label == ForwardingWord.NO_LABEL ? null : label;
            new Ends(legs, index, own).add(role, active, index, own == null ? List.of() : List.of(own));
        }
    }

    /** Follows a next hop to its ends. */
    private final class Ends {
        private final List<RouteLegView> legs;
        private final int named;
        private final Integer label;

        Ends(final List<RouteLegView> legs, final int named, final Integer label) {
            this.legs = legs;
            this.named = named;
            this.label = label;
        }

        /** {@code below} are the labels under those that the next hop pushes, top of stack first. */
        void add(final String role, final boolean active, final int index, final List<Integer> below) {
            final NextHopIntent intent = graph.intent(index);
            final List<Integer> labels = new ArrayList<>(intent.push());
            labels.addAll(below);
            switch (intent) {
                case NextHopIntent.Direct direct ->
                    end(role, active, labels, direct.interfaceName(), direct.neighbour(), graph.isResolved(index));
                case NextHopIntent.Recursive recursive when recursive.via() != null -> add(role, active, recursive.via(), labels);
                case NextHopIntent.Recursive recursive -> {
                    switch (graph.peers().way(recursive.peer())) {
                        case Way.Tunnel(final TunnelIntent tunnel) -> add(role, active, tunnel.nextHop(), labels);
                        case Way.Neighbour neighbour ->
                            end(role, active, labels, neighbour.interfaceName(), neighbour.address(), graph.isResolved(index));
                        case Way.None none -> end(role, active, labels, null, recursive.peer(), false);
                    }
                }
                case NextHopIntent.Group group -> {
                    for (final NextHopIntent.Leg leg : group.legs()) {
                        add(within(role, "weight " + leg.weight()), active, leg.nextHop(), labels);
                    }
                }
                case NextHopIntent.Protected pair -> {
                    final boolean onBackup = !hops.isUp(pair.primary()) && hops.isUp(pair.backup());
                    add(within(role, "primary"), active && !onBackup, pair.primary(), labels);
                    add(within(role, "backup"), active && onBackup, pair.backup(), labels);
                }
            }
        }

        private String within(final String outer, final String inner) {
            return outer == null ? inner : outer + ", " + inner;
        }

        private void end(final String role, final boolean active, final List<Integer> labels, final String interfaceName,
                         final InetAddress neighbour, final boolean resolved) {
            legs.add(new RouteLegView(role, active, named, label, List.copyOf(labels), interfaceName, AddressText.of(neighbour),
                resolved));
        }
    }

    // ---- decisions ----

    RouteDecision decide(final Vrf vrf, final InetAddress destination) {
        final String address = AddressText.of(destination);
        if (isMartian(destination)) {
            return new RouteDecision(vrf.name(), address, drop(DropReason.MARTIAN), null);
        }
        if (destination.isMulticastAddress()) {
            return new RouteDecision(vrf.name(), address, drop(DropReason.MULTICAST_IP), null);
        }
        final AddressFamily family = PrefixKey.family(destination);
        final FibMatch match = vrf.fib(family).longestMatch(PrefixKey.high(destination), PrefixKey.low(destination));
        if (match == null) {
            return new RouteDecision(vrf.name(), address, drop(DropReason.NO_ROUTE), null);
        }
        return new RouteDecision(vrf.name(), address, outcome(match.word()),
            route(vrf, family, match.high(), match.low(), match.length(), match.word()));
    }

    private String outcome(final long word) {
        return switch (ForwardingWord.operation(word)) {
            case PUSH, GROUP -> words.isResolved(word) ? "forward" : drop(DropReason.UNRESOLVED);
            case RECEIVE -> "receive";
            case GLEAN -> "punt " + PuntReason.GLEAN.label();
            default -> drop(DropReason.of(ForwardingWord.outLabel(word)));
        };
    }

    private static String drop(final DropReason reason) {
        return "drop " + reason.label();
    }

    /** A destination that the packet path drops before it looks for a route. */
    private static boolean isMartian(final InetAddress destination) {
        final long high = PrefixKey.high(destination);
        if (PrefixKey.isIpv6(destination)) {
            return destination.isLoopbackAddress() || destination.isAnyLocalAddress() || destination.isLinkLocalAddress()
                || high == 0 && PrefixKey.low(destination) >>> Integer.SIZE == 0xFFFF;
        }
        final int first = (int) (high >>> 56);
        return first == 0 || first == 127 || high >>> 48 == 0xA9FE || first >= 240;
    }
}
