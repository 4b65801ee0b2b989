package io.swaplane.benchmarks;

import io.swaplane.control.Conductor;
import io.swaplane.fastpath.Forwarder;
import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.PacketPort;
import io.swaplane.memory.Memory;
import io.swaplane.table.LabelRange;
import java.util.SplittableRandom;

/** A worker that forwards the same frames from memory to memory, with a random label each, until it is told to finish. */
final class RoundTrip implements AutoCloseable {
    private static final int FRAMES = 4096;
    private static final int BURST = 256;
    private static final int FRAME_BYTES = 64;
    private static final int L2_BYTES = 14;
    private static final int WORKER = 0;
    private static final long SEED = 21;

    private final Conductor conductor;
    private final int labels;
    private final FrameStore store = new FrameStore(FRAMES, 2048);
    private final long[] frames = new long[FRAMES];
    private final Thread thread = new Thread(this::run, "worker");
    private volatile boolean finished;

    /** Labels from the first ordinary one on, on a router whose ports 0 and 1 lead to each other. */
    RoundTrip(final Conductor conductor, final int labels) {
        this.conductor = conductor;
        this.labels = labels;
        for (int i = 0; i < FRAMES; i++) {
            frames[i] = FrameRef.of(store.allocate(), FRAME_BYTES);
            Memory.putLongBigEndian(FrameRef.address(frames[i]), 0x0200_0000_0001_0200L);
            Memory.putLongBigEndian(FrameRef.address(frames[i]) + 8, 0x0000_0001_8847_0000L);
        }
    }

    void start() {
        thread.start();
    }

    /** Returns once it forwards no more. */
    void finish() throws InterruptedException {
        finished = true;
        thread.join();
    }

    private void run() {
        final LoopPort wire = new LoopPort(FRAMES);
        final Forwarder forwarder = new Forwarder(conductor.tables(), WORKER, store, new PacketPort[] {wire, wire},
            (frame, port, reason, about) -> false);
        final long[] burst = new long[BURST];
        final SplittableRandom random = new SplittableRandom(SEED);
        conductor.tables().epochs().online(WORKER);
        while (!finished) {
            for (final long frame : frames) {
                Memory.putIntBigEndian(FrameRef.address(frame) + L2_BYTES,
                    LabelRange.FIRST_ORDINARY + random.nextInt(labels) << 12 | 1 << 8 | 255);
            }
            wire.load(frames);
            for (int count = wire.receive(burst, BURST); count > 0; count = wire.receive(burst, BURST)) {
                forwarder.forward(0, burst, count);
                conductor.tables().epochs().quiescent(WORKER);
            }
        }
        conductor.tables().epochs().offline(WORKER);
    }

    @Override
    public void close() {
        store.close();
    }
}
