package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.PathAttributes;
import java.util.Arrays;

/**
 * Destinations to be told of, bundled by what they have in common: attributes, next hop, and the peer that is left out. So updates are
 * packed also when routes of different attributes change by turns. For one thread.
 */
final class OutBatch {
    static final int MOST = 4096;

    private static final int SLOTS = 2 * MOST;
    private static final int NONE = -1;

    private final int[] destinations = new int[MOST];
    private final int[] labels = new int[MOST];
    private final int[] next = new int[MOST];
    private final int[] heads = new int[MOST];
    private final int[] tails = new int[MOST];
    private final int[] excluded = new int[MOST];
    private final PathAttributes[] attributes = new PathAttributes[MOST];
    private final NextHop[] nextHops = new NextHop[MOST];
    private final int[] slots = new int[SLOTS];
    private int size;
    private int bundles;

    boolean isFull() {
        return size == MOST;
    }

    void clear() {
        Arrays.fill(slots, 0);
        Arrays.fill(attributes, 0, bundles, null);
        Arrays.fill(nextHops, 0, bundles, null);
        size = 0;
        bundles = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Adds a destination; attributes are null when it is withdrawn. */
    void add(final int destination, final PathAttributes with, final NextHop by, final int label, final int peer) {
        destinations[size] = destination;
        labels[size] = label;
        next[size] = NONE;
        final int bundle = bundle(with, by, peer);
        if (heads[bundle] == NONE) {
            heads[bundle] = size;
        } else {
            next[tails[bundle]] = size;
        }
        tails[bundle] = size;
        size++;
    }

    private int bundle(final PathAttributes with, final NextHop by, final int peer) {
        int slot = ((with == null ? 1 : with.hashCode()) * 31 + peer) * 0x9E37_79B9 >>> 19;
        while (slots[slot] != 0) {
            final int bundle = slots[slot] - 1;
            if (excluded[bundle] == peer && same(attributes[bundle], with) && same(nextHops[bundle], by)) {
                return bundle;
            }
            slot = slot + 1 & SLOTS - 1;
        }
        final int made = bundles;
        bundles++;
        slots[slot] = bundles;
        attributes[made] = with;
        nextHops[made] = by;
        excluded[made] = peer;
        heads[made] = NONE;
        return made;
    }

    private static boolean same(final Object a, final Object b) {
        return a == b || a != null && a.equals(b);
    }

    int bundles() {
        return bundles;
    }

    /** A bundle's attributes, or null. */
    PathAttributes attributes(final int bundle) {
        return attributes[bundle];
    }

    NextHop nextHop(final int bundle) {
        return nextHops[bundle];
    }

    /** The number of the peer that is left out. */
    int excluded(final int bundle) {
        return excluded[bundle];
    }

    /** A bundle's first entry. */
    int first(final int bundle) {
        return heads[bundle];
    }

    /** The next entry, or -1. */
    int next(final int entry) {
        return next[entry];
    }

    int destination(final int entry) {
        return destinations[entry];
    }

    int label(final int entry) {
        return labels[entry];
    }
}
