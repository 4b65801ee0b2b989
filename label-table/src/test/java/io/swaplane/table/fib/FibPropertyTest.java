package io.swaplane.table.fib;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.table.Epochs;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.fib.SlowTrie.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random changes and lookups, compared with a map that is asked for each length in turn. */
class FibPropertyTest {
    private static final int FIB = 7;
    private static final int EMPTY_FIB = 8;
    private static final int BATCH = 32;

    private final Epochs epochs = new Epochs(1);
    private final FibTable table = new FibTable(epochs::retire, 64 << 20, new RootSize.Limits(40, 400));
    private final FibLookup batch = new FibLookup(BATCH);
    private SplittableRandom random;
    private AddressFamily family;
    private Fib fib;
    private SlowTrie slow;

    @AfterEach
    void close() {
        table.close();
        epochs.close();
    }

    /**
     * @param spread how many bits of an address differ at each end: few make dense clusters and deep nesting.
     * @param most prefixes at a time; more than a root's limits, to go through every kind of root.
     */
    @ParameterizedTest
    @CsvSource({"IPV4, 4, 60, 170000, 1", "IPV4, 8, 1000, 170000, 2", "IPV4, 16, 1000, 170000, 3", "IPV6, 3, 60, 170000, 4",
        "IPV6, 20, 1000, 170000, 5", "IPV6, 64, 1000, 170000, 6"})
    void shouldAnswerLikeAMapOfPrefixes(final AddressFamily which, final int spread, final int most, final int changes, final long seed) {
        random = new SplittableRandom(seed);
        family = which;
        table.create(FIB);
        fib = table.fib(FIB, family);
        slow = new SlowTrie(family);
        final List<Prefix> present = new ArrayList<>();
        boolean growing = true;
        for (int change = 0; change < changes; change++) {
            growing = present.isEmpty() || growing && present.size() < most || !growing && present.size() < random.nextInt(1, 40);
            if (random.nextInt(8) < (growing ? 6 : 2)) {
                add(present, spread);
            } else {
                take(present);
            }
            assertThat(fib.count()).isEqualTo(slow.count());
            if (change % 100 == 0) {
                compareLookups(present, spread);
                compareOneOfEach(present, spread);
                table.endCycle();
                epochs.reclaim();
            }
        }
        while (!present.isEmpty()) {
            take(present);
        }
        table.endCycle();
        epochs.reclaim();
        assertThat(table.bytesInUse()).as("memory after everything was withdrawn").isZero();
    }

    private void add(final List<Prefix> present, final int spread) {
        final int of = random.nextInt(10);
        final int length = of == 0 ? family.bits() : of == 1 ? random.nextInt(0, 3) : random.nextInt(family.bits() + 1);
        final long[] address = address(spread);
        final Prefix prefix = of > 6 && !present.isEmpty() ? present.get(random.nextInt(present.size()))
            : Prefix.of(address[0], address[1], length);
        final long word = ForwardingWord.swap(random.nextInt(4), random.nextInt(4));
        final long before = slow.put(prefix, word);
        assertThat(fib.put(prefix.high(), prefix.low(), prefix.length(), word)).as("before %s", prefix).isEqualTo(before);
        if (before == 0) {
            present.add(prefix);
        }
    }

    private void take(final List<Prefix> present) {
        if (present.isEmpty()) {
            return;
        }
        final int index = random.nextInt(present.size());
        final Prefix prefix = present.get(index);
        assertThat(fib.remove(prefix.high(), prefix.low(), prefix.length())).as("%s", prefix).isEqualTo(slow.remove(prefix));
        assertThat(fib.remove(prefix.high(), prefix.low(), prefix.length())).as("%s, twice", prefix).isZero();
        present.set(index, present.getLast());
        present.removeLast();
    }

    /** An address that differs from others only in its first and its last bits. */
    private long[] address(final int spread) {
        final long first = random.nextLong() & -1L << Long.SIZE - spread;
        if (family == AddressFamily.IPV4) {
            final long last = random.nextLong() & (1L << Math.min(spread, Integer.SIZE)) - 1;
            return new long[] {first & 0xFFFF_FFFF_0000_0000L ^ last << Integer.SIZE, 0};
        }
        return new long[] {first, random.nextLong() & (spread == Long.SIZE ? -1 : (1L << spread) - 1)};
    }

    private void compareLookups(final List<Prefix> present, final int spread) {
        final boolean ofOneFib = random.nextBoolean();
        final int[] fibs = new int[BATCH];
        final int[] addresses = new int[BATCH];
        final long[] highs = new long[BATCH];
        final long[] lows = new long[BATCH];
        final long[] words = new long[BATCH];
        for (int i = 0; i < BATCH; i++) {
            final long[] address = address(spread);
            if (i % 2 == 0 && !present.isEmpty()) { // at the edge of a prefix
                final Prefix prefix = present.get(random.nextInt(present.size()));
                address[0] = prefix.high();
                address[1] = prefix.low();
            }
            fibs[i] = ofOneFib || i != BATCH - 1 ? FIB : EMPTY_FIB;
            addresses[i] = (int) (address[0] >>> Integer.SIZE);
            highs[i] = family == AddressFamily.IPV4 ? Fib.key(addresses[i]) : address[0];
            lows[i] = address[1];
        }
        if (family == AddressFamily.IPV4) {
            batch.lookup4(table.address(), fibs, addresses, words, BATCH);
        } else {
            batch.lookup6(table.address(), fibs, highs, lows, words, BATCH);
        }
        for (int i = 0; i < BATCH; i++) {
            if (fibs[i] == EMPTY_FIB) {
                assertThat(words[i]).isZero();
                continue;
            }
            final FibMatch match = slow.longestMatch(highs[i], lows[i]);
            assertThat(words[i]).as("%x %x among %s", highs[i], lows[i], fib.count()).isEqualTo(match == null ? 0 : match.word());
            if (i % 8 == 0) {
                assertThat(family == AddressFamily.IPV4 ? FibLookup.lookup4(table.address(), FIB, addresses[i])
                    : FibLookup.lookup6(table.address(), FIB, highs[i], lows[i])).isEqualTo(words[i]);
                assertThat(fib.longestMatch(highs[i], lows[i])).isEqualTo(match);
            }
        }
    }

    private void compareOneOfEach(final List<Prefix> present, final int spread) {
        final long[] address = address(spread);
        final Prefix any = Prefix.of(address[0], address[1], random.nextInt(family.bits() + 1));
        assertThat(fib.get(any.high(), any.low(), any.length())).isEqualTo(slow.get(any));
        if (!present.isEmpty()) {
            final Prefix one = present.get(random.nextInt(present.size()));
            assertThat(fib.get(one.high(), one.low(), one.length())).isEqualTo(slow.get(one));
        }
        final int limit = random.nextInt(1, 20);
        final List<FibMatch> page = new ArrayList<>();
        fib.walk(any.high(), any.low(), any.length(), (high, low, length, word) -> {
            page.add(new FibMatch(high, low, length, word));
            return page.size() < limit;
        });
        assertThat(page).isEqualTo(slow.from(any, limit));
    }
}
