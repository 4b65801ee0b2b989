package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.PathAttributes;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Chooses the best path of a destination (RFC 4271 §9.1.2.2, RFC 4456 §9), step by step among those that are left: resolved, local
 * preference, local origin, length of the AS path, origin, MED among those of one neighbouring AS, external, metric of the next hop,
 * a VRF's customer, age, router id (or originator), length of the cluster list, peer's address, a label rather than none, path id. For one
 * thread.
 */
final class BestPath {
    private static final long DEFAULT_LOCAL_PREF = 100;
    private static final int LEAST = 16;

    private final PathTable paths;
    private final Vias vias;
    private final BestPathOptions options;
    private int[] left = new int[LEAST];
    private int count;
    /** The path that is asked about, and what was found. */
    private int watched = Destinations.NONE;
    private String reason;

    BestPath(final PathTable paths, final Vias vias, final BestPathOptions options) {
        this.paths = paths;
        this.vias = vias;
        this.options = options;
    }

    /** What is compared, the lower the better. */
    @FunctionalInterface
    private interface Rank {
        long of(int path);
    }

    /** The best of a chain of paths, or {@link Destinations#NONE}. */
    int choose(final int first) {
        return choose(first, path -> true);
    }

    /** The best of those of a chain that are suitable, or {@link Destinations#NONE}. */
    int choose(final int first, final IntPredicate suitable) {
        gather(first, suitable);
        if (count <= 1) {
            return count == 0 ? Destinations.NONE : left[0];
        }
        narrowToEqual();
        keepBest("not a customer's", this::distance);
        if (count > 1 && options.preferOldest() && !paths.slot(left[0]).internal()) {
            keepOldest();
        }
        keepBest("higher router id", this::identifier);
        keepBest("longer cluster list", path -> paths.attributes(path).clusterCount());
        keepBest("higher peer address", path -> high(path) ^ Long.MIN_VALUE);
        keepBest("higher peer address", path -> low(path) ^ Long.MIN_VALUE);
        keepBest("later peer", path -> paths.slot(path).peer());
        keepBest("unlabelled", path -> vias.label(paths.via(path)) == Vias.NO_LABEL ? 1 : 0);
        keepBest("higher path id", path -> Integer.toUnsignedLong(paths.id(path)));
        return left[0];
    }

    /** Why a path is not the best one of its chain, in words; null for the best, and for one that does not count. */
    String reason(final int first, final int path) {
        watched = path;
        reason = null;
        choose(first);
        watched = Destinations.NONE;
        return reason;
    }

    /** The paths that are as good as the best one but for whose they are: they may share its packets. A new array. */
    int[] equal(final int first) {
        gather(first, path -> true);
        narrowToEqual();
        return Arrays.copyOf(left, count);
    }

    private void gather(final int first, final IntPredicate suitable) {
        count = 0;
        for (int path = first; path != Destinations.NONE; path = paths.next(path)) {
            if (paths.slot(path).counts() && suitable.test(path)) {
                if (count == left.length) {
                    left = Arrays.copyOf(left, count * 2);
                }
                left[count] = path;
                count++;
            }
        }
    }

    private void narrowToEqual() {
        keepBest("unresolved next hop", path -> vias.resolved(paths.via(path)) ? 0 : 1);
        keepBest("lower local preference", path -> -paths.attributes(path).localPrefOr(DEFAULT_LOCAL_PREF));
        keepBest("not this router's own", path -> paths.slot(path).local() ? 0 : 1);
        keepBest("longer AS path", path -> paths.attributes(path).asPath().length());
        keepBest("higher origin", path -> paths.attributes(path).origin().ordinal());
        if (options.alwaysCompareMed()) {
            keepBest("higher MED", path -> paths.attributes(path).medOr(0));
        } else {
            dropWorseMeds();
            watch("higher MED");
        }
        keepBest("internal", path -> paths.slot(path).internal() ? 1 : 0);
        keepBest("farther next hop", path -> vias.metric(paths.via(path)));
    }

    /** The path that is asked about has gone by this step, unless by one before. */
    private void watch(final String step) {
        if (watched == Destinations.NONE || reason != null) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if (left[i] == watched) {
                return;
            }
        }
        reason = step;
    }

    private void keepBest(final String step, final Rank rank) {
        if (count <= 1) {
            return;
        }
        long best = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            best = Math.min(best, rank.of(left[i]));
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (rank.of(left[i]) == best) {
                left[kept] = left[i];
                kept++;
            }
        }
        count = kept;
        watch(step);
    }

    /** A path goes when another of the same neighbouring AS has a lower MED; paths without one have 0. */
    private void dropWorseMeds() {
        int kept = 0;
        final int[] all = count > 1 ? Arrays.copyOf(left, count) : left;
        for (int i = 0; i < count; i++) {
            boolean beaten = false;
            final PathAttributes mine = paths.attributes(all[i]);
            for (int j = 0; j < count && !beaten; j++) {
                final PathAttributes other = paths.attributes(all[j]);
                beaten = other.medOr(0) < mine.medOr(0) && other.asPath().first() == mine.asPath().first();
            }
            if (!beaten) {
                left[kept] = all[i];
                kept++;
            }
        }
        count = kept;
    }

    private void keepOldest() {
        int oldest = left[0];
        for (int i = 1; i < count; i++) {
            oldest = paths.isOlder(left[i], oldest) ? left[i] : oldest;
        }
        left[0] = oldest;
        count = 1;
        watch("younger");
    }

    /**
     * A VRF's customer is closer than who tells a VPN route, in the VRF's table as in the VPN table: there, too, what both choose must not
     * depend on which came first.
     */
    private long distance(final int path) {
        final PeerSlot from = paths.slot(path);
        return from.imported() ? 2 : from.info() != null ? 1 : 0;
    }

    private long identifier(final int path) {
        final int originator = paths.attributes(path).originatorId();
        final PeerInfo from = paths.slot(path).info();
        return Integer.toUnsignedLong(originator != 0 ? originator : from == null ? 0 : from.remoteId());
    }

    private long high(final int path) {
        final NextHop address = address(path);
        return address == null ? 0 : address.high();
    }

    private long low(final int path) {
        final NextHop address = address(path);
        return address == null ? 0 : address.low();
    }

    private NextHop address(final int path) {
        final PeerInfo from = paths.slot(path).info();
        return from == null ? null : from.address();
    }
}
