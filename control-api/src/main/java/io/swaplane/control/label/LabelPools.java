package io.swaplane.control.label;

import io.swaplane.control.intent.BindingKey;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.view.LabelUsage;
import io.swaplane.table.LabelRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.agrona.collections.Long2LongHashMap;

/**
 * Who may have which label of the platform label space: a pool for each owner with a range of its own and one for all others, the
 * pinned labels, and the labels of entries that were put by their label.
 */
final class LabelPools {
    private final RangePool shared;
    private final Map<String, RangePool> byOwner = new HashMap<>();
    private final NavigableMap<Integer, RangePool> byFirstLabel = new TreeMap<>();
    /** By key, as {@link BindingKeys} names it, which the pin uses for ever. */
    private final Long2LongHashMap pins = new Long2LongHashMap(FreeLabels.NONE);
    private final Map<Integer, BindingKey> pinned = new HashMap<>();
    private final Map<Integer, Integer> indices = new HashMap<>();
    /** Labels of bindings, also of those that rest. */
    private final BitSet bound = new BitSet();
    private final ClaimedLabels claims = new ClaimedLabels();

    LabelPools(final LabelRange dynamic, final LabelSettings settings, final BindingKeys keys) {
        shared = new RangePool(null, dynamic);
        settings.ranges().forEach(this::keep);
        settings.pins().forEach(pin -> pin(pin, keys));
    }

    private void keep(final LabelSettings.OwnedRange owned) {
        final LabelRange range = owned.range();
        if (byOwner.containsKey(owned.owner())) {
            throw new RefusedException("label ranges: " + owned.owner() + " has two");
        }
        for (final RangePool other : byFirstLabel.values()) {
            if (range.first() <= other.range().last() && other.range().first() <= range.last()) {
                throw new RefusedException("label ranges: " + range + " for " + owned.owner() + " overlaps " + other.range() + " for "
                    + other.owner());
            }
        }
        final RangePool pool = new RangePool(owned.owner(), range);
        byOwner.put(owned.owner(), pool);
        byFirstLabel.put(range.first(), pool);
        shared.leaveOut(range);
    }

    private void pin(final LabelSettings.Pin pin, final BindingKeys keys) {
        final String text = "label bindings: " + pin.key();
        if (!new LabelRange(LabelRange.FIRST_ORDINARY, LabelRange.LAST).contains(pin.label())) {
            throw new RefusedException(text + ": label " + pin.label() + " must be " + LabelRange.FIRST_ORDINARY + " to "
                + LabelRange.LAST);
        }
        if (pins.put(keys.use(pin.key()), pin.label()) != FreeLabels.NONE) {
            throw new RefusedException(text + " appears twice");
        }
        if (pinned.putIfAbsent(pin.label(), pin.key()) != null) {
            throw new RefusedException(text + ": label " + pin.label() + " is pinned to another binding");
        }
        if (pin.nextHopIndex() != null) {
            indices.put(pin.label(), pin.nextHopIndex());
        }
        final RangePool pool = poolOf(pin.label());
        if (pool != null) {
            pool.pin(pin.label());
        }
    }

    /** The pool that a label belongs to, or null. */
    private RangePool poolOf(final int label) {
        // Mostly there are none: then no Integer is made for a label.
        final Map.Entry<Integer, RangePool> below = byFirstLabel.isEmpty() ? null : byFirstLabel.floorEntry(label);
        if (below != null && below.getValue().range().contains(label)) {
            return below.getValue();
        }
        return shared.range().contains(label) ? shared : null;
    }

    private RangePool poolFor(final String owner) {
        return byOwner.getOrDefault(owner, shared);
    }

    /** The label that the configuration gives a binding; {@link FreeLabels#NONE} when it gives none. */
    int pinnedTo(final long key) {
        return (int) pins.get(key);
    }

    /** The index that the configuration gives the own next hop of a pinned label's entry, or null. */
    Integer nextHopIndex(final int label) {
        return indices.isEmpty() ? null : indices.get(label);
    }

    /** A free label for a binding of the owner's; {@link FreeLabels#NONE} when there is none. */
    int allocate(final String owner) {
        final int label = poolFor(owner).allocate();
        if (label != FreeLabels.NONE) {
            bound.set(label);
        }
        return label;
    }

    /** A refusal that says that the owner's range has nothing left. */
    RefusedException exhausted(final String owner) {
        return new RefusedException(RefusalReason.EXHAUSTED, poolFor(owner).exhausted());
    }

    /** The binding that a label is pinned to exists from now on. */
    void usePinned(final int label) {
        bound.set(label);
        final RangePool pool = poolOf(label);
        if (pool != null) {
            pool.usePinned();
        }
    }

    /** A binding's label rests from now on. */
    void rest(final int label) {
        final RangePool pool = poolOf(label);
        if (pool != null) {
            pool.rest();
        }
    }

    /** A resting label is its binding's again. */
    void wake(final int label) {
        final RangePool pool = poolOf(label);
        if (pool != null) {
            pool.wake();
        }
    }

    /** A binding's label, which does not rest (any more), has no binding from now on. */
    void free(final int label) {
        bound.clear(label);
        final RangePool pool = poolOf(label);
        if (pool == null) {
            return;
        }
        if (pinned.containsKey(label)) {
            pool.waitPinned();
        } else {
            pool.free(label);
        }
    }

    /** Refuses that an entry is put by its label where the label is a binding's, pinned, or kept for another owner. */
    void checkClaim(final String owner, final int label) {
        if (bound.get(label)) {
            throw taken("label " + label + " is allocated to a binding, or rests after one");
        }
        if (!pinned.isEmpty() && pinned.containsKey(label)) {
            throw taken("label " + label + " is pinned to the binding " + pinned.get(label));
        }
        final RangePool pool = poolOf(label);
        if (pool != null && pool.owner() != null && !pool.owner().equals(owner)) {
            throw taken("label " + label + " is in the range " + pool.range() + ", which is kept for " + pool.owner());
        }
    }

    private static RefusedException taken(final String message) {
        return new RefusedException(RefusalReason.CONFLICTING_OWNER, message);
    }

    /** An entry was put by its label; nothing changes when it has one already. */
    void claim(final int label) {
        final RangePool pool = poolOf(label);
        if (pool != null) {
            if (claims.isResting(label)) {
                pool.wake();
            }
            pool.claim(label);
        }
        claims.claim(label);
    }

    /** An entry that was put by its label is gone: the label rests up to the deadline. */
    void unclaim(final int label, final long deadline) {
        if (!claims.isClaimed(label)) {
            throw new IllegalStateException("label " + label + " is not claimed");
        }
        final RangePool pool = poolOf(label);
        if (pool == null) {
            claims.unclaim(label);
        } else {
            pool.rest();
            claims.rest(label, deadline);
        }
    }

    /** Ends the rest of one claimed label; false when none is due. */
    boolean endRest(final long nanoTime) {
        final int label = claims.endRest(nanoTime);
        if (label == FreeLabels.NONE) {
            return false;
        }
        final RangePool pool = poolOf(label);
        pool.wake();
        pool.free(label);
        return true;
    }

    /** Every range by its first label, the shared one last. */
    List<LabelUsage> usage() {
        final List<LabelUsage> rows = new ArrayList<>();
        byFirstLabel.values().forEach(pool -> rows.add(pool.usage()));
        rows.add(shared.usage());
        return rows;
    }
}
