package io.swaplane.table.fib;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.table.Epochs;
import io.swaplane.table.ForwardingWord;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Readers look up while the writer changes routes without a pause, roots of every kind, memory and leaves included, that are used again.
 *
 * <p>Each probe address has a /32 of its own whose word carries a number that only grows, and shorter prefixes come and go over it that
 * are never its answer. A reader notes the number before a lookup, and must get one from there up to the number after it.
 */
class FibChurnTest {
    private static final int FIB = 1;
    private static final int PROBES = 64;
    private static final int READERS = 2;
    private static final int CHANGES = 150_000;
    private static final int FIELD = (1 << 20) - 1;

    private final Epochs epochs = new Epochs(READERS);
    private final FibTable table = new FibTable(epochs::retire, 64 << 20, new RootSize.Limits(200, 400));
    private final AtomicLongArray done = new AtomicLongArray(PROBES);
    private final AtomicLongArray begun = new AtomicLongArray(PROBES);
    private final AtomicReference<String> wrong = new AtomicReference<>();
    private volatile boolean over;

    private static int probe(final int index) {
        return 0x0A00_0000 + index * 0x1357_9B;
    }

    private static long word(final long number, final int index) {
        return ForwardingWord.swap((int) number & FIELD, index + 1);
    }

    @Test
    void shouldGiveReadersOnlyAnswersThatWereTrueDuringTheLookup() throws InterruptedException {
        table.create(FIB);
        final Fib fib = table.fib(FIB, AddressFamily.IPV4);
        for (int i = 0; i < PROBES; i++) {
            fib.put(Fib.key(probe(i)), 0, 32, word(0, i));
        }
        final List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            final int worker = i;
            final Thread reader = new Thread(() -> read(worker));
            reader.setUncaughtExceptionHandler((thread, e) -> wrong.compareAndSet(null, e.toString()));
            reader.start();
            readers.add(reader);
        }
        churn(fib);
        over = true;
        for (final Thread reader : readers) {
            reader.join(60_000);
            assertThat(reader.isAlive()).isFalse();
        }
        assertThat(wrong.get()).isNull();
        fib.clear();
        table.endCycle();
        epochs.reclaim();
        assertThat(table.bytesInUse()).isZero();
        table.close();
        epochs.close();
    }

    private void churn(final Fib fib) {
        final SplittableRandom random = new SplittableRandom(11);
        final List<Long> others = new ArrayList<>();
        boolean growing = true;
        for (int change = 0; change < CHANGES && wrong.get() == null; change++) {
            final int index = random.nextInt(PROBES);
            final long number = begun.get(index) + 1;
            begun.set(index, number);
            while (fib.put(Fib.key(probe(index)), 0, 32, word(number, index)) == Fib.EXHAUSTED) {
                cycle();
            }
            done.set(index, number);
            growing = growing ? others.size() < 600 : others.size() < 20;
            if (growing) {
                final int length = random.nextInt(32);
                final long key = length == 0 ? 0 : Fib.key(probe(random.nextInt(PROBES)) & -1 << 32 - length);
                if (fib.get(key, 0, length) == 0 && fib.put(key, 0, length, ForwardingWord.swap(change & FIELD, 1000)) == 0) {
                    others.add(key | length);
                }
                if (random.nextInt(3) == 0) { // beside the probes, for the root's size
                    final long beside = Fib.key(random.nextInt() & ~0xFF);
                    if (fib.put(beside, 0, 24, ForwardingWord.swap(5, 2000)) == 0) {
                        others.add(beside | 24);
                    }
                }
            } else {
                final int at = random.nextInt(others.size());
                final long other = others.get(at);
                if (fib.remove(other & -1L << 32, 0, (int) other) != Fib.EXHAUSTED) {
                    others.set(at, others.getLast());
                    others.removeLast();
                }
            }
            if (change % 16 == 0) {
                cycle();
            }
        }
    }

    private void cycle() {
        table.endCycle();
        epochs.reclaim();
    }

    private void read(final int worker) {
        final SplittableRandom random = new SplittableRandom(worker);
        final FibLookup lookup = new FibLookup(PROBES);
        final int[] fibs = new int[PROBES];
        final int[] addresses = new int[PROBES];
        final long[] before = new long[PROBES];
        final long[] words = new long[PROBES];
        for (int i = 0; i < PROBES; i++) {
            fibs[i] = FIB;
            addresses[i] = probe(i);
        }
        epochs.online(worker);
        while (!over && wrong.get() == null) {
            for (int i = 0; i < PROBES; i++) {
                before[i] = done.get(i);
            }
            if (random.nextBoolean()) {
                lookup.lookup4(table.address(), fibs, addresses, words, PROBES);
            } else {
                for (int i = 0; i < PROBES; i++) {
                    words[i] = FibLookup.lookup4(table.address(), FIB, addresses[i]);
                }
            }
            for (int i = 0; i < PROBES; i++) {
                final int number = ForwardingWord.outLabel(words[i]);
                if (ForwardingWord.nextHop(words[i]) != i + 1 || number < before[i] || number > begun.get(i)) {
                    wrong.compareAndSet(null, "probe " + i + " gave " + Long.toHexString(words[i]) + " after " + before[i]);
                }
            }
            epochs.quiescent(worker);
        }
        epochs.offline(worker);
    }
}
