package io.swaplane.benchmarks.fib;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.table.Epochs;
import io.swaplane.table.fib.AddressFamily;
import io.swaplane.table.fib.Fib;
import io.swaplane.table.fib.FibLookup;
import io.swaplane.table.fib.FibMatch;
import io.swaplane.table.fib.FibTable;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole Internet in one FIB: its memory, its answers, and nothing left of it. */
class InternetTableTest {
    private static final int FIB = 1;
    private static final int SAMPLES = 50_000;
    private static final long MOST_BYTES = 100_000_000;

    private record Prefix(long high, int length) { }

    private final Epochs epochs = new Epochs(1);
    private final FibTable table = new FibTable(epochs::retire);

    @AfterEach
    void close() {
        table.close();
        epochs.close();
    }

    private void cycle() {
        table.endCycle();
        epochs.reclaim();
    }

    @Test
    void shouldHoldTheInternetInLessThanAHundredMegabytesAndGiveThemBack() {
        final InternetTable ipv4 = InternetTable.generate(AddressFamily.IPV4, 1_000_000, 1);
        final InternetTable ipv6 = InternetTable.generate(AddressFamily.IPV6, 200_000, 2);
        table.create(FIB);
        final Fib fib4 = table.fib(FIB, AddressFamily.IPV4);
        final Fib fib6 = table.fib(FIB, AddressFamily.IPV6);
        final long start = System.nanoTime();
        assertThat(ipv4.load(fib4, this::cycle) && ipv6.load(fib6, this::cycle)).isTrue();
        cycle();
        System.out.printf("%s and %s: %.1f MB, loaded in %.1f s%n", ipv4, ipv6, table.bytesInUse() / 1e6,
            (System.nanoTime() - start) / 1e9);
        assertThat(table.bytesInUse()).isLessThan(MOST_BYTES);
        assertThat(fib4.count()).isEqualTo(1_000_000);
        assertThat(fib6.count()).isEqualTo(200_000);
        sample(ipv4, fib4);
        sample(ipv6, fib6);
        ipv4.withdraw(fib4, this::cycle);
        ipv6.withdraw(fib6, this::cycle);
        cycle();
        assertThat(table.bytesInUse()).isZero();
    }

    private void sample(final InternetTable prefixes, final Fib fib) {
        final Map<Prefix, Long> words = new HashMap<>();
        for (int i = 0; i < prefixes.count(); i++) {
            words.put(new Prefix(prefixes.high(i), prefixes.length(i)), prefixes.word(i));
        }
        final SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < SAMPLES; i++) {
            final long address = prefixes.addressWithin(random.nextInt(prefixes.count()), random);
            int length = Long.SIZE;
            while (!words.containsKey(new Prefix(first(address, length), length))) {
                length--;
            }
            final long word = words.get(new Prefix(first(address, length), length));
            assertThat(prefixes.family() == AddressFamily.IPV4 ? FibLookup.lookup4(table.address(), FIB, (int) (address >>> 32))
                : FibLookup.lookup6(table.address(), FIB, address, 0)).isEqualTo(word);
            assertThat(fib.longestMatch(address, 0)).isEqualTo(new FibMatch(first(address, length), 0, length, word));
        }
    }

    private static long first(final long address, final int length) {
        return length == Long.SIZE ? address : address & ~(-1L >>> length);
    }
}
