package io.swaplane.control;

import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.table.IlmLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Indices of the next hops that are label entries' own, which exist to be shown. An entry can ask for one among those of real next hops,
 * below 2^20. Else an entry with one next hop has the index that follows from its label space and label, from 2^20 on (1048620 for label
 * 44 of the platform's), which costs no memory; a group's legs have what is free from 2^30 on. Conductor only.
 */
final class OwnHops {
    /** The first index that no real next hop can have: the platform label space's label 0. */
    static final int FIRST = IlmLayout.LABELS;
    /** The first index of a group's legs. */
    static final int FIRST_LEG = 1 << 30;
    /** How many label spaces have indices between the two. */
    static final int LABEL_SPACES = FIRST_LEG / IlmLayout.LABELS - 1;

    /** The real next hops' indices, and those asked for. */
    private final IdAllocator indices;
    private final IdAllocator legs = new IdAllocator(0, Integer.MAX_VALUE - FIRST_LEG);
    private final NavigableMap<Integer, Action.Forward> apart = new TreeMap<>();

    OwnHops(final IdAllocator indices) {
        this.indices = indices;
    }

    /** The index of an entry with one next hop that asked for none. */
    static int index(final int space, final int label) {
        return (space + 1) * IlmLayout.LABELS + label;
    }

    /** The label space of such an index. */
    static int space(final int index) {
        return index / IlmLayout.LABELS - 1;
    }

    /** The label of such an index. */
    static int label(final int index) {
        return index & IlmLayout.LABELS - 1;
    }

    /** Gives an entry's legs their indices; those that the old entry had go on, as far as they fit. */
    List<LabelEntry.OwnHop> take(final LspIntent lsp, final List<Action.Forward> actions, final List<LabelEntry.OwnHop> old) {
        final List<Integer> free = new ArrayList<>(old.stream().map(LabelEntry.OwnHop::index).filter(index -> index >= FIRST_LEG).toList());
        final List<LabelEntry.OwnHop> hops = new ArrayList<>(actions.size());
        for (final Action.Forward action : actions) {
            final int index;
            if (lsp.nextHopIndex() != null) {
                index = lsp.nextHopIndex();
                indices.take(index);
            } else {
                index = free.isEmpty() ? FIRST_LEG + legs.allocate() : free.removeFirst();
            }
            hops.add(new LabelEntry.OwnHop(index, action));
        }
        final List<LabelEntry.OwnHop> gone = new ArrayList<>(old);
        gone.removeIf(hop -> hops.stream().anyMatch(each -> each.index() == hop.index()));
        release(gone);
        hops.forEach(hop -> apart.put(hop.index(), hop.leg()));
        return List.copyOf(hops);
    }

    /** Gives indices up. */
    void release(final List<LabelEntry.OwnHop> hops) {
        for (final LabelEntry.OwnHop hop : hops) {
            apart.remove(hop.index());
            if (hop.index() >= FIRST_LEG) {
                legs.release(hop.index() - FIRST_LEG);
            } else {
                indices.release(hop.index());
            }
        }
    }

    /** Those whose index does not follow from a label. */
    NavigableMap<Integer, Action.Forward> apart() {
        return apart;
    }
}
