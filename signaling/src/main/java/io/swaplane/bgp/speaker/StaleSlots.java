package io.swaplane.bgp.speaker;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.rib.PeerSlot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Slots of a peer's earlier sessions whose paths still count, by family. Since the peer has come back from a restart each has a time at
 * which it goes, whatever becomes of the sessions that follow (the stale timer of RFC 8538 §4.1). On the speaker's loop.
 */
final class StaleSlots {
    /** As many are kept of a family: a peer that is lost over and over, with other routes each time, has no more of them than that. */
    static final int MOST = 8;

    private final Map<Family, List<Stale>> slots = new EnumMap<>(Family.class);
    private final BiConsumer<PeerSlot, Family> end;

    /** None yet; {@code end} is called with each whose paths count no more. */
    StaleSlots(final BiConsumer<PeerSlot, Family> end) {
        this.end = end;
    }

    /**
     * A slot.
     *
     * @param until when it goes; null as long as the peer has not come back.
     */
    private record Stale(PeerSlot slot, Long until) {
        boolean isDue(final long now) {
            return until != null && now - until >= 0;
        }
    }

    /** Adds one; with one too many the oldest goes. */
    void add(final Family family, final PeerSlot slot) {
        final List<Stale> all = slots.computeIfAbsent(family, key -> new ArrayList<>());
        all.add(new Stale(slot, null));
        if (all.size() > MOST) {
            end.accept(all.removeFirst().slot, family);
        }
    }

    /** Takes over another's of a family; those without a time get this one, or none (null). */
    void takeOver(final StaleSlots from, final Family family, final Long until) {
        final List<Stale> taken = from.slots.remove(family);
        if (taken != null) {
            final List<Stale> all = slots.computeIfAbsent(family, key -> new ArrayList<>());
            taken.forEach(each -> all.add(each.until == null ? new Stale(each.slot, until) : each));
        }
    }

    /** Those of a family go. */
    void end(final Family family) {
        final List<Stale> ended = slots.remove(family);
        if (ended != null) {
            ended.forEach(each -> end.accept(each.slot, family));
        }
    }

    /** Those whose time has come go. */
    void endDue(final long now) {
        endIf(each -> each.isDue(now));
    }

    /** Those of whose paths none is left go. */
    void endEmpty() {
        endIf(each -> each.slot.paths() == 0);
    }

    private void endIf(final Predicate<Stale> ends) {
        for (final Family family : families()) {
            final List<Stale> all = slots.get(family);
            final List<Stale> ended = all.stream().filter(ends).toList();
            all.removeAll(ended);
            if (all.isEmpty()) {
                slots.remove(family);
            }
            ended.forEach(each -> end.accept(each.slot, family));
        }
    }

    /** The families of which there are some; a copy. */
    Set<Family> families() {
        return slots.isEmpty() ? EnumSet.noneOf(Family.class) : EnumSet.copyOf(slots.keySet());
    }

    /** When the first of them goes, as seen from now; empty when none has a time. */
    OptionalLong firstDue(final long now) {
        return slots.values().stream().flatMap(List::stream).filter(each -> each.until != null).mapToLong(each -> each.until - now).min();
    }
}
