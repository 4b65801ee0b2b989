package io.swaplane.table;

import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import java.util.Arrays;

/**
 * Off-heap memory for next-hop and group records, in power-of-two blocks from 128 bytes to 16 KiB. Conductor only.
 *
 * <p>Offset 0 is the unresolved next hop that unused ids lead to; it is never handed out.
 */
final class RecordPool implements AutoCloseable {
    private static final int SMALLEST_SHIFT = 7;
    private static final int CLASSES = 8;

    private final MappedRegion region;
    private final long[][] free = new long[CLASSES][16];
    private final int[] freeCount = new int[CLASSES];
    private long top = NextHopLayout.BYTES;

    RecordPool(final long bytes) {
        region = MappedRegion.reserve(bytes);
        Memory.putLongRelease(region.address() + NextHopLayout.HEADER, NextHopLayout.UNRESOLVED_HEADER);
    }

    long address() {
        return region.address();
    }

    /** A zeroed block's offset from {@link #address}; at least {@code bytes} long and aligned to 128 bytes. */
    long allocate(final int bytes) {
        final int sizeClass = sizeClass(bytes);
        if (freeCount[sizeClass] > 0) {
            final long offset = free[sizeClass][--freeCount[sizeClass]];
            Memory.zero(region.address() + offset, blockBytes(sizeClass));
            return offset;
        }
        final long offset = top;
        if (offset + blockBytes(sizeClass) > region.size()) {
            throw new IllegalStateException("record memory is exhausted: " + region.size() + " bytes in use");
        }
        top += blockBytes(sizeClass);
        return offset;
    }

    /** Gives a block back; only after a grace period (see {@link Epochs}). */
    void release(final long offset, final int bytes) {
        final int sizeClass = sizeClass(bytes);
        if (freeCount[sizeClass] == free[sizeClass].length) {
            free[sizeClass] = Arrays.copyOf(free[sizeClass], 2 * freeCount[sizeClass]);
        }
        free[sizeClass][freeCount[sizeClass]++] = offset;
    }

    private static int sizeClass(final int bytes) {
        return Math.max(0, 32 - Integer.numberOfLeadingZeros(bytes - 1) - SMALLEST_SHIFT);
    }

    private static int blockBytes(final int sizeClass) {
        return 1 << sizeClass + SMALLEST_SHIFT;
    }

    @Override
    public void close() {
        region.close();
    }
}
