package io.swaplane.control;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.table.AddressText;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The tunnel table, and the next hops that are resolved by a peer's address. Conductor only. */
final class Peers {
    static final Comparator<TunnelIntent> BEST_FIRST = Comparator.comparingInt(TunnelIntent::preference)
        .thenComparingInt(TunnelIntent::metric).thenComparing(TunnelIntent::owner);

    private final Topology topology;
    private final Neighbours neighbours;
    private final Map<InetAddress, Peer> peers = new HashMap<>();

    /** A peer that has a tunnel, or that a next hop is resolved by. */
    private static final class Peer {
        private final SortedSet<TunnelIntent> tunnels = new TreeSet<>(BEST_FIRST);
        private final Set<Integer> dependents = new TreeSet<>();
        private Way way = new Way.None();
    }

    Peers(final Topology topology, final Neighbours neighbours) {
        this.topology = topology;
        this.neighbours = neighbours;
    }

    /** Refuses a tunnel whose key or values cannot be. */
    static void check(final TunnelIntent tunnel) {
        if (tunnel.endpoint() == null) {
            throw new RefusedException("a tunnel has no endpoint");
        }
        if (tunnel.owner() == null || tunnel.owner().isBlank()) {
            throw new RefusedException(text(tunnel) + ": it has no owner");
        }
        if (tunnel.preference() < 0 || tunnel.metric() < 0) {
            throw new RefusedException(text(tunnel) + ": preference " + tunnel.preference() + " and metric " + tunnel.metric()
                + " must be 0 or more");
        }
    }

    static String text(final TunnelIntent tunnel) {
        return "tunnel to " + AddressText.of(tunnel.endpoint());
    }

    /** An owner's tunnel; null when there is none. */
    TunnelIntent tunnel(final InetAddress endpoint, final String owner) {
        return tunnels(endpoint).stream().filter(each -> each.owner().equals(owner)).findFirst().orElse(null);
    }

    /** The tunnels to a peer, the best first. */
    Collection<TunnelIntent> tunnels(final InetAddress endpoint) {
        final Peer peer = peers.get(endpoint);
        return peer == null ? List.of() : peer.tunnels;
    }

    /** All tunnels, in no order. */
    Stream<TunnelIntent> tunnels() {
        return peers.values().stream().flatMap(peer -> peer.tunnels.stream());
    }

    /** Whether the packets' way stays the same when the tunnel is put in the place of {@code old}, which may be null. */
    boolean staysTheWayWith(final TunnelIntent tunnel, final TunnelIntent old) {
        final TunnelIntent best = Stream.concat(tunnels(tunnel.endpoint()).stream().filter(each -> !each.equals(old)), Stream.of(tunnel))
            .min(BEST_FIRST).orElseThrow();
        return new Way.Tunnel(best).isSameAs(way(tunnel.endpoint()));
    }

    void add(final TunnelIntent tunnel) {
        peer(tunnel.endpoint()).tunnels.add(tunnel);
    }

    void remove(final TunnelIntent tunnel) {
        peers.get(tunnel.endpoint()).tunnels.remove(tunnel);
        forgetUnused(tunnel.endpoint());
    }

    void addDependent(final InetAddress address, final int index) {
        peer(address).dependents.add(index);
        refresh(address);
    }

    void removeDependent(final InetAddress address, final int index) {
        peers.get(address).dependents.remove(index);
        forgetUnused(address);
    }

    /** Next hops that are resolved by the address. */
    Set<Integer> dependents(final InetAddress address) {
        final Peer peer = peers.get(address);
        return peer == null ? Set.of() : peer.dependents;
    }

    private Peer peer(final InetAddress address) {
        return peers.computeIfAbsent(address, key -> new Peer());
    }

    private void forgetUnused(final InetAddress address) {
        final Peer peer = peers.get(address);
        if (peer.tunnels.isEmpty() && peer.dependents.isEmpty()) {
            peers.remove(address);
        }
    }

    /** How the peer is reached, as of the last {@link #refresh}. */
    Way way(final InetAddress address) {
        final Peer peer = peers.get(address);
        return peer == null ? new Way.None() : peer.way;
    }

    /** Looks the peer up anew; true when packets go another way now. */
    boolean refresh(final InetAddress address) {
        final Peer peer = peers.get(address);
        if (peer == null) {
            return false;
        }
        final Way old = peer.way;
        peer.way = peer.tunnels.isEmpty() ? onMplsInterface(address) : new Way.Tunnel(peer.tunnels.first());
        return !peer.way.isSameAs(old);
    }

    /** The neighbour with this address on the lowest interface that is in no VRF, one without MPLS included; null when there is none. */
    Way.Neighbour anyNeighbour(final InetAddress address) {
        return neighbour(address, each -> Topology.vrfOf(each) == null);
    }

    private Way onMplsInterface(final InetAddress address) {
        final Way.Neighbour found = neighbour(address, each -> each.mpls() != MplsMode.OFF && Topology.vrfOf(each) == null);
        return found == null ? new Way.None() : found;
    }

    private Way.Neighbour neighbour(final InetAddress address, final Predicate<InterfaceIntent> which) {
        for (final InterfaceIntent each : topology.interfaces()) {
            final MacAddress mac = which.test(each) ? neighbours.egressMac(each.name(), address) : null;
            if (mac != null) {
                return new Way.Neighbour(each.name(), address, mac);
            }
        }
        return null;
    }
}
