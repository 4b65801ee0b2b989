package io.swaplane.control;

import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.view.DirectNextHopView;
import io.swaplane.control.view.IndirectNextHopPage;
import io.swaplane.control.view.IndirectNextHopView;
import io.swaplane.control.view.NextHopLegView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.ResolutionView;
import io.swaplane.control.view.TunnelView;
import io.swaplane.table.AddressText;
import io.swaplane.table.Egress;
import io.swaplane.table.NextHopEntry;
import io.swaplane.table.PortTable;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes the pictures of next hops and tunnels that are shown. Conductor only. */
final class NextHopViewer {
    /** Next hops looked at for one page. */
    private static final int MOST_LOOKED_AT = 1 << 14;
    private static final Comparator<TunnelIntent> BY_ENDPOINT =
        Comparator.comparing(tunnel -> tunnel.endpoint().getAddress(), NextHopViewer::compareAddresses);

    private final NextHopGraph graph;
    private final Owners owners;
    private final PortTable ports;

    NextHopViewer(final NextHopGraph graph, final Owners owners, final PortTable ports) {
        this.graph = graph;
        this.owners = owners;
        this.ports = ports;
    }

    private static int compareAddresses(final byte[] one, final byte[] other) {
        return one.length == other.length ? Arrays.compareUnsigned(one, other) : Integer.compare(one.length, other.length);
    }

    NextHopView nextHop(final int index) {
        final boolean resolved = graph.isResolved(index);
        final boolean withoutMemory = graph.isWithoutMemory(index);
        final int references = graph.references(index);
        final Origin origin = owners.owner(new Owned.NextHop(index));
        final String owner = origin == null ? null : origin.owner();
        return switch (graph.intent(index)) {
            case NextHopIntent.Direct direct -> new NextHopView(index, direct.push(), null, null, direct.interfaceName(),
                AddressText.of(direct.neighbour()), List.of(), resolved, withoutMemory, references, graph.statistics(index), owner);
            case NextHopIntent.Recursive recursive -> {
                final Way.Neighbour neighbour = neighbour(recursive);
                yield new NextHopView(index, recursive.push(), graph.resolvedBy(index), text(recursive.peer()),
                    neighbour == null ? null : neighbour.interfaceName(), neighbour == null ? null : text(neighbour.address()), List.of(),
                    resolved, withoutMemory, references, null, owner);
            }
            case NextHopIntent.Group group -> new NextHopView(index, List.of(), null, null, null, null, group.legs().stream()
                .map(leg -> new NextHopLegView("weight " + leg.weight(), true, leg.nextHop())).toList(), resolved,
                withoutMemory, references, null, owner);
            case NextHopIntent.Protected pair -> {
                final boolean onBackup = !isUp(pair.primary()) && isUp(pair.backup());
                yield new NextHopView(index, List.of(), null, null, null, null,
                    List.of(new NextHopLegView("primary", !onBackup, pair.primary()),
                        new NextHopLegView("backup", onBackup, pair.backup())),
                    resolved, withoutMemory, references, null, owner);
            }
        };
    }

    private static String text(final InetAddress address) {
        return address == null ? null : AddressText.of(address);
    }

    /** The neighbour that it is looked up as; null when it is not. */
    private Way.Neighbour neighbour(final NextHopIntent.Recursive recursive) {
        return recursive.via() == null && graph.peers().way(recursive.peer()) instanceof Way.Neighbour neighbour ? neighbour : null;
    }

    /** Whether packets for it leave by a port that is up. */
    boolean isUp(final int index) {
        return isUp(graph.egress(index));
    }

    private boolean isUp(final Egress egress) {
        return switch (egress) {
            case NextHopEntry entry -> ports.isUp(entry.port());
            case Egress.Group group -> group.members().stream().anyMatch(member -> isUp(member.egress()));
            case Egress.Protection pair -> isUp(pair.primary()) || isUp(pair.backup());
            case Egress.None() -> false;
        };
    }

    /** A next hop and all that it leads to, each once, and before those that resolve it where one alone does. */
    List<Integer> reached(final int index) {
        final Set<Integer> seen = new LinkedHashSet<>();
        final List<Integer> left = new ArrayList<>(List.of(index));
        while (!left.isEmpty()) {
            final int each = left.removeLast();
            if (seen.add(each)) {
                left.addAll(next(each).reversed());
            }
        }
        return List.copyOf(seen);
    }

    private List<Integer> next(final int index) {
        return switch (graph.intent(index)) {
            case NextHopIntent.Group group -> group.legs().stream().map(NextHopIntent.Leg::nextHop).toList();
            case NextHopIntent.Protected pair -> List.of(pair.primary(), pair.backup());
            default -> Stream.ofNullable(graph.resolvedBy(index)).toList();
        };
    }

    List<TunnelView> tunnels() {
        return graph.peers().tunnels().sorted(BY_ENDPOINT.thenComparing(Peers.BEST_FIRST)).map(tunnel -> new TunnelView(
            text(tunnel.endpoint()), tunnel.owner(), tunnel.nextHop(), tunnel.preference(), tunnel.metric(),
            tunnel.equals(graph.peers().tunnels(tunnel.endpoint()).iterator().next()), graph.isResolved(tunnel.nextHop()))).toList();
    }

    IndirectNextHopPage indirect(final int from, final int limit) {
        final List<IndirectNextHopView> views = new ArrayList<>();
        int looked = 0;
        for (final int index : graph.indices().tailSet(from, true)) {
            if (views.size() == limit || looked++ == MOST_LOOKED_AT) {
                return new IndirectNextHopPage(List.copyOf(views), index);
            }
            indirect(index).ifPresent(views::add);
        }
        return new IndirectNextHopPage(List.copyOf(views), 0);
    }

    /** The next hop as an indirect one, when it stands for a peer. */
    Optional<IndirectNextHopView> indirect(final int index) {
        return graph.contains(index) && graph.intent(index) instanceof NextHopIntent.Recursive recursive && recursive.peer() != null
            ? Optional.of(new IndirectNextHopView(text(recursive.peer()), ipRoute(recursive), tunnelRoute(recursive),
                graph.references(index)))
            : Optional.empty();
    }

    /** What the router knows of IP: its neighbours, and what its tunnels say of the distance to their ends. */
    private ResolutionView ipRoute(final NextHopIntent.Recursive recursive) {
        final int index = recursive.index();
        final InetAddress peer = recursive.peer();
        final Way.Neighbour connected = graph.peers().anyNeighbour(peer);
        if (connected != null) {
            return new ResolutionView(index, true, 0, List.of(new DirectNextHopView(connected.interfaceName(), text(peer), null)));
        }
        final TunnelIntent best = graph.peers().tunnels(peer).stream().findFirst().orElse(null);
        if (best == null || !graph.isResolved(best.nextHop())) {
            return new ResolutionView(index, false, 0, List.of());
        }
        final List<DirectNextHopView> ends = reached(best.nextHop()).stream().filter(graph::isResolved).map(this::end)
            .flatMap(Stream::ofNullable).distinct().toList();
        return new ResolutionView(index, true, best.metric(), ends);
    }

    /** The interface and neighbour by which a next hop leaves; null when it leads on to others. */
    private DirectNextHopView end(final int index) {
        return switch (graph.intent(index)) {
            case NextHopIntent.Direct direct -> new DirectNextHopView(direct.interfaceName(), text(direct.neighbour()), null);
            case NextHopIntent.Recursive recursive when neighbour(recursive) != null ->
                new DirectNextHopView(neighbour(recursive).interfaceName(), text(recursive.peer()), null);
            default -> null;
        };
    }

    private ResolutionView tunnelRoute(final NextHopIntent.Recursive recursive) {
        final int index = recursive.index();
        if (!graph.isResolved(index)) {
            return new ResolutionView(index, false, 0, List.of());
        }
        final Way.Neighbour neighbour = neighbour(recursive);
        if (neighbour != null) {
            return new ResolutionView(index, true, 0, List.of(new DirectNextHopView(neighbour.interfaceName(), null, null)));
        }
        final int metric = recursive.via() == null ? graph.peers().tunnels(recursive.peer()).iterator().next().metric() : 0;
        return new ResolutionView(index, true, metric, List.of(new DirectNextHopView(null, null, graph.resolvedBy(index))));
    }
}
