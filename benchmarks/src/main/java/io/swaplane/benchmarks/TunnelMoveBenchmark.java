package io.swaplane.benchmarks;

import io.swaplane.control.Conductor;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LabelSettings;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.SpecialLabels;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.table.LabelRange;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the conductor takes to move a tunnel on which all labels are, from one next hop to another and back, while a worker forwards
 * packets with these labels as fast as it can. Percentiles of single moves.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = {"-Xms3g", "-Xmx3g", "--enable-native-access=ALL-UNNAMED",
    "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TunnelMoveBenchmark {
    private static final InetAddress PEER = InetAddress.ofLiteral("192.0.2.1");
    private static final MacAddress MAC = new MacAddress(0x0200_0000_0001L);
    /** The next hop that all labels are on. */
    private static final int TO_PEER = 3;

    @Param({"1000", "1000000"})
    int labels;

    private Conductor conductor;
    private RoundTrip worker;
    private int nextHop = 1;

    /** Prints what the figures are measured on. */
    @Setup(Level.Trial)
    public void describe() throws IOException {
        Machine.describe().forEach(System.out::println);
    }

    /** Makes the router and starts its worker. */
    @Setup(Level.Trial)
    public void start() {
        conductor = new Conductor(intent(), 1);
        worker = new RoundTrip(conductor, labels);
        worker.start();
    }

    private RouterIntent intent() {
        final List<InterfaceIntent> interfaces = new ArrayList<>();
        final List<NeighbourIntent> neighbours = new ArrayList<>();
        final List<NextHopIntent> nextHops = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            final InetAddress neighbour = InetAddress.ofLiteral("198.51.100." + i);
            interfaces.add(new InterfaceIntent("if" + i, "p" + i, List.of(), 0, MAC, MplsMode.CORE, 1500, false, false));
            // The neighbour's address is this router's own, so that what leaves is valid when it arrives again.
            neighbours.add(new NeighbourIntent("if" + i, neighbour, MAC));
            nextHops.add(new NextHopIntent.Direct(i, "if" + i, neighbour, List.of(), true, null, null));
        }
        nextHops.add(new NextHopIntent.Recursive(TO_PEER, null, PEER, List.of()));
        final List<LspIntent> lsps = new ArrayList<>();
        for (int i = 0; i < labels; i++) {
            final int label = LabelRange.FIRST_ORDINARY + i;
            lsps.add(new LspIntent(label, LspIntent.PLATFORM, "static", new Accept.Core(), new Action.Swap(label, TO_PEER), null,
                null, null));
        }
        return new RouterIntent("bench", "192.0.2.9", Defaults.STANDARD, new LabelRange(LabelRange.FIRST_ORDINARY, LabelRange.LAST),
            LabelSettings.STANDARD, SpecialLabels.STANDARD, List.of("p1", "p2"), interfaces, neighbours, List.of(), nextHops,
            List.of(new TunnelIntent(PEER, "ldp", nextHop, 0, 0)), lsps);
    }

    /** One move. */
    @Benchmark
    public void move() {
        nextHop = 3 - nextHop;
        conductor.onTunnel(new TunnelIntent(PEER, "ldp", nextHop, 0, 0));
    }

    /** Stops the worker; fails when it forwarded nothing, or lost a packet over the moves. */
    @TearDown(Level.Trial)
    public void stop() throws InterruptedException {
        worker.finish();
        final long sent = conductor.ports().stream().mapToLong(port -> port.outPackets()).sum();
        final long dropped = conductor.drops().stream().mapToLong(reason -> reason.packets()).sum();
        System.out.println("packets forwarded meanwhile: " + sent + ", dropped: " + dropped);
        conductor.close();
        worker.close();
        if (sent == 0 || dropped != 0) {
            throw new IllegalStateException(sent + " packets forwarded and " + dropped + " dropped");
        }
    }
}
