package io.swaplane.control;

import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.LspIntent;
import java.util.List;

/**
 * A label entry: what was asked, and what was made of it.
 *
 * @param intent what was asked.
 * @param hops the entry's own next hops, one per leg, in the order of {@link WordCompiler#legs}.
 * @param groups ids of its groups.
 */
record LabelEntry(LspIntent intent, List<OwnHop> hops, List<Integer> groups) {
    /** The same of another owner. */
    LabelEntry of(final String owner) {
        return new LabelEntry(new LspIntent(intent.label(), intent.labelSpace(), owner, intent.accept(), intent.action(), intent.ttl(),
            intent.tc(), intent.nextHopIndex()), hops, groups);
    }

    /**
     * A next hop that exists to be shown: the leg's label over the next hop that its word names.
     *
     * @param index its index.
     * @param leg the leg.
     */
    record OwnHop(int index, Action.Forward leg) { }
}
