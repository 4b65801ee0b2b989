package io.swaplane.table.fib;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a FIB must answer, in the most obvious way: a map of prefixes, asked for each length in turn. */
final class SlowTrie {
    private final AddressFamily family;
    /** By address, then by length. */
    private final TreeMap<Prefix, Long> routes = new TreeMap<>();

    /** A prefix as the FIB takes it. */
    record Prefix(long high, long low, int length) implements Comparable<Prefix> {
        @Override
        public int compareTo(final Prefix other) {
            if (high != other.high) {
                return Long.compareUnsigned(high, other.high);
            }
            return low != other.low ? Long.compareUnsigned(low, other.low) : Integer.compare(length, other.length);
        }

        /** The first bits of an address. */
        static Prefix of(final long high, final long low, final int length) {
            final BigInteger mask = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE.shiftLeft(128 - length));
            final BigInteger first = unsigned(high).shiftLeft(64).or(unsigned(low)).and(mask);
            return new Prefix(first.shiftRight(64).longValue(), first.longValue(), length);
        }

        private static BigInteger unsigned(final long value) {
            return new BigInteger(Long.toUnsignedString(value));
        }
    }

    SlowTrie(final AddressFamily family) {
        this.family = family;
    }

    long put(final Prefix prefix, final long word) {
        final Long before = routes.put(prefix, word);
        return before == null ? 0 : before;
    }

    long remove(final Prefix prefix) {
        final Long before = routes.remove(prefix);
        return before == null ? 0 : before;
    }

    long get(final Prefix prefix) {
        return routes.getOrDefault(prefix, 0L);
    }

    FibMatch longestMatch(final long high, final long low) {
        for (int length = family.bits(); length >= 0; length--) {
            final Prefix prefix = Prefix.of(high, low, length);
            final Long word = routes.get(prefix);
            if (word != null) {
                return new FibMatch(prefix.high, prefix.low, length, word);
            }
        }
        return null;
    }

    List<FibMatch> from(final Prefix start, final int limit) {
        final List<FibMatch> page = new ArrayList<>();
        for (final Map.Entry<Prefix, Long> route : routes.tailMap(start).entrySet()) {
            if (page.size() == limit) {
                break;
            }
            final Prefix prefix = route.getKey();
            page.add(new FibMatch(prefix.high, prefix.low, prefix.length, route.getValue()));
        }
        return page;
    }

    int count() {
        return routes.size();
    }

    List<Prefix> prefixes() {
        return new ArrayList<>(routes.keySet());
    }
}
