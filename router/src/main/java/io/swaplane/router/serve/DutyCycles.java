package io.swaplane.router.serve;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts a worker's duty cycles. A cycle with work that takes longer than a millisecond and two microseconds a frame, twice what the
 * kernel's copying way takes, is a stall: the thread was not on its CPU, or a call into the kernel took long. Written by the worker alone,
 * without a barrier; read by any thread.
 */
public final class DutyCycles {
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long FRAME_NANOS = TimeUnit.MICROSECONDS.toNanos(2);
    private static final int ALL = 0;
    private static final int BUSY = 1;
    private static final int FRAMES = 2;
    private static final int STALLS = 3;
    private static final int LONGEST_STALL = 4;

    private final AtomicLongArray counters = new AtomicLongArray(LONGEST_STALL + 1);

    /** A cycle in which nothing arrived. */
    public void empty() {
        add(ALL, 1);
    }

    /** A cycle in which so many frames arrived and that took so long. */
    public void busy(final int frames, final long nanos) {
        add(ALL, 1);
        add(BUSY, 1);
        add(FRAMES, frames);
        if (nanos > STALL_NANOS + frames * FRAME_NANOS) {
            add(STALLS, 1);
            counters.setOpaque(LONGEST_STALL, Math.max(counters.getPlain(LONGEST_STALL), nanos));
        }
    }

    private void add(final int counter, final long count) {
        counters.setOpaque(counter, counters.getPlain(counter) + count);
    }

    public long all() {
        return counters.getOpaque(ALL);
    }

    /** Those with work. */
    public long busy() {
        return counters.getOpaque(BUSY);
    }

    /** Frames that arrived. */
    public long frames() {
        return counters.getOpaque(FRAMES);
    }

    public long stalls() {
        return counters.getOpaque(STALLS);
    }

    /** The longest stall, in nanoseconds; 0 when there was none. */
    public long longestStall() {
        return counters.getOpaque(LONGEST_STALL);
    }
}
