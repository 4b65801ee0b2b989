package io.swaplane.control;

import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watchers;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.view.StatisticsView;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.IlmLayout;
import io.swaplane.table.NextHopEntry;
import io.swaplane.table.NextHopLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The configured next hops, which of them resolves which, and what each comes to in the tables.
 *
 * <p>A chain is collapsed: each index has one record that holds the egress of the direct next hop at the chain's end and all labels
 * that are pushed on the way, so that the packet path reads one record whatever the depth. The price is paid here: changing a next
 * hop stores once for it and once for each next hop that is resolved through it, and never for a label.
 *
 * <p>The index of a next hop that was removed rests until no worker can hold a word with it; one that is made anew meanwhile stays
 * unresolved until then. Conductor only.
 */
final class NextHopGraph {
    private final Topology topology;
    private final Neighbours neighbours;
    private final Defaults defaults;
    private final ForwardingTables tables;
    private final Watchers watchers;
    private final NavigableMap<Integer, Node> nodes = new TreeMap<>();
    /** The same, found without a search: a label entry looks its next hop up several times, and there are a million of them. */
    private final SparseArray<Node> byIndex = new SparseArray<>(ForwardingWord.FIELD_LIMIT);
    private final Map<Accept.Neighbour, TreeSet<Integer>> byNeighbour = new HashMap<>();
    /** How many removals of an index no grace period has followed yet. */
    private final Map<Integer, Integer> resting = new HashMap<>();

    /** One next hop. */
    private static final class Node {
        private NextHopIntent intent;
        /** Labels pushed along the whole chain. */
        private int pushes;
        /** Null while unresolved. */
        private NextHopEntry entry;
        private final TreeSet<Integer> dependents = new TreeSet<>();
        private int legs;
        private int swaps;
    }

    NextHopGraph(final Topology topology, final Neighbours neighbours, final Defaults defaults, final ForwardingTables tables,
                 final Watchers watchers) {
        this.watchers = watchers;
        this.topology = topology;
        this.neighbours = neighbours;
        this.defaults = defaults;
        this.tables = tables;
    }

    /** Takes the first next hops, which may stand in any order. */
    void load(final List<NextHopIntent> intents) {
        for (final NextHopIntent intent : intents) {
            check(intent);
            final Node node = new Node();
            node.intent = intent;
            if (nodes.putIfAbsent(intent.index(), node) != null) {
                throw new RefusedException("next hop " + intent.index() + " appears twice");
            }
            byIndex.put(intent.index(), node);
        }
        final List<Integer> order = new ArrayList<>();
        for (final Node node : nodes.values()) {
            link(node.intent);
            if (node.intent instanceof NextHopIntent.Direct) {
                order.add(node.intent.index());
            }
        }
        addDependents(order);
        if (order.size() < nodes.size()) {
            final Collection<Integer> cyclic = new TreeSet<>(nodes.keySet());
            order.forEach(cyclic::remove);
            throw new RefusedException("next hops " + cyclic + " are resolved in a circle");
        }
        for (final int index : order) {
            final Node node = nodes.get(index);
            node.pushes = node.intent.push().size()
                + (node.intent instanceof NextHopIntent.Recursive each ? nodes.get(each.via()).pushes : 0);
            checkLabelsOut(index, node.pushes, false);
        }
        settle(order);
    }

    /** Creates or replaces a next hop, and moves with it every next hop that is resolved through it. */
    void put(final NextHopIntent intent) {
        check(intent);
        final int pushes = intent.push().size() + (intent instanceof NextHopIntent.Recursive each ? pushesAbove(each) : 0);
        final boolean isNew = !nodes.containsKey(intent.index());
        final Node node = isNew ? new Node() : nodes.get(intent.index());
        final List<Integer> affected = isNew ? List.of(intent.index()) : affected(List.of(intent.index()));
        final int more = pushes - node.pushes;
        checkLabelsOut(intent.index(), pushes, node.swaps > 0);
        for (final int index : affected.subList(1, affected.size())) {
            checkLabelsOut(index, nodes.get(index).pushes + more, nodes.get(index).swaps > 0);
        }
        if (isNew) {
            nodes.put(intent.index(), node);
            byIndex.put(intent.index(), node);
            tables.clearNextHopCounters(intent.index());
        } else {
            unlink(node.intent);
        }
        node.intent = intent;
        link(intent);
        for (final int index : affected) {
            nodes.get(index).pushes += more;
        }
        settle(affected);
    }

    /** Takes a next hop out that nothing leads to. */
    void remove(final int index) {
        final Node node = require(index);
        if (references(index) > 0) {
            throw new RefusedException("next hop " + index + " cannot go: " + node.legs + " label entries' next hops and "
                + node.dependents.size() + " other next hops lead to it");
        }
        unlink(node.intent);
        nodes.remove(index);
        byIndex.remove(index);
        if (node.entry != null) {
            tables.nextHops().unresolve(index);
        }
        resting.merge(index, 1, Integer::sum);
        tables.epochs().retire(() -> rested(index));
    }

    private void rested(final int index) {
        resting.computeIfPresent(index, (key, count) -> count == 1 ? null : count - 1);
        if (nodes.containsKey(index)) {
            tables.clearNextHopCounters(index);
            settle(affected(List.of(index)));
        }
    }

    /** A neighbour's MAC address came, changed or went: moves every next hop that ends there. */
    void neighbourChanged(final Accept.Neighbour neighbour) {
        settle(affected(byNeighbour.getOrDefault(neighbour, new TreeSet<>())));
    }

    private void check(final NextHopIntent intent) {
        final int index = intent.index();
        final String what = "next hop " + index + ": ";
        if (index < 1 || index >= ForwardingWord.FIELD_LIMIT) {
            throw new RefusedException(what + "its index must be 1 to " + (ForwardingWord.FIELD_LIMIT - 1));
        }
        for (final int label : intent.push()) {
            if (label < 0 || label >= IlmLayout.LABELS) {
                throw new RefusedException(what + "pushed label " + label + " must be 0 to " + (IlmLayout.LABELS - 1));
            }
            if (label == WordCompiler.IMPLICIT_NULL) {
                throw new RefusedException(what + "label 3 (implicit null) is never on the wire and cannot be pushed: leave it out");
            }
        }
        if (intent instanceof NextHopIntent.Direct direct) {
            check(what, direct);
        }
    }

    private void check(final String what, final NextHopIntent.Direct direct) {
        if (direct.neighbour() == null) {
            throw new RefusedException(what + "it names no neighbour on " + direct.interfaceName());
        }
        if (!topology.hasInterface(direct.interfaceName())) {
            throw new RefusedException(what + "there is no interface " + direct.interfaceName());
        }
        if (direct.pipeTtl() != null && (direct.pipeTtl() < 1 || direct.pipeTtl() > 255)) {
            throw new RefusedException(what + "pipe TTL " + direct.pipeTtl() + " must be 1 to 255");
        }
        if (direct.pipeTc() != null && (direct.pipeTc() < 0 || direct.pipeTc() > 7)) {
            throw new RefusedException(what + "pipe TC " + direct.pipeTc() + " must be 0 to 7");
        }
    }

    /** How many labels the chain above a next hop pushes. Refuses a chain that leads nowhere or back. */
    private int pushesAbove(final NextHopIntent.Recursive intent) {
        NextHopIntent above = intent;
        while (above instanceof NextHopIntent.Recursive each) {
            if (each.via() == intent.index()) {
                throw new RefusedException("next hop " + intent.index() + ": next hop " + intent.via() + " is resolved through it");
            }
            above = resolving(each).intent;
        }
        return nodes.get(intent.via()).pushes;
    }

    private Node resolving(final NextHopIntent.Recursive intent) {
        final Node via = nodes.get(intent.via());
        if (via == null) {
            throw new RefusedException("next hop " + intent.index() + ": there is no next hop " + intent.via() + " to resolve it");
        }
        return via;
    }

    private static void checkLabelsOut(final int index, final int pushes, final boolean swapped) {
        if (pushes + (swapped ? 1 : 0) > NextHopLayout.MAX_PUSHES) {
            throw new RefusedException("next hop " + index + ": " + pushes + " pushed labels along its chain"
                + (swapped ? " and a swapped one" : "") + " are more than " + NextHopLayout.MAX_PUSHES + " labels out");
        }
    }

    private void link(final NextHopIntent intent) {
        switch (intent) {
            case NextHopIntent.Direct direct -> byNeighbour.computeIfAbsent(neighbour(direct), key -> new TreeSet<>()).add(direct.index());
            case NextHopIntent.Recursive recursive -> resolving(recursive).dependents.add(recursive.index());
        }
    }

    private void unlink(final NextHopIntent intent) {
        switch (intent) {
            case NextHopIntent.Direct direct -> byNeighbour.computeIfPresent(neighbour(direct), (key, indices) -> {
                indices.remove(direct.index());
                return indices.isEmpty() ? null : indices;
            });
            case NextHopIntent.Recursive recursive -> nodes.get(recursive.via()).dependents.remove(recursive.index());
        }
    }

    private static Accept.Neighbour neighbour(final NextHopIntent.Direct direct) {
        return new Accept.Neighbour(direct.interfaceName(), direct.neighbour());
    }

    /** These next hops and all that are resolved through them, each after the one that resolves it. */
    private List<Integer> affected(final Collection<Integer> indices) {
        final List<Integer> order = new ArrayList<>(indices);
        addDependents(order);
        return order;
    }

    private void addDependents(final List<Integer> order) {
        for (int i = 0; i < order.size(); i++) {
            order.addAll(nodes.get(order.get(i)).dependents);
        }
    }

    /** Works records out anew and publishes them, one store each. */
    private void settle(final List<Integer> order) {
        for (final int index : order) {
            final Node node = nodes.get(index);
            node.entry = resting.containsKey(index) ? null : resolve(node.intent);
            if (node.entry != null) {
                tables.nextHops().publish(index, node.entry);
            } else if (tables.nextHops().isResolved(index)) {
                tables.nextHops().unresolve(index);
            }
            if (watchers.want(Event.Kind.NEXT_HOP)) {
                watchers.publish(new Event.NextHopChanged(index, node.entry != null));
            }
        }
    }

    private NextHopEntry resolve(final NextHopIntent intent) {
        return switch (intent) {
            case NextHopIntent.Direct direct -> resolve(direct);
            case NextHopIntent.Recursive recursive -> resolve(recursive);
        };
    }

    private NextHopEntry resolve(final NextHopIntent.Direct direct) {
        final MacAddress mac = neighbours.mac(direct.interfaceName(), direct.neighbour());
        if (mac == null) {
            return null;
        }
        final InterfaceIntent egress = topology.interfaceOf(direct.interfaceName());
        return new NextHopEntry(topology.port(egress.port()), egress.mtu(), L2Header.of(mac, egress), array(direct.push()),
            direct.statistics() ? direct.index() : 0,
            Objects.requireNonNullElse(direct.pipeTtl(), defaults.pipeTtl()),
            Objects.requireNonNullElse(direct.pipeTc(), defaults.pipeTc()));
    }

    private NextHopEntry resolve(final NextHopIntent.Recursive recursive) {
        final NextHopEntry via = nodes.get(recursive.via()).entry;
        if (via == null) {
            return null;
        }
        final int[] pushes = IntStream.concat(Arrays.stream(via.pushes()), Arrays.stream(array(recursive.push()))).toArray();
        return new NextHopEntry(via.port(), via.mtu(), via.l2Header(), pushes, via.statistics(), via.pipeTtl(), via.pipeTc());
    }

    private static int[] array(final List<Integer> labels) {
        return labels.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Refuses a leg whose next hop does not exist, or that would send too many labels: it replaces the label or takes it away. */
    void checkLeg(final int index, final boolean replacesLabel) {
        final Node node = byIndex.get(index);
        if (node == null) {
            throw new RefusedException(RefusalReason.UNKNOWN_REFERENCE, "there is no next hop " + index);
        }
        checkLabelsOut(index, node.pushes, replacesLabel);
    }

    /** One more label entry's leg leads to a next hop. */
    void addLeg(final int index, final boolean replacesLabel) {
        final Node node = byIndex.get(index);
        node.legs++;
        node.swaps += replacesLabel ? 1 : 0;
    }

    /** One leg less. */
    void removeLeg(final int index, final boolean replacesLabel) {
        final Node node = byIndex.get(index);
        node.legs--;
        node.swaps -= replacesLabel ? 1 : 0;
    }

    private Node require(final int index) {
        final Node node = byIndex.get(index);
        if (node == null) {
            throw new RefusedException(RefusalReason.NOT_FOUND, "there is no next hop " + index);
        }
        return node;
    }

    boolean contains(final int index) {
        return nodes.containsKey(index);
    }

    /** All indices, rising. */
    NavigableSet<Integer> indices() {
        return nodes.navigableKeySet();
    }

    NextHopIntent intent(final int index) {
        return require(index).intent;
    }

    /** Legs of label entries and next hops that lead straight to it. */
    int references(final int index) {
        final Node node = require(index);
        return node.legs + node.dependents.size();
    }

    boolean isResolved(final int index) {
        return require(index).entry != null;
    }

    /** The egress port's number; -1 while unresolved. */
    int port(final int index) {
        final NextHopEntry entry = require(index).entry;
        return entry == null ? -1 : entry.port();
    }

    /** The chain from a next hop to the direct one at its end. */
    List<Integer> chain(final int index) {
        final List<Integer> chain = new ArrayList<>(List.of(index));
        NextHopIntent each = require(index).intent;
        while (each instanceof NextHopIntent.Recursive recursive) {
            chain.add(recursive.via());
            each = nodes.get(recursive.via()).intent;
        }
        return chain;
    }

    /** The direct next hop at the end of the chain. */
    NextHopIntent.Direct direct(final int index) {
        return (NextHopIntent.Direct) intent(chain(index).getLast());
    }

    /** All labels pushed along the chain, top of stack first. */
    List<Integer> pushes(final int index) {
        final List<Integer> labels = new ArrayList<>();
        for (final int each : chain(index).reversed()) {
            labels.addAll(nodes.get(each).intent.push());
        }
        return labels;
    }

    /** A next hop's counters since it was made or they were cleared; null when it has none. */
    StatisticsView statistics(final int index) {
        if (!(require(index).intent instanceof NextHopIntent.Direct direct && direct.statistics())) {
            return null;
        }
        return StatisticsView.of(tables.nextHopCounters(index));
    }
}
