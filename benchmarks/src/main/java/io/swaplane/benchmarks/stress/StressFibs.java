package io.swaplane.benchmarks.stress;

import io.swaplane.table.Epochs;
import io.swaplane.table.fib.AddressFamily;
import io.swaplane.table.fib.Fib;
import io.swaplane.table.fib.FibTable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The FIBs that all states of a stress test share: each state owns one. States are made by several threads, under this class's lock;
 * the conductor's actor takes it too, as all FIBs have one writer.
 */
final class StressFibs {
    /** The worker that actors are. */
    static final int WORKER = 0;

    /** An address within every prefix that the tests put. */
    static final int ADDRESS = 0x0A01_0203;

    private static final int FIBS = 1 << 15;
    private static final Epochs EPOCHS = new Epochs(1);
    private static final FibTable TABLE = new FibTable(EPOCHS::retire);
    private static final AtomicInteger NEXT = new AtomicInteger();

    static {
        // Once, before any reading; from then on the worker only says that it is quiescent.
        EPOCHS.online(WORKER);
    }

    private StressFibs() {
    }

    static FibTable table() {
        return TABLE;
    }

    /** The worker holds nothing. */
    static void quiescent() {
        EPOCHS.quiescent(WORKER);
    }

    /** A FIB that no living state has. */
    static int index() {
        return Math.floorMod(NEXT.getAndIncrement(), FIBS);
    }

    /** The FIB, emptied, with prefixes of these lengths that hold the address; the word of each is made from its place, 1 on. */
    static synchronized Fib prepare(final int index, final int... lengths) {
        TABLE.create(index);
        final Fib fib = TABLE.fib(index, AddressFamily.IPV4);
        fib.clear();
        for (int i = 0; i < lengths.length; i++) {
            put(fib, lengths[i], i + 1);
        }
        cycle();
        return fib;
    }

    static synchronized void put(final Fib fib, final int length, final int number) {
        fib.put(prefix(length), 0, length, Stress.word(number));
    }

    static synchronized void remove(final Fib fib, final int length) {
        fib.remove(prefix(length), 0, length);
    }

    /** Lets grace periods begin, and gives back what is past its own. */
    static synchronized void cycle() {
        TABLE.endCycle();
        EPOCHS.reclaim();
    }

    private static long prefix(final int length) {
        return length == 0 ? 0 : Fib.key(ADDRESS & -1 << Integer.SIZE - length);
    }
}
