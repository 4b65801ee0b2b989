package io.swaplane.control;

import io.swaplane.table.fib.AddressFamily;
import io.swaplane.table.fib.Fib;

/** Routes' words in the FIBs, with the counts of whose they are. Conductor only. */
final class RouteTable {
    private final RouteOrigins origins;

    RouteTable(final RouteOrigins origins) {
        this.origins = origins;
    }

    RouteOrigins origins() {
        return origins;
    }

    /** A number for a VRF's FIB. */
    static int fibNumber(final Vrf vrf, final AddressFamily family) {
        return vrf.number << 1 | family.ordinal();
    }

    /** A prefix's own word; 0 when it has none. */
    static long get(final Vrf vrf, final AddressFamily family, final long high, final long low, final int length) {
        return vrf.fib(family).get(high, low, length);
    }

    /** How a word's route came to be. */
    RouteOrigin.Kind kind(final long word) {
        return origins.of(word).kind();
    }

    /** Whether it is a route of the VRF itself, which it exports. */
    boolean isOwn(final long word) {
        return word != 0 && kind(word) != RouteOrigin.Kind.LEAKED;
    }

    /**
     * Puts a prefix's word, with whose it is.
     *
     * @return the word before, 0 for none; {@link Fib#EXHAUSTED} when there is no memory, and nothing has changed.
     */
    long put(final Vrf vrf, final AddressFamily family, final long high, final long low, final int length, final long word) {
        final long before = vrf.fib(family).put(high, low, length, word);
        if (before != Fib.EXHAUSTED) {
            count(vrf, family, word, 1);
            count(vrf, family, before, -1);
        }
        return before;
    }

    /** Takes a prefix out that has a word; false when there is no memory, and nothing has changed. */
    boolean remove(final Vrf vrf, final AddressFamily family, final long high, final long low, final int length) {
        final long before = vrf.fib(family).remove(high, low, length);
        if (before == Fib.EXHAUSTED) {
            return false;
        }
        count(vrf, family, before, -1);
        return true;
    }

    private void count(final Vrf vrf, final AddressFamily family, final long word, final int more) {
        if (word != 0) {
            final RouteOrigin origin = origins.of(word);
            origin.count(fibNumber(vrf, family), more);
            vrf.putRoutes += origin.kind() == RouteOrigin.Kind.PUT ? more : 0;
            origins.forget(origin);
        }
    }

    /** All routes of a VRF that goes are others': they are forgotten with it, however many there are. */
    void forgetAll(final Vrf vrf) {
        for (final AddressFamily family : AddressFamily.values()) {
            origins.forgetLeaked(fibNumber(vrf, family));
        }
    }
}
