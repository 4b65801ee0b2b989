package io.swaplane.bgp.router;

import io.swaplane.bgp.rib.Destinations;

/**
 * A destination by what it is, as its number may be another's later. In the order of prefix, then route distinguisher.
 *
 * @param rd the route distinguisher; 0 in tables without.
 * @param high upper 64 bits of the prefix.
 * @param low lower 64 bits of the prefix.
 * @param length bits of the prefix.
 */
record RouteKey(long rd, long high, long low, int length) implements Comparable<RouteKey> {
    static RouteKey of(final Destinations all, final int destination) {
        return new RouteKey(all.rd(destination), all.high(destination), all.low(destination), all.length(destination));
    }

    /** Its number now, or {@link Destinations#NONE}. */
    int find(final Destinations all) {
        return all.find(rd, high, low, length);
    }

    @Override
    public int compareTo(final RouteKey other) {
        int order = Long.compareUnsigned(high, other.high);
        order = order != 0 ? order : Long.compareUnsigned(low, other.low);
        order = order != 0 ? order : Integer.compare(length, other.length);
        return order != 0 ? order : Long.compareUnsigned(rd, other.rd);
    }
}
