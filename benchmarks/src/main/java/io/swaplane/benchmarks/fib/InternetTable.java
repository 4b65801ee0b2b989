package io.swaplane.benchmarks.fib;

import io.swaplane.table.ForwardingWord;
import io.swaplane.table.fib.AddressFamily;
import io.swaplane.table.fib.Fib;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A table of prefixes as the Internet has it, generated: the lengths are distributed as in the default-free zone, the longer prefixes lie
 * in holders' blocks of which some have many, and neighbours often follow each other. The same seed gives the same table.
 *
 * <p>The order is a random one, as from a peer; no prefix is there twice. {@link #high} holds a prefix's first 64 bits as {@link Fib}
 * takes them; none is longer than that.
 */
public final class InternetTable {
    /** Prefixes of each length from 8 on, of a million. */
    private static final int[] IPV4 = {16, 14, 40, 110, 310, 600, 1_200, 2_100, 13_700, 8_300, 13_600, 24_900, 44_000, 49_500, 109_000,
        100_500, 632_110};
    /** Prefixes of each length from 20 on, of a million. */
    private static final int[] IPV6 = {150, 60, 150, 100, 250, 100, 150, 300, 1_500, 22_000, 5_000, 1_500, 112_000, 16_000, 13_000, 6_000,
        40_000, 5_000, 12_000, 5_000, 85_000, 4_000, 22_000, 4_500, 84_000, 14_000, 31_000, 36_000, 470_000, 140, 60, 50, 60, 40, 50,
        40, 500, 20, 60, 20, 120, 20, 60, 100, 7_200};
    private static final int IPV4_SHORTEST = 8;
    private static final int IPV6_SHORTEST = 20;
    private static final int IPV4_HOLDERS = 33_000;
    private static final int IPV6_HOLDERS = 24_000;
    private static final int IPV4_HOLDER_BITS = 16;
    private static final int IPV6_HOLDER_BITS = 32;
    /** First octets pairs from which the registries allocate. */
    private static final int[] IPV6_REGIONS = {0x2001, 0x2400, 0x2600, 0x2800, 0x2A00, 0x2C00};

    private final AddressFamily family;
    private final long[] high;
    private final byte[] lengths;

    private InternetTable(final AddressFamily family, final long[] high, final byte[] lengths) {
        this.family = family;
        this.high = high;
        this.lengths = lengths;
    }

    /** A table of this many prefixes; at most a few million. */
    public static InternetTable generate(final AddressFamily family, final int count, final long seed) {
        return new Generator(family, count, seed).generate();
    }

    public AddressFamily family() {
        return family;
    }

    public int count() {
        return high.length;
    }

    public long high(final int index) {
        return high[index];
    }

    public int length(final int index) {
        return lengths[index];
    }

    /** A forwarding word for the prefix: one of a few hundred, as a router has neighbours. */
    public long word(final int index) {
        final int neighbour = (int) (high[index] * 0x9E37_79B9_7F4A_7C15L >>> 55);
        return ForwardingWord.swap(16 + neighbour, 1 + neighbour);
    }

    /** Puts every prefix; false when there was no memory for one. */
    public boolean load(final Fib fib, final Runnable cycle) {
        for (int i = 0; i < high.length; i++) {
            if (fib.put(high[i], 0, lengths[i], word(i)) == Fib.EXHAUSTED) {
                return false;
            }
            if (i % 1024 == 0) {
                cycle.run();
            }
        }
        return true;
    }

    /** Takes every prefix out again. */
    public void withdraw(final Fib fib, final Runnable cycle) {
        for (int i = 0; i < high.length; i++) {
            if (fib.remove(high[i], 0, lengths[i]) != word(i)) {
                throw new IllegalStateException("prefix " + i + " was not there");
            }
            if (i % 1024 == 0) {
                cycle.run();
            }
        }
    }

    /** An address within a prefix: the key's first 64 bits. */
    public long addressWithin(final int index, final SplittableRandom random) {
        final long host = random.nextLong() & (lengths[index] == Long.SIZE ? 0 : -1L >>> lengths[index]);
        return family == AddressFamily.IPV4 ? (high[index] | host) & -1L << Integer.SIZE : high[index] | host;
    }

    /** Makes one table. */
    private static final class Generator {
        private final AddressFamily family;
        private final SplittableRandom random;
        private final long[] high;
        private final byte[] lengths;
        private final long[] seen;
        private final long[] holders;
        private int made;

        Generator(final AddressFamily family, final int count, final long seed) {
            this.family = family;
            random = new SplittableRandom(seed);
            high = new long[count];
            lengths = new byte[count];
            seen = new long[Integer.highestOneBit(Math.max(count, 1)) << 2];
            holders = new long[family == AddressFamily.IPV4 ? IPV4_HOLDERS : IPV6_HOLDERS];
            Arrays.setAll(holders, i -> holder());
        }

        InternetTable generate() {
            final int[] shares = family == AddressFamily.IPV4 ? IPV4 : IPV6;
            final int shortest = family == AddressFamily.IPV4 ? IPV4_SHORTEST : IPV6_SHORTEST;
            final long total = Arrays.stream(shares).sum();
            long share = 0;
            for (int i = 0; i < shares.length; i++) {
                share += shares[i];
                final int until = (int) (share * high.length / total);
                while (made < until) {
                    run(shortest + i, until);
                }
            }
            shuffle();
            return new InternetTable(family, high, lengths);
        }

        /** Some prefixes of one length, one behind the other, in one holder's block. */
        private void run(final int length, final int until) {
            final int holderBits = family == AddressFamily.IPV4 ? IPV4_HOLDER_BITS : IPV6_HOLDER_BITS;
            final long step = 1L << Long.SIZE - length;
            long prefix = (length > holderBits ? within(length, holderBits) : holder()) & -step;
            for (int left = 1 + (int) (8 * random.nextDouble() * random.nextDouble()); left > 0 && made < until; left--) {
                if (isNew(prefix | length)) {
                    high[made] = prefix;
                    lengths[made++] = (byte) length;
                }
                prefix += step;
            }
        }

        private long within(final int length, final int holderBits) {
            // Some holders have many prefixes, most have few; IPv6 subnets are numbered from the block's beginning by many.
            final double which = random.nextDouble();
            final long holder = holders[(int) (which * which * holders.length)];
            long subnet = random.nextLong() >>> Long.SIZE - (length - holderBits);
            if (family == AddressFamily.IPV6 && random.nextBoolean()) {
                subnet &= 0xFF;
            }
            return holder | subnet << Long.SIZE - length;
        }

        private long holder() {
            if (family == AddressFamily.IPV4) {
                return (long) random.nextInt(1 << 8, 224 << 8) << Long.SIZE - IPV4_HOLDER_BITS;
            }
            final int region = IPV6_REGIONS[random.nextInt(IPV6_REGIONS.length)];
            final long first = region == 0x2001 ? region : region + random.nextInt(16);
            return first << 48 | (long) random.nextInt(1 << 16) << Integer.SIZE;
        }

        /** Remembers a key that is not 0. */
        private boolean isNew(final long key) {
            int at = (int) (key * 0x9E37_79B9_7F4A_7C15L >>> 32) & seen.length - 1;
            while (seen[at] != 0) {
                if (seen[at] == key) {
                    return false;
                }
                at = at + 1 & seen.length - 1;
            }
            seen[at] = key;
            return true;
        }

        private void shuffle() {
            for (int i = high.length - 1; i > 0; i--) {
                final int other = random.nextInt(i + 1);
                final long prefix = high[i];
                high[i] = high[other];
                high[other] = prefix;
                final byte length = lengths[i];
                lengths[i] = lengths[other];
                lengths[other] = length;
            }
        }
    }

    /** The table's name in reports. */
    @Override
    public String toString() {
        return String.format(java.util.Locale.ROOT, "%,d %s prefixes", high.length, family == AddressFamily.IPV4 ? "IPv4" : "IPv6");
    }
}
