package io.swaplane.control;

import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watchers;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.view.StatisticsView;
import io.swaplane.table.AddressText;
import io.swaplane.table.Egress;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The next hops, which of them lead to which, and what each comes to in the tables.
 *
 * <p>Each index has one record, which holds every way out with all labels that are pushed along it, so that the packet path reads one
 * record however deep the graph is. The price is paid here: a change stores once for the next hop and once for each that leads to it, and
 * never for a label.
 *
 * <p>Next hops that are resolved by a peer's address may move from one tunnel to another without being asked, so what is refused is judged
 * by all tunnels to that address, used or not: then no such move can make a circle or too long a label stack.
 *
 * <p>The index of a next hop that was removed rests until no worker can hold a word with it; one that is made anew meanwhile stays
 * unresolved until then. Conductor only.
 */
final class NextHopGraph {
    private final Topology topology;
    private final NextHopRules rules;
    private final Peers peers;
    private final Wants wants;
    private final EgressBuilder builder;
    private final NextHopRecords records;
    private final ForwardingTables tables;
    private final Watchers watchers;
    private final NavigableMap<Integer, NextHopNode> nodes = new TreeMap<>();
    /** The same, found without a search: a label entry looks its next hop up several times, and there are a million of them. */
    private final SparseArray<NextHopNode> byIndex = new SparseArray<>(ForwardingWord.FIELD_LIMIT);
    private final Map<Accept.Neighbour, TreeSet<Integer>> byNeighbour = new HashMap<>();
    /** How many removals of an index no grace period has followed yet. */
    private final Map<Integer, Integer> resting = new HashMap<>();

    NextHopGraph(final Topology topology, final Neighbours neighbours, final Defaults defaults, final ForwardingTables tables,
                 final Watchers watchers) {
        this.watchers = watchers;
        this.topology = topology;
        this.rules = new NextHopRules(topology);
        this.peers = new Peers(topology, neighbours);
        this.wants = new Wants(neighbours);
        this.builder = new EgressBuilder(topology, neighbours, defaults, peers);
        this.records = new NextHopRecords(tables);
        this.tables = tables;
    }

    /** Takes the first next hops, which may stand in any order, and the first tunnels. */
    void load(final List<NextHopIntent> intents, final List<TunnelIntent> tunnels) {
        for (final NextHopIntent intent : intents) {
            rules.check(intent);
            if (nodes.containsKey(intent.index())) {
                throw new RefusedException("next hop " + intent.index() + " appears twice");
            }
            add(intent);
        }
        for (final NextHopNode node : nodes.values()) {
            checkReferences(node.intent);
            link(node.intent);
        }
        for (final TunnelIntent tunnel : tunnels) {
            checkTunnel(tunnel);
            if (peers.tunnel(tunnel.endpoint(), tunnel.owner()) != null) {
                throw new RefusedException(Peers.text(tunnel) + " of " + tunnel.owner() + " appears twice");
            }
            addTunnel(tunnel);
            peers.refresh(tunnel.endpoint());
        }
        final List<Integer> order = new ArrayList<>(dependentsInOrder(nodes.keySet(), true));
        if (order.size() < nodes.size()) {
            final Collection<Integer> cyclic = new TreeSet<>(nodes.keySet());
            order.forEach(cyclic::remove);
            throw new RefusedException("next hops " + cyclic + " are resolved in a circle");
        }
        for (final int index : order) {
            final NextHopNode node = nodes.get(index);
            node.reach = reach(node.intent, targets(node.intent).map(each -> nodes.get(each).reach).toList());
            node.reach.check(index, false);
        }
        records.requireRoom(nodes.values().stream().map(node -> node.reach));
        settle(dependentsInOrder(nodes.keySet(), false));
    }

    /** Tells which neighbours are to be found out, now and as that changes. */
    void follow(final WantedNeighbours follower) {
        wants.follow(follower);
    }

    /** The first label entry with a spoof check that names a neighbour came, or the last one went: then it is to be found out no more. */
    void neighbourChecked(final Accept.Neighbour neighbour, final boolean named) {
        wants.refreshChecked(neighbour, named);
    }

    /** Creates or replaces a next hop, and moves with it every next hop that leads to it. */
    void put(final NextHopIntent intent) {
        rules.check(intent);
        checkReferences(intent);
        final int index = intent.index();
        final NextHopNode old = nodes.get(index);
        if (old != null && old.intent.equals(intent)) {
            return;
        }
        final List<Integer> affected = old == null ? List.of(index) : dependentsInOrder(List.of(index), true);
        checkCircle(index, targets(intent), affected);
        final Map<Integer, Reach> reaches = reaches(affected, intent, null, null);
        records.requireRoom(dependentsInOrder(List.of(index), false).stream().map(reaches::get));
        if (old == null) {
            add(intent);
            tables.clearNextHopCounters(index);
        } else {
            unlink(old.intent);
            old.intent = intent;
        }
        link(intent);
        reaches.forEach((each, reach) -> nodes.get(each).reach = reach);
        settle(dependentsInOrder(List.of(index), false));
    }

    private void add(final NextHopIntent intent) {
        final NextHopNode node = new NextHopNode(intent);
        nodes.put(intent.index(), node);
        byIndex.put(intent.index(), node);
    }

    /** Takes a next hop out that nothing leads to. */
    void remove(final int index) {
        final NextHopNode node = nodes.get(index);
        if (node == null) {
            throw new RefusedException(RefusalReason.NOT_FOUND, "there is no next hop " + index);
        }
        if (node.references() > 0) {
            throw new RefusedException(RefusalReason.IN_USE, "next hop " + index + " cannot go: " + node.legs
                + " label entries' next hops, " + (node.routes == 0 ? "" : node.routes + " routes, ") + node.dependents.size()
                + " other next hops and " + node.tunnels.size() + " tunnels lead to it");
        }
        unlink(node.intent);
        nodes.remove(index);
        byIndex.remove(index);
        records.remove(index);
        resting.merge(index, 1, Integer::sum);
        tables.epochs().retire(() -> rested(index));
    }

    private void rested(final int index) {
        resting.computeIfPresent(index, (key, count) -> count == 1 ? null : count - 1);
        if (nodes.containsKey(index)) {
            tables.clearNextHopCounters(index);
            settle(dependentsInOrder(List.of(index), false));
        }
    }

    /** Creates or replaces an owner's tunnel; next hops that it resolves follow. */
    void putTunnel(final TunnelIntent tunnel) {
        checkTunnel(tunnel);
        final TunnelIntent old = peers.tunnel(tunnel.endpoint(), tunnel.owner());
        if (tunnel.equals(old)) {
            return;
        }
        final List<Integer> affected = dependentsInOrder(peers.dependents(tunnel.endpoint()), true);
        if ((old == null || old.nextHop() != tunnel.nextHop()) && affected.contains(tunnel.nextHop())) {
            throw new RefusedException(Peers.text(tunnel) + ": next hop " + tunnel.nextHop() + " is resolved through it");
        }
        final Map<Integer, Reach> reaches = reaches(affected, null, old, tunnel);
        if (!peers.staysTheWayWith(tunnel, old)) {
            records.requireRoom(reaches.values().stream());
        }
        if (old != null) {
            dropTunnel(old);
        }
        addTunnel(tunnel);
        tunnelsChanged(tunnel.endpoint());
    }

    /** Takes an owner's tunnel out; next hops that it resolved go another way, or become unresolved. */
    void removeTunnel(final InetAddress endpoint, final String owner) {
        final TunnelIntent old = peers.tunnel(endpoint, owner);
        if (old == null) {
            throw new RefusedException(RefusalReason.NOT_FOUND, "there is no tunnel to " + AddressText.of(endpoint) + " of " + owner);
        }
        dropTunnel(old);
        tunnelsChanged(endpoint);
    }

    private void tunnelsChanged(final InetAddress endpoint) {
        final Set<Integer> dependents = peers.dependents(endpoint);
        reaches(dependentsInOrder(dependents, true), null, null, null).forEach((each, reach) -> nodes.get(each).reach = reach);
        if (peers.refresh(endpoint)) {
            settle(dependentsInOrder(dependents, false));
        }
    }

    private void checkTunnel(final TunnelIntent tunnel) {
        Peers.check(tunnel);
        if (!nodes.containsKey(tunnel.nextHop())) {
            throw new RefusedException(RefusalReason.UNKNOWN_REFERENCE, Peers.text(tunnel) + ": there is no next hop " + tunnel.nextHop());
        }
    }

    private void addTunnel(final TunnelIntent tunnel) {
        peers.add(tunnel);
        nodes.get(tunnel.nextHop()).tunnels.add(tunnel);
        refreshWantedPeer(tunnel.endpoint());
    }

    private void dropTunnel(final TunnelIntent tunnel) {
        peers.remove(tunnel);
        nodes.get(tunnel.nextHop()).tunnels.remove(tunnel);
        refreshWantedPeer(tunnel.endpoint());
    }

    private void refreshWantedPeer(final InetAddress peer) {
        wants.refreshPeer(peer, !peers.dependents(peer).isEmpty() && peers.tunnels(peer).isEmpty());
    }

    /**
     * A neighbour's MAC address came, changed or went: moves every next hop that ends there.
     *
     * @return false when one of them finds no memory; it is unresolved until there is some.
     */
    boolean neighbourChanged(final Accept.Neighbour neighbour) {
        wants.refresh(neighbour, byNeighbour.containsKey(neighbour));
        refreshWantedPeer(neighbour.address());
        final Set<Integer> moved = new TreeSet<>(byNeighbour.getOrDefault(neighbour, new TreeSet<>()));
        if (peers.refresh(neighbour.address())) {
            moved.addAll(peers.dependents(neighbour.address()));
        }
        final List<Integer> order = dependentsInOrder(moved, false);
        settle(order);
        return order.stream().noneMatch(records::isWaiting);
    }

    /**
     * Publishes next hops that found no memory for their records, now that some is free; each with all that lead to it, so that none of
     * those is lost by it.
     *
     * @return how many are published now.
     */
    int retry() {
        if (!records.mayRetry()) {
            return 0;
        }
        int done = 0;
        for (final int index : dependentsInOrder(records.waiting(), false)) {
            if (!records.hasAnyRoom()) {
                break;
            }
            if (records.isWaiting(index)) {
                final List<Integer> order = dependentsInOrder(List.of(index), false);
                if (records.hasRoom(order.stream().map(each -> nodes.get(each).reach))) {
                    settle(order);
                    done++;
                }
            }
        }
        return done;
    }

    /** Next hops that are unresolved for lack of memory. */
    int withoutMemory() {
        return records.waiting().size();
    }

    /** Whether a next hop is one of these. */
    boolean isWithoutMemory(final int index) {
        return records.isWaiting(index);
    }

    /** How often a next hop became unresolved for lack of memory. */
    long memoryShortages() {
        return records.shortages();
    }

    // ---- the graph ----

    /** Indices of the next hops that the intent names. */
    private static Stream<Integer> references(final NextHopIntent intent) {
        return switch (intent) {
            case NextHopIntent.Direct direct -> Stream.of();
            case NextHopIntent.Recursive recursive -> Stream.ofNullable(recursive.via());
            case NextHopIntent.Group group -> group.legs().stream().map(NextHopIntent.Leg::nextHop);
            case NextHopIntent.Protected pair -> Stream.of(pair.primary(), pair.backup());
        };
    }

    /** Indices of the next hops that it may lead to, now or when a tunnel goes. */
    private Stream<Integer> targets(final NextHopIntent intent) {
        return targets(intent, null);
    }

    /** Without a tunnel that another takes the place of; it may be null. */
    private Stream<Integer> targets(final NextHopIntent intent, final TunnelIntent replaced) {
        final InetAddress peer = NextHopNode.lookedUp(intent);
        return peer == null ? references(intent)
            : peers.tunnels(peer).stream().filter(each -> !each.equals(replaced)).map(TunnelIntent::nextHop);
    }

    private void checkReferences(final NextHopIntent intent) {
        references(intent).filter(each -> !nodes.containsKey(each) && each != intent.index()).findFirst().ifPresent(missing -> {
            throw new RefusedException(RefusalReason.UNKNOWN_REFERENCE, "next hop " + intent.index() + ": there is no next hop " + missing
                + (intent instanceof NextHopIntent.Recursive ? " to resolve it" : ""));
        });
    }

    private static void checkCircle(final int index, final Stream<Integer> targets, final List<Integer> dependents) {
        final Set<Integer> leadingHere = new HashSet<>(dependents);
        targets.filter(leadingHere::contains).findFirst().ifPresent(target -> {
            throw new RefusedException("next hop " + index + ": next hop " + target + " is resolved through it");
        });
    }

    /**
     * The reaches of these next hops, which stand in order, once {@code changed} is there, or a further tunnel in the place of another;
     * each may be null.
     *
     * @throws RefusedException when one of them would be too much.
     */
    private Map<Integer, Reach> reaches(final List<Integer> order, final NextHopIntent changed, final TunnelIntent replaced,
                                        final TunnelIntent tunnel) {
        final Map<Integer, Reach> reaches = new LinkedHashMap<>();
        for (final int index : order) {
            final NextHopNode node = nodes.get(index);
            final NextHopIntent intent = changed != null && changed.index() == index ? changed : node.intent;
            final Stream<Integer> further = tunnel != null && tunnel.endpoint().equals(NextHopNode.lookedUp(intent))
                ? Stream.of(tunnel.nextHop()) : Stream.of();
            final Reach reach = reach(intent, Stream.concat(targets(intent, replaced), further)
                .map(each -> reaches.getOrDefault(each, nodes.get(each).reach)).toList());
            reach.check(index, node != null && node.swaps > 0);
            final String elsewhere = node == null || reach.vrf() == null ? null : node.boundElsewhere(reach.vrf());
            if (elsewhere != null) {
                throw new RefusedException("next hop " + index + ": it would lead into VRF " + reach.vrf()
                    + ", but routes or labels of " + Vrfs.text(elsewhere) + " lead to it");
            }
            reaches.put(index, reach);
        }
        return reaches;
    }

    private Reach reach(final NextHopIntent intent, final List<Reach> targets) {
        return intent instanceof NextHopIntent.Direct direct
            ? Reach.of(direct, Topology.vrfOf(topology.interfaceOf(direct.interfaceName()))) : Reach.of(intent, targets);
    }

    private void link(final NextHopIntent intent) {
        references(intent).forEach(each -> nodes.get(each).dependents.add(intent.index()));
        if (intent instanceof NextHopIntent.Direct direct) {
            byNeighbour.computeIfAbsent(neighbour(direct), key -> new TreeSet<>()).add(direct.index());
            wants.refresh(neighbour(direct), true);
        }
        if (NextHopNode.lookedUp(intent) != null) {
            peers.addDependent(NextHopNode.lookedUp(intent), intent.index());
            refreshWantedPeer(NextHopNode.lookedUp(intent));
        }
    }

    private void unlink(final NextHopIntent intent) {
        references(intent).forEach(each -> nodes.get(each).dependents.remove(intent.index()));
        if (intent instanceof NextHopIntent.Direct direct) {
            byNeighbour.computeIfPresent(neighbour(direct), (key, indices) -> {
                indices.remove(direct.index());
                return indices.isEmpty() ? null : indices;
            });
            wants.refresh(neighbour(direct), byNeighbour.containsKey(neighbour(direct)));
        }
        if (NextHopNode.lookedUp(intent) != null) {
            peers.removeDependent(NextHopNode.lookedUp(intent), intent.index());
            refreshWantedPeer(NextHopNode.lookedUp(intent));
        }
    }

    private static Accept.Neighbour neighbour(final NextHopIntent.Direct direct) {
        return new Accept.Neighbour(direct.interfaceName(), direct.neighbour());
    }

    /**
     * These next hops and all that lead to them, each after those that it leads to; members of a circle and what leads there are left out.
     *
     * @param possible also by tunnels that are not in use.
     */
    private List<Integer> dependentsInOrder(final Collection<Integer> indices, final boolean possible) {
        final Map<Integer, Integer> waitingFor = new HashMap<>();
        indices.forEach(index -> waitingFor.put(index, 0));
        final List<Integer> found = new ArrayList<>(waitingFor.keySet());
        for (int i = 0; i < found.size(); i++) {
            for (final int dependent : dependents(found.get(i), possible)) {
                if (waitingFor.merge(dependent, 1, Integer::sum) == 1 && !indices.contains(dependent)) {
                    found.add(dependent);
                }
            }
        }
        final List<Integer> order = new ArrayList<>(found.stream().filter(index -> waitingFor.get(index) == 0).toList());
        for (int i = 0; i < order.size(); i++) {
            for (final int dependent : dependents(order.get(i), possible)) {
                if (waitingFor.merge(dependent, -1, Integer::sum) == 0) {
                    order.add(dependent);
                }
            }
        }
        return order;
    }

    private Set<Integer> dependents(final int index, final boolean possible) {
        final NextHopNode node = nodes.get(index);
        if (node == null || node.tunnels.isEmpty()) {
            return node == null ? Set.of() : node.dependents;
        }
        final Set<Integer> all = new TreeSet<>(node.dependents);
        for (final TunnelIntent tunnel : node.tunnels) {
            if (possible || new Way.Tunnel(tunnel).isSameAs(peers.way(tunnel.endpoint()))) {
                all.addAll(peers.dependents(tunnel.endpoint()));
            }
        }
        return all;
    }

    /** Works records out anew and publishes them, one store each. */
    private void settle(final List<Integer> order) {
        for (final int index : order) {
            final NextHopNode node = nodes.get(index);
            node.egress = records.publish(index,
                resting.containsKey(index) ? Egress.NONE : builder.build(node.intent, each -> nodes.get(each).egress));
            if (watchers.want(Event.Kind.NEXT_HOP)) {
                watchers.publish(new Event.NextHopChanged(index, node.egress.isResolved()));
            }
        }
    }

    // ---- what label entries and routes ask ----

    /**
     * Refuses a leg whose next hop does not exist, that would send too many labels, or that would lead from one VRF into another.
     *
     * @param replacesLabel whether it replaces the label or takes it away, or on an IP packet pushes one or none.
     * @param vrf the VRF, or the global table, of the route or of the interfaces from which the label is valid; null for a label of the
     *     backbone's, which may lead anywhere.
     */
    void checkLeg(final int index, final boolean replacesLabel, final String vrf) {
        final NextHopNode node = byIndex.get(index);
        if (node == null) {
            throw new RefusedException(RefusalReason.UNKNOWN_REFERENCE, "there is no next hop " + index);
        }
        node.reach.check(index, replacesLabel);
        if (vrf != null && node.reach.vrf() != null && !node.reach.vrf().equals(vrf)) {
            throw new RefusedException("next hop " + index + " leads into VRF " + node.reach.vrf() + ", and not out of " + Vrfs.text(vrf)
                + (vrf.equals(VrfIntent.GLOBAL) ? "" : ", which could import the route instead"));
        }
    }

    /** One more label entry's leg leads to a next hop; from a VRF or, with null, from the backbone. */
    void addLeg(final int index, final boolean replacesLabel, final String vrf) {
        final NextHopNode node = byIndex.get(index);
        node.legs++;
        node.swaps += replacesLabel ? 1 : 0;
        if (vrf != null) {
            node.bind(vrf);
        }
    }

    /** One leg less. */
    void removeLeg(final int index, final boolean replacesLabel, final String vrf) {
        final NextHopNode node = byIndex.get(index);
        node.legs--;
        node.swaps -= replacesLabel ? 1 : 0;
        if (vrf != null) {
            node.unbind(vrf);
        }
    }

    /** One more route leads to a next hop, from a VRF or the global table; whether it pushes a label. */
    void addRoute(final int index, final boolean labelled, final String vrf) {
        final NextHopNode node = byIndex.get(index);
        node.routes++;
        node.swaps += labelled ? 1 : 0;
        node.bind(vrf);
    }

    /** One route less. */
    void removeRoute(final int index, final boolean labelled, final String vrf) {
        final NextHopNode node = byIndex.get(index);
        node.routes--;
        node.swaps -= labelled ? 1 : 0;
        node.unbind(vrf);
    }

    // ---- what is shown ----

    boolean contains(final int index) {
        return nodes.containsKey(index);
    }

    /** All indices, rising. */
    NavigableSet<Integer> indices() {
        return nodes.navigableKeySet();
    }

    NextHopIntent intent(final int index) {
        return nodes.get(index).intent;
    }

    /** Tunnels and peers. */
    Peers peers() {
        return peers;
    }

    /** Legs of label entries, routes, next hops and tunnels that lead straight to it. */
    int references(final int index) {
        return byIndex.get(index).references();
    }

    boolean isResolved(final int index) {
        return byIndex.get(index).egress.isResolved();
    }

    Egress egress(final int index) {
        return nodes.get(index).egress;
    }

    /** Index of the one next hop that resolves it; null when it is direct, unresolved, or there are several. */
    Integer resolvedBy(final int index) {
        if (!(intent(index) instanceof NextHopIntent.Recursive recursive)) {
            return null;
        }
        return recursive.via() != null ? recursive.via()
            : peers.way(recursive.peer()) instanceof Way.Tunnel(TunnelIntent tunnel) ? Integer.valueOf(tunnel.nextHop()) : null;
    }

    /** A next hop's counters since it was made or they were cleared; null when it has none. */
    StatisticsView statistics(final int index) {
        if (!(intent(index) instanceof NextHopIntent.Direct direct && direct.statistics())) {
            return null;
        }
        return StatisticsView.of(tables.nextHopCounters(index));
    }
}
