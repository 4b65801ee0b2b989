package io.swaplane.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.memory.Memory;
import io.swaplane.table.ForwardingTables;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the benchmark measures is forwarding as it should be: every frame leaves, rewritten as its label says. */
class SwapBenchmarkTest {
    private static final int LABELS = 1000;
    private static final int BOTTOM = 1 << 8;

    private static SwapBenchmark benchmark(final Workload workload) {
        final SwapBenchmark benchmark = new SwapBenchmark();
        benchmark.labels = LABELS;
        benchmark.operation = workload;
        benchmark.prepare();
        return benchmark;
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void shouldForwardEveryFrameAsItsLabelSays(final Workload workload) {
        final SwapBenchmark benchmark = benchmark(workload);
        for (int pass = 0; pass < 3; pass++) {
            benchmark.stamp();
            assertThat(benchmark.forward()).isEqualTo(SwapBenchmark.FRAMES);
            for (int i = 0; i < SwapBenchmark.FRAMES; i++) {
                assertThat(whatWasDone(benchmark.sent(i), benchmark.scenario(), i, pass))
                    .as("frame %d in pass %d", i, pass).isEqualTo(benchmark.scenario().workload(i, pass));
            }
        }
        assertThat(benchmark.scenario().tables().portCounters(Scenario.EGRESS).outPackets()).isEqualTo(3L * SwapBenchmark.FRAMES);
        benchmark.release();
    }

    @Test
    void shouldMixAllOperations() {
        final SwapBenchmark benchmark = benchmark(Workload.MIXED);
        final Set<Workload> seen = EnumSet.noneOf(Workload.class);
        for (int i = 0; i < SwapBenchmark.FRAMES; i++) {
            seen.add(benchmark.scenario().workload(i, 0));
        }
        assertThat(seen).containsExactlyInAnyOrder(Workload.SWAP, Workload.SWAP_PUSH, Workload.PHP);
        benchmark.release();
    }

    /** Tells the operation from the frame that left; null when it is none of them, done right. */
    private static Workload whatWasDone(final long frame, final Scenario scenario, final int i, final int pass) {
        final long at = FrameRef.address(frame);
        final int type = Memory.getUnsignedShortBigEndian(at + 12);
        final int first = Memory.getIntBigEndian(at + 14);
        final int newLse = scenario.labels()[scenario.labelIndex(i, pass + 1)] << 12 | (i & 7) << 9 | BOTTOM
            | Scenario.START_TTL - 1;
        final int sourceMacEnd = Memory.getByte(at + 11) & 0xFF;
        assertThat(sourceMacEnd).isEqualTo(scenario.nextHop(i, pass));
        if (type == 0x0800 && FrameRef.length(frame) == Scenario.FRAME_BYTES - 4 && isIpv4WithLowerTtl(at + 14)) {
            return Workload.PHP;
        }
        if (type == 0x8847 && FrameRef.length(frame) == Scenario.FRAME_BYTES && first == newLse) {
            return Workload.SWAP;
        }
        final int pushed = Scenario.PUSHED_LABEL << 12 | (i & 7) << 9 | Scenario.START_TTL - 1;
        return type == 0x8847 && FrameRef.length(frame) == Scenario.FRAME_BYTES + 4 && first == pushed
            && Memory.getIntBigEndian(at + 18) == newLse ? Workload.SWAP_PUSH : null;
    }

    private static boolean isIpv4WithLowerTtl(final long ip) {
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += Memory.getUnsignedShortBigEndian(ip + i);
        }
        return (Memory.getByte(ip) & 0xFF) == 0x45 && (Memory.getByte(ip + 8) & 0xFF) == Scenario.START_TTL - 1
            && (sum & 0xFFFF) + (sum >>> 16) == 0xFFFF;
    }

    @Test
    void shouldCountForEveryNextHop() {
        final SwapBenchmark benchmark = benchmark(Workload.SWAP);
        benchmark.stamp();
        benchmark.forward();
        final ForwardingTables tables = benchmark.scenario().tables();
        long packets = 0;
        for (int id = 1; id <= Scenario.lastNextHop(); id++) {
            packets += tables.nextHopCounters(id).packets();
        }
        assertThat(packets).isEqualTo(SwapBenchmark.FRAMES);
        benchmark.release();
    }
}
