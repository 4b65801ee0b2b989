package io.swaplane.benchmarks.compare;

import io.swaplane.benchmarks.fib.InternetTable;
import io.swaplane.table.Epochs;
import io.swaplane.table.fib.AddressFamily;
import io.swaplane.table.fib.Fib;
import io.swaplane.table.fib.FibLookup;
import io.swaplane.table.fib.FibTable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * FIB lookups beside the direct table in C: both look up the same random addresses within random prefixes, in batches, and sum the
 * answers up, which must be equal. They take turns; who begins changes from round to round.
 */
final class FibRace implements AutoCloseable {
    private static final int FIB = 1;
    private static final int BATCH = 256;
    private static final int ADDRESSES = 1 << 20;
    private static final long ROUND_NANOS = 25_000_000;

    private final InternetTable prefixes;
    private final Epochs epochs = new Epochs(1);
    private final FibTable table = new FibTable(epochs::retire);
    private final FibLookup lookup = new FibLookup(BATCH);
    private final FibReference reference;
    private final Arena arena = Arena.ofShared();
    /** Batches as the forwarder has them, each in an array of its own. */
    private final int[][] addresses = new int[ADDRESSES / BATCH][BATCH];
    private final MemorySegment addressesInC = arena.allocate(4L * ADDRESSES, 64);
    private final MemorySegment answersInC = arena.allocate(8L * BATCH, 64);
    private final int[] fibs = new int[BATCH];
    private final long[] words = new long[BATCH];
    private final Turns turns;

    FibRace(final Path directory, final int count) throws IOException, InterruptedException {
        prefixes = InternetTable.generate(AddressFamily.IPV4, count, 1);
        table.create(FIB);
        final Fib fib = table.fib(FIB, AddressFamily.IPV4);
        if (!prefixes.load(fib, this::cycle)) {
            throw new IllegalStateException("no memory for " + prefixes);
        }
        cycle();
        reference = FibReference.build(directory, prefixes);
        final SplittableRandom random = new SplittableRandom(2);
        for (int at = 0; at < addresses.length; at++) {
            Arrays.setAll(addresses[at], i -> (int) (prefixes.addressWithin(random.nextInt(count), random) >>> Integer.SIZE));
            MemorySegment.copy(addresses[at], 0, addressesInC, ValueLayout.JAVA_INT, 4L * BATCH * at, BATCH);
        }
        Arrays.fill(fibs, FIB);
        final long expected = pass(1);
        turns = new Turns(1 + FibReference.SHAPES.size(), contestant -> time(contestant, expected));
    }

    private void cycle() {
        table.endCycle();
        epochs.reclaim();
    }

    private long pass(final int contestant) {
        return contestant == 0 ? pass() : reference.run(contestant - 1, addressesInC, BATCH, answersInC);
    }

    private long pass() {
        long sum = 0;
        for (final int[] batch : addresses) {
            lookup.lookup4(table.address(), fibs, batch, words, BATCH);
            sum += sum(words);
        }
        return sum;
    }

    private static long sum(final long[] words) {
        long sum = 0;
        for (final long word : words) {
            sum += word;
        }
        return sum;
    }

    /** The rounds; contestant 0 is Swaplane, the others the shapes in C. */
    Turns turns() {
        return turns;
    }

    private double time(final int contestant, final long expected) {
        final long start = System.nanoTime();
        long lookups = 0;
        long now = start;
        while (now - start < ROUND_NANOS) {
            if (pass(contestant) != expected) {
                throw new IllegalStateException("the answers for " + prefixes + " differ: contestant " + contestant);
            }
            lookups += ADDRESSES;
            now = System.nanoTime();
        }
        return (double) (now - start) / lookups;
    }

    private double median(final int contestant) {
        return turns.median(contestant);
    }

    private int fastest() {
        int fastest = 1;
        for (int contestant = 2; contestant <= FibReference.SHAPES.size(); contestant++) {
            fastest = median(contestant) < median(fastest) ? contestant : fastest;
        }
        return fastest;
    }

    private String all() {
        final StringBuilder all = new StringBuilder();
        for (int shape = 0; shape < FibReference.SHAPES.size(); shape++) {
            all.append(shape == 0 ? "" : ",").append(format("\"%s\":%.2f", FibReference.SHAPES.get(shape), median(1 + shape)));
        }
        return all.toString();
    }

    /** One JSON object. */
    String json() {
        return format("{\"case\":\"fib\",\"prefixes\":%d,\"swaplane_ns\":%.2f,\"c_ns\":%.2f,\"c_variant\":\"%s\",\"ratio\":%.3f,"
            + "\"ratio_per_round\":%.3f,\"rounds\":%d,\"c_all_ns\":{%s}}", prefixes.count(), median(0), median(fastest()),
            FibReference.SHAPES.get(fastest() - 1), median(0) / median(fastest()), turns.medianRatio(0, fastest()), turns.rounds(), all());
    }

    /** A line for people. */
    String text() {
        return format("FIB %,11d prefixes  swaplane %5.2f ns   C %5.2f ns (%s)   ratio %.3f (per round %.3f, %d rounds)   C: %s",
            prefixes.count(), median(0), median(fastest()), FibReference.SHAPES.get(fastest() - 1), median(0) / median(fastest()),
            turns.medianRatio(0, fastest()), turns.rounds(), all().replace("\"", "").replace(":", " "));
    }

    private static String format(final String format, final Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    @Override
    public void close() {
        reference.close();
        arena.close();
        table.close();
        epochs.close();
    }
}
