package io.swaplane.control;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelPosition;
import io.swaplane.control.view.LabelUsageView;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.NextHopPage;
import io.swaplane.control.view.NextHopUsageView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.view.PortView;
import io.swaplane.control.view.ReasonView;
import io.swaplane.control.view.RouterView;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.LabelPool;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Turns what a router is asked to do into forwarding tables; the tables' only writer.
 *
 * <p>One thread. Each {@code onXxx} and {@code removeXxx} is one command: it is carried out as a whole before it returns, or refused
 * with a {@link RefusedException} that says why, and then nothing has changed. Workers see each table entry change in one step, but
 * a command that concerns several entries changes them one after the other.
 *
 * <p>What is taken out of the tables is used again only once every worker has passed a quiescent point. Every command looks for
 * that; {@link #doWork} does so when there are no commands.
 */
public final class Conductor implements AutoCloseable {
    private final String name;
    private final Topology topology;
    private final Neighbours neighbours;
    private final AcceptClasses classes;
    private final IdAllocator indices = new IdAllocator(1, Integer.MAX_VALUE);
    private final ForwardingTables tables;
    private final Ingresses ingresses;
    private final NextHopGraph nextHops;
    private final LabelEntries labels;
    private final StateViewer viewer;

    /**
     * Makes the tables and programs everything that the intent holds.
     *
     * @param intent what the router is asked to do.
     * @param workers how many workers there will be, each with tables of its own.
     * @throws RefusedException when the intent contradicts itself; no tables are left behind.
     */
    public Conductor(final RouterIntent intent, final int workers) {
        checkDefaults(intent.defaults());
        name = intent.name();
        topology = new Topology(intent);
        neighbours = new Neighbours(topology, intent.neighbours());
        classes = new AcceptClasses(topology, neighbours, intent.acceptSets());
        final SpecialLabelWords specialLabels = new SpecialLabelWords(intent.specialLabels(), intent.defaults());
        tables = new ForwardingTables(topology.geometry(workers));
        ingresses = new Ingresses(topology, neighbours, classes, tables);
        nextHops = new NextHopGraph(topology, neighbours, intent.defaults(), tables);
        final Groups groups = new Groups(tables);
        labels = new LabelEntries(topology, classes, ingresses, nextHops, groups,
            new WordCompiler(topology, nextHops, groups, intent.defaults()), tables, indices, intent.dynamicLabels());
        viewer = new StateViewer(intent.name(), topology, nextHops, labels, tables);
        try {
            program(intent, specialLabels);
        } catch (final RuntimeException | Error e) {
            tables.close();
            throw e;
        }
    }

    private static void checkDefaults(final Defaults defaults) {
        if (defaults.pipeTtl() < 1 || defaults.pipeTtl() > 255) {
            throw new RefusedException("defaults: pipe TTL " + defaults.pipeTtl() + " must be 1 to 255");
        }
        if (defaults.pipeTc() < 0 || defaults.pipeTc() > 7) {
            throw new RefusedException("defaults: pipe TC " + defaults.pipeTc() + " must be 0 to 7");
        }
    }

    private void program(final RouterIntent intent, final SpecialLabelWords specialLabels) {
        topology.program(tables);
        for (int space = 0; space < topology.labelSpaces().size(); space++) {
            specialLabels.program(tables, space);
        }
        for (final LspIntent lsp : intent.lsps()) {
            labels.assignClass(lsp);
        }
        ingresses.publishAll();
        nextHops.load(intent.nextHops());
        nextHops.indices().forEach(indices::take);
        labels.load(intent.lsps());
    }

    /** The tables that this conductor writes. */
    public ForwardingTables tables() {
        return tables;
    }

    /** A port's number in the tables. */
    public int portNumber(final String port) {
        return topology.port(port);
    }

    /** An interface's number in the tables. */
    public int interfaceNumber(final String interfaceName) {
        return topology.interfaceNumber(interfaceName);
    }

    /** A label space's number in the tables; its name is {@code platform} or an interface's. */
    public int labelSpaceNumber(final String labelSpace) {
        return topology.labelSpace(labelSpace);
    }

    /** Frees what no worker can hold any more; returns how much there was. */
    public int doWork() {
        return tables.epochs().reclaim();
    }

    /** A port came up or went down: one store, which moves every protection pair and ECMP leg on the port. */
    public void setPortState(final String port, final boolean up) {
        tables.ports().setState(topology.port(port), up);
    }

    /**
     * Creates or replaces a next hop: one store for it, and one for each next hop that is resolved through it.
     *
     * @throws RefusedException when the index is a label entry's own, the next hop that resolves it does not exist or is resolved
     *     through it, or a label entry on it would send more than 16 labels.
     */
    public void onNextHop(final NextHopIntent intent) {
        doWork();
        final int index = intent.index();
        if (index > 0 && indices.isTaken(index) && !nextHops.contains(index)) {
            throw new RefusedException("next hop " + index + ": the index is a label entry's own");
        }
        nextHops.put(intent);
        indices.take(index);
    }

    /** Takes a next hop out, to which no label entry and no other next hop leads any more. */
    public void removeNextHop(final int index) {
        doWork();
        nextHops.remove(index);
        indices.release(index);
    }

    /** A neighbour's MAC address became known or changed; next hops that end there follow. */
    public void onNeighbour(final NeighbourIntent intent) {
        doWork();
        neighbours.check(intent);
        ingresses.put(intent);
        nextHops.neighbourChanged(new Accept.Neighbour(intent.interfaceName(), intent.address()));
    }

    /**
     * A neighbour's MAC address is no longer known: next hops that end there become unresolved.
     *
     * @throws RefusedException when there is no such neighbour, or a label entry's spoof check or an accept set names it.
     */
    public void removeNeighbour(final String interfaceName, final InetAddress address) {
        doWork();
        final Accept.Neighbour neighbour = new Accept.Neighbour(interfaceName, address);
        topology.interfaceOf(interfaceName);
        if (neighbours.mac(interfaceName, address) == null) {
            throw new RefusedException("there is no " + Neighbours.text(interfaceName, address));
        }
        classes.checkRemovable(neighbour);
        ingresses.remove(neighbour);
        nextHops.neighbourChanged(neighbour);
    }

    /** Creates or replaces a label entry: one store per worker. An entry that is replaced keeps its counters. */
    public void onLabel(final LspIntent intent) {
        doWork();
        labels.put(intent);
    }

    /** Takes a label entry out; its packets drop as unknown from now on. */
    public void removeLabel(final String labelSpace, final int label) {
        doWork();
        labels.remove(labelSpace, label);
    }

    /**
     * Takes a free label of the dynamic range, for an entry that follows.
     *
     * @throws LabelPool.ExhaustedException when there is none.
     */
    public int allocateLabel(final String labelSpace) {
        return labels.pool(labelSpace).allocate();
    }

    /** Takes a certain label for an entry that follows. */
    public void reserveLabel(final String labelSpace, final int label) {
        if (!labels.pool(labelSpace).reserve(label)) {
            throw new RefusedException(LabelEntries.text(labelSpace, label) + " is in use");
        }
    }

    /** Gives back a label that was allocated or reserved, once its entry is gone. */
    public void releaseLabel(final String labelSpace, final int label) {
        if (labels.find(topology.labelSpace(labelSpace), label) != null) {
            throw new RefusedException(LabelEntries.text(labelSpace, label) + " still has an entry");
        }
        if (label < 0 || !labels.pool(labelSpace).isUsed(label)) {
            throw new RefusedException(LabelEntries.text(labelSpace, label) + " is not in use");
        }
        labels.pool(labelSpace).release(label);
    }

    /**
     * The router's state now. Special-purpose labels (0 to 15) show once they have counted something.
     */
    public RouterView view() {
        return viewer.router();
    }

    /** A label entry, also a special-purpose label's. */
    public Optional<LabelView> label(final String labelSpace, final int label) {
        final int space = topology.labelSpace(labelSpace);
        if (label < 0 || label >= ForwardingWord.FIELD_LIMIT || tables.word(space, label) == ForwardingWord.EMPTY) {
            return Optional.empty();
        }
        return Optional.of(viewer.label(space, label));
    }

    /** A next hop, configured or a label entry's own. */
    public Optional<NextHopView> nextHop(final int index) {
        return nextHops.contains(index) || labels.ownHops().containsKey(index) ? Optional.of(viewer.nextHop(index)) : Optional.empty();
    }

    /** The router's name. */
    public String name() {
        return name;
    }

    /**
     * The next label entries, in a time that does not depend on how many there are. Special-purpose labels show as in {@link #view}.
     *
     * @param filter which ones.
     * @param from {@link LabelPosition#START}, then the last page's {@link LabelPage#next}.
     * @param limit how many at most.
     * @throws RefusedException when there is no such label space.
     */
    public LabelPage labels(final LabelFilter filter, final LabelPosition from, final int limit) {
        return viewer.labels(filter, from, limit);
    }

    /**
     * The next hops by index, those of label entries included.
     *
     * @param from 0, then the last page's {@link NextHopPage#next}.
     * @param limit how many at most.
     */
    public NextHopPage nextHops(final int from, final int limit) {
        return viewer.nextHops(from, limit);
    }

    /** What the labels of each label space are used for. */
    public List<LabelUsageView> labelUsage() {
        return IntStream.range(0, topology.labelSpaces().size()).mapToObj(labels::usage).toList();
    }

    /** How many next hops there are, without those that belong to a label entry. */
    public NextHopUsageView nextHopUsage() {
        final int resolved = (int) nextHops.indices().stream().filter(nextHops::isResolved).count();
        return new NextHopUsageView(resolved, nextHops.indices().size() - resolved);
    }

    /** A next hop and those that resolve it, down to the direct one; empty when there is no such next hop. */
    public List<NextHopView> nextHopChain(final int index) {
        return viewer.nextHopChain(index);
    }

    /** The ports by number. */
    public List<PortView> ports() {
        return viewer.ports();
    }

    /** Every drop reason, also those that never happened. */
    public List<ReasonView> drops() {
        return viewer.drops();
    }

    /** Every punt reason. */
    public List<ReasonView> punts() {
        return viewer.punts();
    }

    /** Unmaps the tables; no worker may run any more. */
    @Override
    public void close() {
        doWork();
        tables.close();
    }
}
