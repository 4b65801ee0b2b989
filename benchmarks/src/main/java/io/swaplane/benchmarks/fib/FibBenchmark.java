package io.swaplane.benchmarks.fib;

import io.swaplane.table.Epochs;
import io.swaplane.table.fib.AddressFamily;
import io.swaplane.table.fib.Fib;
import io.swaplane.table.fib.FibLookup;
import io.swaplane.table.fib.FibTable;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** FIB lookups of random addresses within random prefixes, in batches of {@value #BATCH}: nanoseconds per address. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Fork(value = 2, jvmArgsAppend = {"-Xms1g", "-Xmx1g", "--enable-native-access=ALL-UNNAMED",
    "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FibBenchmark {
    private static final int FIB = 1;
    private static final int BATCH = 256;
    private static final int BATCHES = 1 << 12;

    @Param({"1", "1000", "1000000"})
    private int prefixes;

    @Param({"IPV4", "IPV6"})
    private AddressFamily family;

    private Epochs epochs;
    private FibTable table;
    private final FibLookup lookup = new FibLookup(BATCH);
    private final int[] fibs = new int[BATCH];
    private final int[][] addresses = new int[BATCHES][BATCH];
    private final long[][] high = new long[BATCHES][BATCH];
    private final long[] low = new long[BATCH];
    private final long[] words = new long[BATCH];

    /** Fills the FIB. */
    @Setup(Level.Trial)
    public void load() {
        epochs = new Epochs(1);
        table = new FibTable(epochs::retire);
        table.create(FIB);
        final Fib fib = table.fib(FIB, family);
        final InternetTable internet = InternetTable.generate(family, prefixes, 1);
        if (!internet.load(fib, this::cycle)) {
            throw new IllegalStateException("no memory for " + internet);
        }
        final SplittableRandom random = new SplittableRandom(2);
        for (int batch = 0; batch < BATCHES; batch++) {
            Arrays.setAll(high[batch], i -> internet.addressWithin(random.nextInt(prefixes), random));
            final long[] keys = high[batch];
            Arrays.setAll(addresses[batch], i -> (int) (keys[i] >>> Integer.SIZE));
        }
        Arrays.fill(fibs, FIB);
    }

    private void cycle() {
        table.endCycle();
        epochs.reclaim();
    }

    @TearDown(Level.Trial)
    public void close() {
        table.close();
        epochs.close();
    }

    /** Looks all addresses up. */
    @Benchmark
    @OperationsPerInvocation(BATCH * BATCHES)
    public long lookup() {
        long sum = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            if (family == AddressFamily.IPV4) {
                lookup.lookup4(table.address(), fibs, addresses[batch], words, BATCH);
            } else {
                lookup.lookup6(table.address(), fibs, high[batch], low, words, BATCH);
            }
            sum += words[batch % BATCH];
        }
        return sum;
    }
}
