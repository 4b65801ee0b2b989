package io.swaplane.table;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Spreads the legs of an ECMP group over its buckets in proportion to their weights, and so that a leg that comes or goes moves
 * few flows of the others: each leg has its own fixed order of preference over the buckets and the legs take turns, as in Maglev's
 * table population; turns are taken in proportion to weight. The order in which legs are given makes no difference.
 *
 * <p>The number of buckets does not follow the weights: whenever it changes, most flows move, so it must not change because one
 * of a few legs comes or goes. (It still does between 16 and 17 legs. The largest size for every group would avoid that, at 8 KiB of
 * cache each.)
 */
public final class Buckets {
    private static final int FEW_LEGS = 16;
    private static final int BUCKETS_OF_FEW = 256;

    private Buckets() {
    }

    /**
     * Fills the buckets.
     *
     * @param legs one forwarding word per leg.
     * @param weights one per leg, 1 to 255; parallel to {@code legs}.
     * @return a power of two of words: 256 for up to 16 legs, {@link GroupLayout#MAX_BUCKETS} for more. Each leg has its share of
     *     them, rounded, and at least one.
     */
    public static long[] fill(final long[] legs, final int[] weights) {
        if (legs.length == 0 || legs.length != weights.length) {
            throw new IllegalArgumentException("a group needs legs and as many weights, not " + legs.length + " and " + weights.length);
        }
        int total = 0;
        for (final int weight : weights) {
            if (weight < 1 || weight > 255) {
                throw new IllegalArgumentException("weight " + weight + " must be 1 to 255");
            }
            total += weight;
        }
        if (legs.length > GroupLayout.MAX_BUCKETS) {
            throw new IllegalArgumentException(legs.length + " legs: at most " + GroupLayout.MAX_BUCKETS);
        }
        final int size = legs.length <= FEW_LEGS ? BUCKETS_OF_FEW : GroupLayout.MAX_BUCKETS;
        final Integer[] order = new Integer[legs.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.<Integer>comparingLong(i -> mix(legs[i])).thenComparingInt(i -> weights[i]));
        final long[] orderedLegs = new long[legs.length];
        final int[] orderedWeights = new int[legs.length];
        for (int i = 0; i < order.length; i++) {
            orderedLegs[i] = legs[order[i]];
            orderedWeights[i] = weights[order[i]];
        }
        return assign(orderedLegs, shares(orderedWeights, total, size), size);
    }

    /** How many buckets each leg gets: exact shares rounded down, the rest to the largest remainders, each leg at least one. */
    private static int[] shares(final int[] weights, final int total, final int size) {
        final int[] shares = new int[weights.length];
        final long[] remainders = new long[weights.length];
        int given = 0;
        for (int i = 0; i < weights.length; i++) {
            final long exact = (long) weights[i] * size;
            shares[i] = (int) Math.max(1, exact / total);
            remainders[i] = exact - (long) shares[i] * total;
            given += shares[i];
        }
        for (; given != size; given += given < size ? 1 : -1) {
            int pick = -1;
            for (int i = 0; i < weights.length; i++) {
                final boolean better = given < size ? pick < 0 || remainders[i] > remainders[pick]
                    : shares[i] > 1 && (pick < 0 || remainders[i] < remainders[pick]);
                if (better) {
                    pick = i;
                }
            }
            final int step = given < size ? 1 : -1;
            shares[pick] += step;
            remainders[pick] -= (long) step * total;
        }
        return shares;
    }

    private static long[] assign(final long[] legs, final int[] shares, final int size) {
        final long[] buckets = new long[size];
        final boolean[] taken = new boolean[size];
        final int[] position = new int[legs.length];
        final int[] got = new int[legs.length];
        final long[] keys = new long[legs.length];
        Arrays.setAll(keys, i -> mix(legs[i]));
        for (int filled = 0; filled < size;) {
            // The leg that is furthest behind its share takes its most preferred bucket that is free.
            int leg = -1;
            for (int i = 0; i < legs.length; i++) {
                if (got[i] < shares[i] && (leg < 0 || (long) got[i] * shares[leg] < (long) got[leg] * shares[i])) {
                    leg = i;
                }
            }
            final int start = (int) (keys[leg] >>> 32) & size - 1;
            final int skip = (int) keys[leg] & size - 1 | 1;
            int bucket;
            do {
                bucket = start + position[leg]++ * skip & size - 1;
            } while (taken[bucket]);
            taken[bucket] = true;
            buckets[bucket] = legs[leg];
            got[leg]++;
            filled++;
        }
        return buckets;
    }

    private static long mix(final long value) {
        long z = value * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
