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

    /** Runs of this program over blank frames of at most this length. */
    LiveRun(final int program, final int maxLength) {
        attributes = new Attributes(arena).put(KernelAbi.Bpf.TEST_FD, program)
            .put(KernelAbi.Bpf.TEST_DATA_IN, arena.allocate(maxLength))
            .put(KernelAbi.Bpf.TEST_FLAGS, KernelAbi.Bpf.F_TEST_XDP_LIVE_FRAMES);
    }

    /**
     * Runs the program over frames; returns when all have been sent or lost.
     *
     * @param frames how many, at least one.
     * @param length how long they are before the program makes them longer or shorter, which costs; at least 14.
     * @return 0 or {@code -errno}.
     */
    public int run(final int frames, final int length) {
        return attributes.put(KernelAbi.Bpf.TEST_REPEAT, frames).put(KernelAbi.Bpf.TEST_SIZE_IN, length)
            .put(KernelAbi.Bpf.TEST_BATCH_SIZE, Math.min(frames, BATCH)).put(KernelAbi.Bpf.TEST_SIZE_OUT, 0)
            .call(KernelAbi.Bpf.PROG_TEST_RUN);
    }

    @Override
    public void close() {
        arena.close();
    }
}
