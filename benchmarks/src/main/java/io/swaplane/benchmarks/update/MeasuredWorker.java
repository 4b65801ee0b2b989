package io.swaplane.benchmarks.update;

import io.swaplane.benchmarks.LoopPort;
import io.swaplane.fastpath.Forwarder;
import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.PacketPort;
import io.swaplane.memory.Memory;
import io.swaplane.table.ForwardingTables;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.SplittableRandom;

/**
 * A worker on a thread of its own that forwards frames from memory to memory, each with a random label, and takes its own CPU time around
 * the forwarding alone. It looks at every frame that comes out, outside of that time.
 */
final class MeasuredWorker implements AutoCloseable {
    private static final int FRAMES = 4096;
    private static final int BURST = 256;
    private static final int FRAME_BYTES = 64;
    private static final int L2_BYTES = 14;
    private static final int LAST_OCTET = 5;
    private static final int WORKER = 0;
    private static final long SEED = 21;

    private final ForwardingTables tables;
    private final int labels;
    private final FrameStore store = new FrameStore(FRAMES, 2048);
    private final long[] frames = new long[FRAMES];
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Thread thread = new Thread(this::run, "worker");
    private volatile boolean finished;
    private volatile String wrong;
    private volatile Spent spent = new Spent(0, 0, 0);

    /** What was forwarded since the start, and the time in the forwarder. */
    record Spent(long packets, long cpuNanos, long wallNanos) {
        Spent since(final Spent before) {
            return new Spent(packets - before.packets, cpuNanos - before.cpuNanos, wallNanos - before.wallNanos);
        }

        double cpuNanosPerPacket() {
            return (double) cpuNanos / packets;
        }

        double packetsPerSecond() {
            return packets * 1e9 / wallNanos;
        }
    }

    /** Starts at once; all labels must be there. */
    MeasuredWorker(final UpdatedRouter router, final int labels) {
        tables = router.conductor().tables();
        this.labels = labels;
        for (int i = 0; i < FRAMES; i++) {
            frames[i] = FrameRef.of(store.allocate(), FRAME_BYTES);
        }
        thread.start();
    }

    Spent spent() {
        return spent;
    }

    /** What was wrong with a frame that came out, or null. */
    String wrong() {
        return wrong;
    }

    private void run() {
        final LoopPort wire = new LoopPort(FRAMES);
        final Forwarder forwarder = new Forwarder(tables, WORKER, store, new PacketPort[] {wire, wire},
            (frame, port, reason, about) -> false);
        final long[] burst = new long[BURST];
        final SplittableRandom random = new SplittableRandom(SEED);
        long packets = 0;
        long cpu = 0;
        long wall = 0;
        tables.epochs().online(WORKER);
        while (!finished && wrong == null) {
            stamp(random);
            wire.load(frames);
            final long wallBefore = System.nanoTime();
            final long cpuBefore = threads.getCurrentThreadCpuTime();
            for (int count = wire.receive(burst, BURST); count > 0; count = wire.receive(burst, BURST)) {
                forwarder.forward(UpdatedRouter.INGRESS, burst, count);
                tables.epochs().quiescent(WORKER);
            }
            cpu += threads.getCurrentThreadCpuTime() - cpuBefore;
            wall += System.nanoTime() - wallBefore;
            packets += FRAMES;
            spent = new Spent(packets, cpu, wall);
            check(wire);
        }
        tables.epochs().offline(WORKER);
    }

    private void stamp(final SplittableRandom random) {
        final long mac = UpdatedRouter.MAC.bits();
        for (final long frame : frames) {
            final long at = FrameRef.address(frame);
            Memory.putLongBigEndian(at, mac << 16 | mac >>> 32);
            Memory.putLongBigEndian(at + 8, mac << 32 | 0x8847_0000L);
            Memory.putIntBigEndian(at + L2_BYTES, UpdatedRouter.FIRST_LABEL + random.nextInt(labels) << 12 | 1 << 8 | 255);
        }
    }

    private void check(final LoopPort wire) {
        final int count = wire.turn();
        if (count != FRAMES) {
            wrong = FRAMES - count + " of " + FRAMES + " frames were lost";
        }
        for (int i = 0; i < count && wrong == null; i++) {
            final long at = FrameRef.address(wire.arriving(i));
            final int outLabel = Memory.getIntBigEndian(at + L2_BYTES) >>> 12;
            if (!UpdatedRouter.belongTogether(outLabel, Memory.getByte(at + LAST_OCTET))) {
                wrong = "label " + outLabel + " left for the neighbour of another";
            }
        }
    }

    @Override
    public void close() {
        finished = true;
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }
}
