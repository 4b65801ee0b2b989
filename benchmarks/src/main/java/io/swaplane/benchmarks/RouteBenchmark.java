package io.swaplane.benchmarks;

import io.swaplane.fastpath.Forwarder;
import io.swaplane.fastpath.PacketPort;
import java.io.IOException;
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

/**
 * The forwarder alone on IP packets, in nanoseconds per packet: {@value #FRAMES} frames in bursts of {@value #BURST}, from memory to
 * memory. They are stamped anew before every invocation, outside the measured part, with the destinations that come next.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(value = 2, jvmArgsAppend = {"-Xms1g", "-Xmx1g", "--enable-native-access=ALL-UNNAMED",
    "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RouteBenchmark {
    static final int FRAMES = 4096;
    static final int BURST = 256;

    @Param({"1", "1000", "1000000"})
    int prefixes;

    @Param({"LOOKUP_PUSH", "POP_LOOKUP"})
    RouteScenario.Kind kind;

    private final long[] burst = new long[BURST];
    private RouteScenario scenario;
    private LoopPort wire;
    private Forwarder forwarder;
    private long pass;

    /** Prints what the figures are measured on. */
    @Setup(Level.Trial)
    public void describe() throws IOException {
        Machine.describe().forEach(System.out::println);
    }

    /** Makes tables, frames and forwarder. */
    @Setup(Level.Trial)
    public void prepare() {
        scenario = new RouteScenario(kind, prefixes, FRAMES);
        wire = new LoopPort(FRAMES);
        forwarder = new Forwarder(scenario.tables(), 0, scenario.store(), new PacketPort[] {wire, wire},
            (frame, port, reason, about) -> false);
    }

    /** Writes the frames that the next invocation forwards. */
    @Setup(Level.Invocation)
    public void stamp() {
        scenario.stamp(pass++);
        wire.load(scenario.frames());
    }

    /** One pass over all frames; returns how many left by the egress. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int forward() {
        for (int count = wire.receive(burst, BURST); count > 0; count = wire.receive(burst, BURST)) {
            forwarder.forward(RouteScenario.INGRESS, burst, count);
        }
        return wire.turn();
    }

    /** Gives the memory back. */
    @TearDown(Level.Trial)
    public void release() {
        scenario.close();
    }
}
