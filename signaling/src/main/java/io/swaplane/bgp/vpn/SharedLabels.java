package io.swaplane.bgp.vpn;

import io.swaplane.bgp.rib.Vias;
import java.util.HashMap;
import java.util.Map;
import org.agrona.collections.Int2IntCounterMap;
import org.agrona.collections.IntArrayList;

/**
 * Which vias share the label of one route, in the order in which they were put: packets go where the last one leads. Vias whose routes are
 * null share no label. On the speaker's loop.
 */
final class SharedLabels {
    private static final int USUAL = 2;

    private final Map<String, IntArrayList> byRoute = new HashMap<>();
    /** Answers that are still to come, by via. */
    private final Int2IntCounterMap awaited = new Int2IntCounterMap(0);

    /** A via was put, and its label leads where the via does as soon as that is answered. */
    void put(final String route, final int via) {
        if (route != null) {
            final IntArrayList all = byRoute.computeIfAbsent(route, each -> new IntArrayList(USUAL, Vias.NONE));
            all.removeInt(via);
            all.addInt(via);
            awaited.incrementAndGet(via);
        }
    }

    /** An answer about a via came; whether it is the one to the last time that the via was put. */
    boolean answered(final int via) {
        return !isAwaited(via) || awaited.decrementAndGet(via) == 0;
    }

    /** Whether an answer about a via is to come. */
    boolean isAwaited(final int via) {
        return awaited.get(via) > 0;
    }

    /** Whether a via was put, and another with the same label after it. */
    boolean isHidden(final String route, final int via) {
        final IntArrayList all = route == null ? null : byRoute.get(route);
        return all != null && all.getInt(all.size() - 1) != via;
    }

    /** Whether more than one via has the label of a route. */
    boolean isShared(final String route) {
        final IntArrayList all = route == null ? null : byRoute.get(route);
        return all != null && all.size() > 1;
    }

    /** A via has its label no more; the one that was put last before it when packets went where it led, else {@link Vias#NONE}. */
    int leave(final String route, final int via) {
        final IntArrayList all = route == null ? null : byRoute.get(route);
        if (all == null) {
            return Vias.NONE;
        }
        final boolean led = all.getInt(all.size() - 1) == via;
        all.removeInt(via);
        if (all.isEmpty()) {
            byRoute.remove(route);
            return Vias.NONE;
        }
        return led ? all.getInt(all.size() - 1) : Vias.NONE;
    }
}
