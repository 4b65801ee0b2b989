package io.swaplane.control;

import io.swaplane.control.intent.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who holds label entries: a small number for each origin that has some, so that an entry names its own in four octets. A number is
 * given out anew once its holder has no entries. Conductor only.
 */
final class LabelHolders {
    private final List<LabelHolder> holders = new ArrayList<>();
    private final Map<Origin, LabelHolder> byOrigin = new HashMap<>();
    private final int labelSpaces;
    private LabelHolder last;

    LabelHolders(final int labelSpaces) {
        this.labelSpaces = labelSpaces;
    }

    /** The origin's holder, made when there is none. */
    LabelHolder of(final Origin origin) {
        if (last == null || last.origin() != origin) {
            final LabelHolder known = byOrigin.get(origin);
            last = known == null ? make(origin) : known;
        }
        return last;
    }

    private LabelHolder make(final Origin origin) {
        int number = 0;
        while (number < holders.size() && holders.get(number).total() > 0) {
            number++;
        }
        final LabelHolder made = new LabelHolder(number, origin, labelSpaces);
        if (number == holders.size()) {
            holders.add(made);
        } else {
            byOrigin.remove(holders.set(number, made).origin());
        }
        byOrigin.put(origin, made);
        return made;
    }

    LabelHolder get(final int number) {
        return holders.get(number);
    }

    /** A holder with entries from sessions of the producer before the origin's; null when there is none. */
    LabelHolder stale(final Origin origin) {
        for (final LabelHolder holder : holders) {
            if (holder.total() > 0 && holder.origin().producer() == origin.producer()
                && holder.origin().session() < origin.session()) {
                return holder;
            }
        }
        return null;
    }

    /** Whether a producer has entries. */
    boolean hasAnyOf(final int producer) {
        for (final LabelHolder holder : holders) {
            if (holder.total() > 0 && holder.origin().producer() == producer) {
                return true;
            }
        }
        return false;
    }

    /** How many entries of a label space each owner has, by name; owners without any are left out. */
    Map<String, Integer> countByOwner(final int space) {
        final Map<String, Integer> counts = new TreeMap<>();
        for (final LabelHolder holder : holders) {
            if (holder.count(space) > 0) {
                counts.merge(holder.origin().owner(), holder.count(space), Integer::sum);
            }
        }
        return counts;
    }
}
