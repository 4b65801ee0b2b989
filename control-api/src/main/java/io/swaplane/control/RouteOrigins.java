package io.swaplane.control;

import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.collections.Int2ObjectHashMap;

/** Numbers for whose a route is. One is given out anew once no route has it. Conductor only. */
final class RouteOrigins {
    /** The number that stands for the router itself where a producer's is asked for. */
    static final int PRODUCER = -2;

    /** Producers' sessions: what is left is for leaks, which cannot be refused, of all VRFs and of as many that went. */
    static final int MOST_SESSIONS = RouteWord.ORIGINS - 2 * Vrfs.MOST - 3;

    private final IdAllocator numbers = new IdAllocator(0, RouteWord.ORIGINS);
    private final Int2ObjectHashMap<RouteOrigin> byNumber = new Int2ObjectHashMap<>();
    private final Map<Origin, RouteOrigin> byOrigin = new HashMap<>();
    private final Map<Vrf, RouteOrigin> byVrf = new HashMap<>();
    private final RouteOrigin local = make(RouteOrigin.Kind.LOCAL, null, null);
    private final RouteOrigin connected = make(RouteOrigin.Kind.CONNECTED, null, null);
    private final RouteOrigin neighbour = make(RouteOrigin.Kind.NEIGHBOUR, null, null);
    private RouteOrigin last;

    private RouteOrigin make(final RouteOrigin.Kind kind, final Origin origin, final Vrf from) {
        final int number = numbers.allocate();
        if (number == IdAllocator.NONE) {
            throw new IllegalStateException("routes are of more than " + RouteWord.ORIGINS + " owners");
        }
        final RouteOrigin made = new RouteOrigin(number, kind, origin, from);
        byNumber.put(number, made);
        return made;
    }

    RouteOrigin local() {
        return local;
    }

    RouteOrigin connected() {
        return connected;
    }

    RouteOrigin neighbour() {
        return neighbour;
    }

    /**
     * The producer's session's, made when there is none; {@link #forget} it when no route gets it.
     *
     * @throws RefusedException when there are as many sessions with routes as can be.
     */
    RouteOrigin of(final Origin origin) {
        if (last == null || last.origin() != origin) {
            final RouteOrigin known = byOrigin.get(origin);
            if (known == null && byOrigin.size() >= MOST_SESSIONS) {
                throw new RefusedException(RefusalReason.EXHAUSTED, "routes are of " + MOST_SESSIONS + " producers' sessions already");
            }
            last = known != null ? known : make(RouteOrigin.Kind.PUT, origin, null);
            byOrigin.put(origin, last);
        }
        return last;
    }

    /** That of routes which come from a VRF; {@link #forget} it when no route gets it. */
    RouteOrigin leakedFrom(final Vrf vrf) {
        final RouteOrigin known = byVrf.get(vrf);
        if (known != null) {
            return known;
        }
        final RouteOrigin made = make(RouteOrigin.Kind.LEAKED, null, vrf);
        byVrf.put(vrf, made);
        return made;
    }

    /** Whose a route's word is. */
    RouteOrigin of(final long word) {
        return byNumber.get(RouteWord.origin(word));
    }

    /** Gives its number up when no route has it, unless it has been given up before. */
    void forget(final RouteOrigin origin) {
        if (origin.total() == 0 && origin.standby().isEmpty() && byNumber.get(origin.number()) == origin
            && (origin.kind() == RouteOrigin.Kind.PUT || origin.kind() == RouteOrigin.Kind.LEAKED)) {
            byNumber.remove(origin.number());
            numbers.release(origin.number());
            byOrigin.remove(origin.origin(), origin);
            byVrf.remove(origin.from(), origin);
            last = null;
        }
    }

    /** A FIB goes, in which there are leaked routes only. */
    void forgetLeaked(final int fib) {
        for (final RouteOrigin each : List.copyOf(byVrf.values())) {
            each.count(fib, -each.count(fib));
            forget(each);
        }
    }

    /** A session of the origin's producer before the origin's that has routes; null when there is none. */
    RouteOrigin stale(final Origin origin) {
        for (final RouteOrigin each : byOrigin.values()) {
            if (each.total() > 0 && each.origin().producer() == origin.producer() && each.origin().session() < origin.session()) {
                return each;
            }
        }
        return null;
    }

    /** The same of routes that stand behind stronger ones. */
    RouteOrigin staleStandby(final Origin origin) {
        for (final RouteOrigin each : byOrigin.values()) {
            if (!each.standby().isEmpty() && each.origin().producer() == origin.producer() && each.origin().session() < origin.session()) {
                return each;
            }
        }
        return null;
    }

    /** Whether a producer has routes. */
    boolean hasAnyOf(final int producer) {
        return byOrigin.keySet().stream().anyMatch(origin -> origin.producer() == producer);
    }

    /** How many routes there are by owner, leaked ones as {@code leaked}; owners without any are left out. */
    Map<String, Integer> countByOwner() {
        final Map<String, Integer> counts = new TreeMap<>();
        for (final RouteOrigin each : byNumber.values()) {
            if (each.total() > 0) {
                counts.merge(each.kind() == RouteOrigin.Kind.LEAKED ? "leaked" : each.owner(), each.total(), Integer::sum);
            }
        }
        return counts;
    }
}
