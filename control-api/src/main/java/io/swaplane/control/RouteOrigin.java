package io.swaplane.control;

import io.swaplane.control.intent.Origin;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.agrona.collections.Int2IntHashMap;

/** Whose routes have a number in their words, and how many they are: in all, and but for links' and neighbours' by FIB. Conductor only. */
final class RouteOrigin {
    /** How a route came to be, the strongest first. */
    enum Kind {
        /** An interface's own address. */
        LOCAL,
        /** The prefix of an interface's link. */
        CONNECTED,
        /** A producer's. */
        PUT,
        /** A neighbour whose MAC address is known. */
        NEIGHBOUR,
        /** Another VRF's. */
        LEAKED
    }

    private final int number;
    private final Kind kind;
    private final Origin origin;
    private final Vrf from;
    private final Int2IntHashMap byFib = new Int2IntHashMap(0);
    private final SequencedSet<StandbyRoutes.Key> standby = new LinkedHashSet<>(0);
    private int total;

    /** With an origin for a producer's routes, with a VRF for those that come from it; else with neither. */
    RouteOrigin(final int number, final Kind kind, final Origin origin, final Vrf from) {
        this.number = number;
        this.kind = kind;
        this.origin = origin;
        this.from = from;
    }

    int number() {
        return number;
    }

    Kind kind() {
        return kind;
    }

    /** The producer's session; null of other kinds. */
    Origin origin() {
        return origin;
    }

    /** The VRF that a leaked route comes from; else null. */
    Vrf from() {
        return from;
    }

    int total() {
        return total;
    }

    /** One more route of a FIB, or one less. */
    void count(final int fib, final int more) {
        total += more;
        if (kind == Kind.PUT || kind == Kind.LEAKED) {
            final int now = byFib.get(fib) + more;
            if (now == 0) {
                byFib.remove(fib);
            } else {
                byFib.put(fib, now);
            }
        }
    }

    /** Where its routes are that stand behind stronger ones, which do not count among the others. */
    SequencedSet<StandbyRoutes.Key> standby() {
        return standby;
    }

    /** A FIB in which it has routes; it must have some. */
    int anyFib() {
        return byFib.keySet().iterator().next();
    }

    /** How many routes it has in a FIB. */
    int count(final int fib) {
        return byFib.get(fib);
    }

    /** As {@code show} prints it. */
    String owner() {
        return switch (kind) {
            case LOCAL -> "local";
            case CONNECTED -> "connected";
            case NEIGHBOUR -> "neighbour";
            case PUT -> origin.owner();
            case LEAKED -> from.name();
        };
    }
}
