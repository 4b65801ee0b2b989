package io.swaplane.control;

import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.view.LabelUsageView;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.IlmLayout;
import io.swaplane.table.LabelPool;
import io.swaplane.table.LabelRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The label entries of all label spaces, with the labels in use and the indices of the entries' own next hops. Conductor only. */
final class LabelEntries {
    private final Topology topology;
    private final AcceptClasses classes;
    private final Ingresses ingresses;
    private final NextHopGraph nextHops;
    private final Groups groups;
    private final WordCompiler compiler;
    private final ForwardingTables tables;
    private final IdAllocator indices;
    private final List<Map<Integer, LabelEntry>> spaces = new ArrayList<>();
    private final List<LabelPool> pools = new ArrayList<>();
    private final LabelRange dynamicLabels;
    private final NavigableMap<Integer, Action.Forward> ownHops = new TreeMap<>();

    /** The entries' collaborators; {@code indices} holds the configured next hops' indices. */
    LabelEntries(final Topology topology, final AcceptClasses classes, final Ingresses ingresses, final NextHopGraph nextHops,
                 final Groups groups, final WordCompiler compiler, final ForwardingTables tables, final IdAllocator indices,
                 final LabelRange dynamicLabels) {
        this.topology = topology;
        this.classes = classes;
        this.ingresses = ingresses;
        this.nextHops = nextHops;
        this.groups = groups;
        this.compiler = compiler;
        this.tables = tables;
        this.indices = indices;
        this.dynamicLabels = dynamicLabels;
        for (int space = 0; space < topology.labelSpaces().size(); space++) {
            spaces.add(new HashMap<>());
            pools.add(new LabelPool(dynamicLabels));
        }
    }

    /** Gives an entry's ingress its accept class ahead of the entry, so that each interface is published once for all of them. */
    void assignClass(final LspIntent lsp) {
        try {
            checkAccept(lsp);
            classes.classOf(lsp.accept());
        } catch (final RefusedException e) {
            throw e.in(text(lsp.labelSpace(), lsp.label()));
        }
    }

    /** Takes the first entries. Each may stand once; those that ask for a certain next-hop index get it before others take it. */
    void load(final List<LspIntent> lsps) {
        for (final LspIntent lsp : lsps) {
            if (lsp.nextHopIndex() != null) {
                add(lsp);
            }
        }
        for (final LspIntent lsp : lsps) {
            if (lsp.nextHopIndex() == null) {
                add(lsp);
            }
        }
    }

    private void add(final LspIntent lsp) {
        if (find(topology.labelSpace(lsp.labelSpace()), lsp.label()) != null) {
            throw new RefusedException(text(lsp.labelSpace(), lsp.label()) + " appears twice");
        }
        put(lsp);
    }

    /** Creates or replaces an entry: one word per worker. */
    void put(final LspIntent lsp) {
        final int space = topology.labelSpace(lsp.labelSpace());
        final LabelEntry old = find(space, lsp.label());
        final List<Integer> made = new ArrayList<>();
        final long word;
        try {
            check(lsp, old);
            word = compiler.compile(lsp, made);
        } catch (final RefusedException e) {
            throw e.in(text(lsp.labelSpace(), lsp.label()));
        }
        // From here on nothing is refused.
        final int acceptClass = ingresses.classOf(lsp.accept());
        classes.addLabel(lsp.accept());
        final List<Action.Forward> legs = WordCompiler.legs(lsp.action());
        legs.forEach(nextHops::addLeg);
        final boolean reserved = old == null ? pools.get(space).reserve(lsp.label()) : old.reserved();
        tables.publishLabel(space, lsp.label(), ForwardingWord.withAcceptClass(word, acceptClass));
        if (old != null) {
            forget(old);
        }
        final LabelEntry entry = new LabelEntry(lsp, ownHops(lsp, legs, old), List.copyOf(made), reserved);
        entry.hops().forEach(hop -> ownHops.put(hop.index(), hop.leg()));
        spaces.get(space).put(lsp.label(), entry);
    }

    private void check(final LspIntent lsp, final LabelEntry old) {
        if (lsp.label() < LabelRange.FIRST_ORDINARY || lsp.label() >= IlmLayout.LABELS) {
            throw new RefusedException("an entry's label must be " + LabelRange.FIRST_ORDINARY + " to " + (IlmLayout.LABELS - 1));
        }
        if (lsp.owner() == null || lsp.owner().isBlank()) {
            throw new RefusedException("it has no owner");
        }
        checkAccept(lsp);
        if (lsp.action() == null) {
            throw new RefusedException("it has no action");
        }
        compiler.check(lsp.action());
        if (lsp.nextHopIndex() != null) {
            checkIndex(lsp, old);
        }
    }

    private void checkAccept(final LspIntent lsp) {
        if (lsp.accept() == null) {
            throw new RefusedException("it does not say from where it is valid");
        }
        classes.check(lsp.accept());
    }

    private void checkIndex(final LspIntent lsp, final LabelEntry old) {
        final int index = lsp.nextHopIndex();
        if (!(lsp.action() instanceof Action.Forward)) {
            throw new RefusedException("next-hop index " + index + ": only an entry with a single next hop can ask for an index");
        }
        if (index < 1 || index >= ForwardingWord.FIELD_LIMIT) {
            throw new RefusedException("next-hop index " + index + " must be 1 to " + (ForwardingWord.FIELD_LIMIT - 1));
        }
        if (indices.isTaken(index) && (old == null || old.hops().stream().noneMatch(hop -> hop.index() == index))) {
            throw new RefusedException("next-hop index " + index + " is taken");
        }
    }

    /** The new entry's own next hops; they keep the old entry's indices as far as these go. */
    private List<LabelEntry.OwnHop> ownHops(final LspIntent lsp, final List<Action.Forward> legs, final LabelEntry old) {
        final List<Integer> free = new ArrayList<>(old == null ? List.of() : old.hops().stream().map(LabelEntry.OwnHop::index).toList());
        if (lsp.nextHopIndex() != null) {
            free.remove(lsp.nextHopIndex());
            free.addFirst(lsp.nextHopIndex());
            indices.take(lsp.nextHopIndex());
        }
        final List<LabelEntry.OwnHop> hops = new ArrayList<>(legs.size());
        for (final Action.Forward leg : legs) {
            hops.add(new LabelEntry.OwnHop(free.isEmpty() ? indices.allocate() : free.removeFirst(), leg));
        }
        free.forEach(indices::release);
        return List.copyOf(hops);
    }

    /** Takes an entry out. */
    void remove(final String spaceName, final int label) {
        final int space = topology.labelSpace(spaceName);
        final LabelEntry entry = spaces.get(space).remove(label);
        if (entry == null) {
            throw new RefusedException(text(spaceName, label) + " has no entry");
        }
        tables.removeLabel(space, label);
        forget(entry);
        entry.hops().forEach(hop -> indices.release(hop.index()));
        if (entry.reserved()) {
            pools.get(space).release(label);
        }
    }

    /** Gives up what an entry leads to. */
    private void forget(final LabelEntry entry) {
        classes.removeLabel(entry.intent().accept());
        for (final LabelEntry.OwnHop hop : entry.hops()) {
            nextHops.removeLeg(hop.leg());
            ownHops.remove(hop.index());
        }
        groups.retire(entry.groups());
    }

    LabelEntry find(final int space, final int label) {
        return spaces.get(space).get(label);
    }

    /** The labels of a label space that have entries. */
    Collection<Integer> labels(final int space) {
        return spaces.get(space).keySet();
    }

    LabelPool pool(final String space) {
        return pools.get(topology.labelSpace(space));
    }

    /** What the labels of a label space are used for. */
    LabelUsageView usage(final int space) {
        final Map<String, Integer> byOwner = new HashMap<>();
        spaces.get(space).values().forEach(entry -> byOwner.merge(entry.intent().owner(), 1, Integer::sum));
        return new LabelUsageView(topology.labelSpaces().get(space), spaces.get(space).size(), byOwner, pools.get(space).used(),
            dynamicLabels.first(), dynamicLabels.last(), pools.get(space).available());
    }

    /** The entries' own next hops by index, rising. */
    NavigableMap<Integer, Action.Forward> ownHops() {
        return ownHops;
    }

    static String text(final String space, final int label) {
        return "label " + label + (LspIntent.PLATFORM.equals(space) ? "" : " in the label space of " + space);
    }
}
