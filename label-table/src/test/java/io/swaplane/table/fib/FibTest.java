package io.swaplane.table.fib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.table.Epochs;
import io.swaplane.table.ForwardingWord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FibTest {
    private static final long WORD = ForwardingWord.swap(16, 1);
    private static final long OTHER = ForwardingWord.swap(0, 0);
    private static final int NET = 0x0A01_0000;

    private final Epochs epochs = new Epochs(1);
    private FibTable table = new FibTable(epochs::retire, 64 << 20);

    @AfterEach
    void close() {
        table.close();
        epochs.close();
    }

    private Fib fib(final int id) {
        table.create(id);
        return table.fib(id, AddressFamily.IPV4);
    }

    private void cycle() {
        table.endCycle();
        epochs.reclaim();
    }

    @Test
    void shouldPreferTheLongerPrefixAndFallBackWhenItGoes() {
        final Fib fib = fib(3);
        assertThat(fib.put(Fib.key(NET), 0, 16, WORD)).isZero();
        assertThat(fib.put(Fib.key(NET | 0x500), 0, 24, OTHER)).isZero();
        assertThat(FibLookup.lookup4(table.address(), 3, NET | 0x501)).isEqualTo(OTHER);
        assertThat(FibLookup.lookup4(table.address(), 3, NET | 0x601)).isEqualTo(WORD);
        assertThat(FibLookup.lookup4(table.address(), 3, 0x0B00_0001)).isZero();
        assertThat(fib.remove(Fib.key(NET | 0x500), 0, 24)).isEqualTo(OTHER);
        assertThat(FibLookup.lookup4(table.address(), 3, NET | 0x501)).isEqualTo(WORD);
        assertThat(fib.longestMatch(Fib.key(NET | 0x501), 0)).isEqualTo(new FibMatch(Fib.key(NET), 0, 16, WORD));
    }

    @Test
    void shouldFallBackToTheDefaultRouteInFibsOfEverySize() {
        final Fib fib = fib(3);
        final FibLookup lookup = new FibLookup(3);
        for (int i = 0; i < 3000; i++) {
            fib.put(Fib.key(NET + (i << 10)), 0, 24, WORD);
            if (i % 500 == 0 || i < 10) {
                final long word = ForwardingWord.swap(100 + i, 2);
                fib.put(0, 0, 0, word);
                final int[] addresses = {NET + (i << 10) + 1, NET + (i << 10) + 0x101, 0xDF00_0001};
                final long[] words = new long[3];
                lookup.lookup4(table.address(), new int[] {3, 3, 3}, addresses, words, 3);
                assertThat(words).containsExactly(WORD, word, word);
                lookup.lookup4(table.address(), new int[] {3, 4, 3}, addresses, words, 3);
                assertThat(words).containsExactly(WORD, 0, word);
            }
        }
        fib.remove(0, 0, 0);
        assertThat(FibLookup.lookup4(table.address(), 3, 0xDF00_0001)).isZero();
    }

    @Test
    void shouldKeepFibsApart() {
        fib(1).put(Fib.key(NET), 0, 16, WORD);
        fib(2).put(Fib.key(NET), 0, 16, OTHER);
        table.fib(1, AddressFamily.IPV6).put(0, 0, 0, OTHER);
        assertThat(FibLookup.lookup4(table.address(), 1, NET)).isEqualTo(WORD);
        assertThat(FibLookup.lookup4(table.address(), 2, NET)).isEqualTo(OTHER);
        assertThat(FibLookup.lookup6(table.address(), 1, -1, -1)).isEqualTo(OTHER);
        assertThat(FibLookup.lookup6(table.address(), 2, -1, -1)).isZero();
        assertThat(FibLookup.lookup4(table.address(), FibLayout.FIBS - 1, NET)).as("a FIB that does not exist").isZero();
    }

    @Test
    void shouldForgetAFibWithAllItsRoutesAndGiveTheMemoryBack() {
        final Fib fib = fib(9);
        for (int i = 0; i < 2000; i++) {
            fib.put(Fib.key(NET + (i << 8)), 0, 24, ForwardingWord.swap(16 + i, 1));
        }
        table.fib(9, AddressFamily.IPV6).put(0x2001_0DB8L << 32, 1, 128, WORD);
        assertThat(table.bytesInUse()).isPositive();
        table.remove(9);
        cycle();
        assertThat(table.bytesInUse()).isZero();
        assertThat(table.exists(9)).isFalse();
        assertThat(FibLookup.lookup4(table.address(), 9, NET)).isZero();
        assertThat(FibLookup.lookup6(table.address(), 9, 0x2001_0DB8L << 32, 1)).isZero();
    }

    @Test
    void shouldKeepMemoryThatAWorkerMayHold() {
        epochs.online(0);
        final Fib fib = fib(1);
        fib.put(Fib.key(NET), 0, 24, WORD);
        fib.remove(Fib.key(NET), 0, 24);
        cycle();
        assertThat(table.bytesInUse()).isPositive();
        epochs.quiescent(0);
        cycle();
        assertThat(table.bytesInUse()).isZero();
        epochs.offline(0);
    }

    @Test
    void shouldRefuseWithNothingChangedWhenMemoryIsFullAndGoOnAfterwards() {
        table.close();
        table = new FibTable(epochs::retire, 1 << 20);
        epochs.online(0);
        final Fib fib = fib(1);
        int put = 0;
        while (fib.put(Fib.key(put << 12), 0, 24, WORD) != Fib.EXHAUSTED) {
            put++;
        }
        assertThat(put).isGreaterThan(1000);
        assertThat(fib.count()).isEqualTo(put);
        assertThat(fib.get(Fib.key(put << 12), 0, 24)).isZero();
        assertThat(FibLookup.lookup4(table.address(), 1, put << 12)).isZero();
        assertThat(FibLookup.lookup4(table.address(), 1, put - 1 << 12)).isEqualTo(WORD);
        assertThat(fib.put(0, 0, 24, OTHER)).as("another word for what is there needs no memory").isEqualTo(WORD);
        epochs.quiescent(0);
        cycle();
        int removed = 0;
        for (int i = 0; i < put; i++) {
            long before = fib.remove(Fib.key(i << 12), 0, 24);
            if (before == Fib.EXHAUSTED) {
                epochs.quiescent(0);
                cycle();
                before = fib.remove(Fib.key(i << 12), 0, 24);
            }
            removed += before == WORD || before == OTHER ? 1 : 0;
        }
        assertThat(removed).isEqualTo(put);
        epochs.offline(0);
        cycle();
        assertThat(table.bytesInUse()).isZero();
    }

    @Test
    void shouldCostLittleForThousandsOfSmallVrfs() {
        final int vrfs = 4096;
        for (int vrf = 0; vrf < vrfs; vrf++) {
            final Fib fib = fib(vrf);
            for (int i = 0; i < 5; i++) {
                fib.put(Fib.key(NET + (i << 14)), 0, 24, ForwardingWord.swap(16 + vrf, 1));
                table.fib(vrf, AddressFamily.IPV6).put(0x2001_0DB8_0000_0000L | i << 16, 0, 48 + 2 * i, WORD);
            }
            cycle();
        }
        final long each = table.bytesInUse() / vrfs;
        System.out.printf("bytes of a VRF with five IPv4 and five IPv6 prefixes: %d%n", each);
        assertThat(each).isLessThan(2048);
        assertThat(FibLookup.lookup4(table.address(), 4095, NET + (4 << 14) + 1)).isEqualTo(ForwardingWord.swap(16 + 4095, 1));
    }

    @Test
    void shouldRefuseWhatIsNoRoute() {
        final Fib fib = fib(1);
        assertThatThrownBy(() -> fib.put(Fib.key(NET), 0, 15, WORD)).hasMessageContaining("/15");
        assertThatThrownBy(() -> fib.put(Fib.key(NET), 0, 33, WORD)).hasMessageContaining("/33");
        assertThatThrownBy(() -> fib.put(0, 0, -1, WORD)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fib.put(Fib.key(NET), 0, 16, ForwardingWord.EMPTY)).hasMessageContaining("forwarding word");
        assertThatThrownBy(() -> table.create(FibLayout.FIBS)).hasMessageContaining("FIB id");
        assertThatThrownBy(() -> table.fib(77, AddressFamily.IPV6)).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> new FibTable(epochs::retire, 1000)).hasMessageContaining("1 MiB");
    }
}
