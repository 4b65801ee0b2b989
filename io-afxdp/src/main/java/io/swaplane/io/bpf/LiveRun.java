package io.swaplane.io.bpf;

import io.swaplane.io.kernel.KernelAbi;
import java.lang.foreign.Arena;

/**
 * A prepared run of an XDP program over live frames that seem to arrive on the loopback interface: the program makes of each blank frame
 * what it wants and says where it goes. Running allocates nothing.
 *
 * <p>A run is cheap (some 15 µs) only while the program is attached to an interface: else the kernel rewrites a piece of its own code
 * before and after each run of more than one frame, which takes 40 ms. For one thread.
 */
public final class LiveRun implements AutoCloseable {
    /** Frames that the kernel makes before it sends them; more, and they leave the cache in between. */
    private static final int BATCH = 64;

    private final Arena arena = Arena.ofShared();
    private final Attributes attributes;

    /** A run of this program over blank frames of this length, which it may change. */
    LiveRun(final int program, final int frameLength) {
        attributes = new Attributes(arena).put(KernelAbi.Bpf.TEST_FD, program).put(KernelAbi.Bpf.TEST_SIZE_IN, frameLength)
            .put(KernelAbi.Bpf.TEST_DATA_IN, arena.allocate(frameLength))
            .put(KernelAbi.Bpf.TEST_FLAGS, KernelAbi.Bpf.F_TEST_XDP_LIVE_FRAMES);
    }

    /** Runs the program over that many frames, at least one: 0 or {@code -errno}. Returns when all have been sent or lost. */
    public int run(final int frames) {
        return attributes.put(KernelAbi.Bpf.TEST_REPEAT, frames).put(KernelAbi.Bpf.TEST_BATCH_SIZE, Math.min(frames, BATCH))
            .put(KernelAbi.Bpf.TEST_SIZE_OUT, 0).call(KernelAbi.Bpf.PROG_TEST_RUN);
    }

    @Override
    public void close() {
        arena.close();
    }
}
