package io.swaplane.control;

import io.swaplane.control.intent.Origin;
import io.swaplane.table.fib.AddressFamily;

/**
 * Goes through FIBs for routes of earlier sessions, some prefixes with each call. The time of a call does not depend on how many routes
 * there are; that of all calls depends on the size of the FIBs in which the sessions had some. Conductor only.
 */
final class RouteSweep {
    private static final AddressFamily[] FAMILIES = AddressFamily.values();

    private final Vrfs vrfs;
    private final RouteTable table;
    /** Where the last call stopped: of which session, in which FIB. */
    private RouteOrigin of;
    private int fib;
    private long high;
    private long low;
    private int length;

    /** Takes a route out. */
    interface Remover {
        /** A route with its word; false when there is no memory, and nothing has changed. */
        boolean remove(Vrf vrf, AddressFamily family, long high, long low, int length, long word);
    }

    RouteSweep(final Vrfs vrfs, final RouteTable table) {
        this.vrfs = vrfs;
        this.table = table;
    }

    int sweep(final Origin origin, final int limit, final Remover remover) {
        int looked = 0;
        RouteOrigin stale = table.origins().stale(origin);
        while (looked < limit && stale != null) {
            if (stale != of || stale.count(fib) == 0) {
                start(stale, stale.anyFib());
            }
            looked += step(limit - looked, remover);
            stale = table.origins().stale(origin);
        }
        return Math.min(looked, limit);
    }

    private void start(final RouteOrigin stale, final int number) {
        of = stale;
        fib = number;
        high = 0;
        low = 0;
        length = 0;
    }

    private int step(final int limit, final Remover remover) {
        final Vrf vrf = vrfs.get(fib >>> 1);
        final AddressFamily family = FAMILIES[fib & 1];
        final PrefixList list = new PrefixList(limit);
        vrf.fib(family).walk(high, low, length, list);
        for (int i = 0; i < list.size(); i++) {
            high = list.high(i);
            low = list.low(i);
            length = list.length(i) + 1;
            if (RouteWord.origin(list.word(i)) == of.number()
                && !remover.remove(vrf, family, high, low, list.length(i), list.word(i))) {
                // No memory now; the next call begins here.
                length--;
                return limit;
            }
        }
        if (list.size() < limit) {
            // What is left of it lies before: it came back to where this had been.
            start(of, fib);
        }
        return Math.max(1, list.size());
    }
}
