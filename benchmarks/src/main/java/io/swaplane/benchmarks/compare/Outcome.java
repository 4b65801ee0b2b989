package io.swaplane.benchmarks.compare;

import io.swaplane.benchmarks.Scenario;
import io.swaplane.fastpath.FrameRef;
import io.swaplane.memory.Memory;
import io.swaplane.table.Counters;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.PortCounters;
import io.swaplane.table.PuntReason;
import java.util.Arrays;

/**
 * What forwarding did: every frame's bytes, and by how much every counter rose. The same can be worked out from the scenario alone,
 * without forwarding anything, which is what contestants are held to.
 */
final class Outcome {
    private static final int PER_LABEL = 2;
    private static final int PER_NEXT_HOP = 4;
    private static final int PER_PORT = 7;
    private static final int STACK_OCTETS = Scenario.FRAME_BYTES - 14;

    private final byte[] frames;
    private final long[] counters;

    private Outcome(final byte[] frames, final long[] counters) {
        this.frames = frames;
        this.counters = counters;
    }

    /** Stamps the frames and lets the contestant take them round {@code passes} times. */
    static Outcome of(final SwapContestant contestant, final Scenario scenario, final int passes) {
        final long[] before = counters(scenario);
        scenario.stamp(0);
        contestant.load();
        contestant.run(passes);
        final long[] after = counters(scenario);
        Arrays.setAll(after, i -> after[i] - before[i]);
        return new Outcome(frames(contestant, scenario.frames().length), after);
    }

    /** What {@code passes} swaps of every frame must give, in order, with nothing dropped. */
    static Outcome expected(final Scenario scenario, final int passes) {
        final int count = scenario.frames().length;
        final byte[] frames = new byte[count * Scenario.FRAME_BYTES];
        final long[] counters = new long[counters(scenario).length];
        final int nextHops = PER_LABEL * scenario.labels().length;
        final int ports = nextHops + PER_NEXT_HOP * (Scenario.lastNextHop() + 1);
        for (int i = 0; i < count; i++) {
            System.arraycopy(scenario.expectedFrame(i, passes), 0, frames, i * Scenario.FRAME_BYTES, Scenario.FRAME_BYTES);
            for (int pass = 0; pass < passes; pass++) {
                count(counters, PER_LABEL * scenario.labelIndex(i, pass), STACK_OCTETS);
                count(counters, nextHops + PER_NEXT_HOP * scenario.nextHop(i, pass), STACK_OCTETS);
                count(counters, ports + PER_PORT * Scenario.INGRESS, Scenario.FRAME_BYTES);
                count(counters, ports + PER_PORT * Scenario.EGRESS + 2, Scenario.FRAME_BYTES);
            }
        }
        return new Outcome(frames, counters);
    }

    private static void count(final long[] counters, final int at, final int octets) {
        counters[at]++;
        counters[at + 1] += octets;
    }

    private static byte[] frames(final SwapContestant contestant, final int count) {
        final byte[] bytes = new byte[count * Scenario.FRAME_BYTES];
        for (int i = 0; i < count; i++) {
            final long frame = contestant.frame(i);
            final int length = Math.min(FrameRef.length(frame), Scenario.FRAME_BYTES);
            Memory.copyOut(FrameRef.address(frame), bytes, i * Scenario.FRAME_BYTES, length);
        }
        return bytes;
    }

    private static long[] counters(final Scenario scenario) {
        final ForwardingTables tables = scenario.tables();
        final int[] labels = scenario.labels();
        final int nextHops = Scenario.lastNextHop() + 1;
        final long[] all = new long[PER_LABEL * labels.length + PER_NEXT_HOP * nextHops + PER_PORT * (Scenario.EGRESS + 1)];
        int at = 0;
        for (final int label : labels) {
            final Counters counters = tables.labelCounters(ForwardingTables.PLATFORM, label);
            all[at++] = counters.packets();
            all[at++] = counters.octets();
        }
        for (int id = 0; id < nextHops; id++) {
            final Counters counters = tables.nextHopCounters(id);
            all[at++] = counters.packets();
            all[at++] = counters.octets();
            all[at++] = counters.errors();
            all[at++] = counters.discards();
        }
        for (int port = 0; port <= Scenario.EGRESS; port++) {
            at = portCounters(tables, port, all, at);
        }
        return all;
    }

    private static int portCounters(final ForwardingTables tables, final int port, final long[] all, final int from) {
        final PortCounters counters = tables.portCounters(port);
        int at = from;
        all[at++] = counters.inPackets();
        all[at++] = counters.inOctets();
        all[at++] = counters.outPackets();
        all[at++] = counters.outOctets();
        all[at++] = counters.outDiscards();
        for (final DropReason reason : DropReason.values()) {
            all[at] += tables.drops(port, reason);
        }
        at++;
        for (final PuntReason reason : PuntReason.values()) {
            all[at] += tables.punts(port, reason);
        }
        return at + 1;
    }

    /** How this differs from another outcome of the same scenario, or null when it does not. */
    String difference(final Outcome other) {
        final int frame = Arrays.mismatch(frames, other.frames);
        if (frame >= 0) {
            return "frame %d differs at byte %d: %02x and %02x".formatted(frame / Scenario.FRAME_BYTES, frame % Scenario.FRAME_BYTES,
                frames[frame], other.frames[frame]);
        }
        final int counter = Arrays.mismatch(counters, other.counters);
        return counter < 0 ? null
            : "counter %d differs: %d and %d".formatted(counter, counters[counter], other.counters[counter]);
    }

    /** Whether the frames that stand on the contestant's wire are this outcome's. */
    boolean hasFramesOf(final SwapContestant contestant) {
        return Arrays.equals(frames, frames(contestant, frames.length / Scenario.FRAME_BYTES));
    }
}
