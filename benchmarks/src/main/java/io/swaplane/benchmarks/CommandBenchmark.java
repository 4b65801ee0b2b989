package io.swaplane.benchmarks;

import io.swaplane.control.Applied;
import io.swaplane.control.Conductor;
import io.swaplane.control.command.CommandReader;
import io.swaplane.control.command.CommandRing;
import io.swaplane.control.command.LatencyHistogram;
import io.swaplane.control.command.Producer;
import io.swaplane.control.command.ProducerSettings;
import io.swaplane.control.command.Producers;
import io.swaplane.control.command.SessionMode;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.SpecialLabels;
import io.swaplane.table.LabelRange;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
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

/**
 * Label updates from a producer's thread through the command ring, the reader and the conductor, on a thread of their own, into the tables
 * of one worker: updates per second, each acknowledged. An update replaces a label's entry, one in two by another out label and next
 * hop.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Fork(value = 2, jvmArgsAppend = {"-Xms1g", "-Xmx1g", "--enable-native-access=ALL-UNNAMED",
    "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CommandBenchmark {
    static final int UPDATES = 1 << 18;
    static final int FIRST_LABEL = LabelRange.FIRST_ORDINARY;
    static final int NEXT_HOPS = 16;

    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** How updates are sent. */
    public enum Way {
        /** One by one. */
        SINGLE,
        /** In bulks of {@link #UPDATES}. */
        BULK
    }

    @Param({"1000", "1000000"})
    int labels;

    @Param({"SINGLE", "BULK"})
    Way way;

    private final AtomicReference<Throwable> error = new AtomicReference<>();
    private Conductor conductor;
    private CommandReader reader;
    private Producer producer;
    private Thread control;
    private volatile boolean running;
    private int next;
    private int round;

    /** Prints what the figures are measured on. */
    @Setup(Level.Trial)
    public void describe() throws IOException {
        Machine.describe().forEach(System.out::println);
    }

    /** Makes the router and starts the control thread. */
    @Setup(Level.Trial)
    public void prepare() throws IOException {
        conductor = new Conductor(router(), 1);
        final Producers producers = new Producers(new CommandRing());
        reader = new CommandReader(producers, conductor, error::set);
        producer = producers.open(new ProducerSettings("benchmark", "api", 50, SessionMode.RESYNC, null));
        running = true;
        control = Thread.ofPlatform().name("control").daemon().start(this::control);
    }

    private void control() {
        while (running) {
            if (reader.doWork(System.nanoTime()) + conductor.doWork() == 0) {
                Thread.onSpinWait();
            }
        }
    }

    private static RouterIntent router() throws IOException {
        final InterfaceIntent core = new InterfaceIntent("core0", "p0", List.of(), 0x8100, MacAddress.parse("02:00:00:00:00:01"),
            MplsMode.CORE, 1500, false, false);
        final InetAddress address = InetAddress.getByAddress(new byte[] {10, 0, 0, 2});
        final NextHopIntent[] nextHops = new NextHopIntent[NEXT_HOPS];
        for (int i = 0; i < NEXT_HOPS; i++) {
            nextHops[i] = new NextHopIntent.Direct(i + 1, "core0", address, List.of(), true, null, null);
        }
        return new RouterIntent("r1", "10.255.0.1", Defaults.STANDARD, new LabelRange(FIRST_LABEL, LabelRange.LAST),
            LabelSettings.STANDARD, SpecialLabels.STANDARD, List.of("p0"), List.of(core),
            List.of(new NeighbourIntent("core0", address, MacAddress.parse("02:00:00:00:00:22"))), List.of(), List.of(nextHops),
            List.of(), List.of());
    }

    /** {@link #UPDATES} updates, all of them in the tables when this returns. */
    @Benchmark
    @OperationsPerInvocation(UPDATES)
    public long update() {
        final long deadline = System.nanoTime() + MOST_NANOS;
        if (way == Way.BULK) {
            send(producer::begin, deadline);
        }
        for (int i = 0; i < UPDATES; i++) {
            final int label = FIRST_LABEL + next;
            long taken = put(label);
            while (taken < 0) {
                wait(taken, deadline);
                taken = put(label);
            }
            next++;
            if (next == labels) {
                next = 0;
                round++;
            }
        }
        if (way == Way.BULK) {
            send(producer::commit, deadline);
        }
        while (producer.acknowledged() < producer.sent()) {
            wait(0, deadline);
        }
        if (way == Way.BULK && producer.poll().bulk().programmed() != UPDATES || producer.poll() != null) {
            throw new IllegalStateException("not all updates are in the tables");
        }
        return producer.sent();
    }

    private long put(final int label) {
        return producer.putForward(0, label, Forwarding.swap(outLabel(label, round), 1 + (label + round) % NEXT_HOPS), 0);
    }

    static int outLabel(final int label, final int round) {
        return FIRST_LABEL + (label + round & 0x7FFFF);
    }

    private void send(final LongSupplier command, final long deadline) {
        for (long taken = command.getAsLong(); taken < 0; taken = command.getAsLong()) {
            wait(taken, deadline);
        }
    }

    private void wait(final long why, final long deadline) {
        if (error.get() != null || System.nanoTime() - deadline > 0) {
            throw new IllegalStateException("the control thread does not go on; the last command gave " + why, error.get());
        }
        Thread.onSpinWait();
    }

    /** The conductor, for looking at what was done. */
    Conductor conductor() {
        return conductor;
    }

    /** How many updates the conductor carried out. */
    long programmed() {
        return reader.statistics().applied(Applied.PROGRAMMED);
    }

    /** Stops the control thread and gives the memory back. */
    @TearDown(Level.Trial)
    public void release() throws InterruptedException {
        running = false;
        control.join();
        final LatencyHistogram latency = reader.statistics().latency();
        if (latency.count() > 0) {
            System.out.println("from offer to answer: p50 " + latency.quantileNanos(0.5) + " ns, p99 " + latency.quantileNanos(0.99)
                + " ns; the ring was full " + producer.counters().ringFull() + " times, the window " + producer.counters().windowFull());
        }
        producer.close();
        conductor.close();
    }
}
