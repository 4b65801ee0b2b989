package io.swaplane.table;

import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import java.util.Arrays;

/**
 * Off-heap memory for next-hop and group records, in power-of-two blocks from 128 bytes to 16 KiB. Conductor only.
 *
 * <p>A record gets the smallest free block that is large enough; what it does not need of it is split off in halves. So whatever fits in
 * all free memory in some order fits in any, and {@link #hasRoom} can say it beforehand. Halves are not joined again: records are many and
 * small, groups few.
 *
 * <p>Offset 0 is the unresolved next hop that unused ids lead to; it is never handed out.
 */
final class RecordPool implements AutoCloseable {
    static final int CLASSES = 8;

    private static final int SMALLEST_SHIFT = 7;
    private static final int LARGEST = CLASSES - 1;

    private final MappedRegion region;
    private final long[][] free = new long[CLASSES][16];
    private final int[] freeCount = new int[CLASSES];
    /** From here on are blocks of the largest class that were never used. */
    private long top;
    private long released;

    /** A pool of this many bytes, a multiple of 16 KiB. */
    RecordPool(final long bytes) {
        if (bytes < blockBytes(LARGEST) || bytes % blockBytes(LARGEST) != 0) {
            throw new IllegalArgumentException(bytes + " bytes of record memory: must be a multiple of " + blockBytes(LARGEST));
        }
        region = MappedRegion.reserve(bytes);
        final long unresolved = take(sizeClass(NextHopLayout.BYTES));
        Memory.putLongRelease(region.address() + unresolved + NextHopLayout.HEADER, NextHopLayout.UNRESOLVED_HEADER);
    }

    long address() {
        return region.address();
    }

    /** A zeroed block's offset from {@link #address}; at least {@code bytes} long and aligned to 128 bytes. */
    long allocate(final int bytes) {
        final int sizeClass = sizeClass(bytes);
        final long offset = take(sizeClass);
        Memory.zero(region.address() + offset, blockBytes(sizeClass));
        return offset;
    }

    private long take(final int sizeClass) {
        int from = sizeClass;
        while (from < CLASSES && freeCount[from] == 0) {
            from++;
        }
        final long offset = from < CLASSES ? free[from][--freeCount[from]] : takeUnused();
        for (int half = Math.min(from, LARGEST) - 1; half >= sizeClass; half--) {
            push(half, offset + blockBytes(half));
        }
        return offset;
    }

    private long takeUnused() {
        final long offset = top;
        if (offset == region.size()) {
            throw new IllegalStateException("record memory is exhausted: " + region.size() + " bytes in use");
        }
        top += blockBytes(LARGEST);
        return offset;
    }

    /** Whether there is room for all these records at once. */
    boolean hasRoom(final RecordDemand demand) {
        long room = region.size() - top;
        for (int sizeClass = LARGEST; sizeClass >= 0; sizeClass--) {
            room += ((long) freeCount[sizeClass] - demand.records(sizeClass)) * blockBytes(sizeClass);
            if (room < 0) {
                return false;
            }
        }
        return true;
    }

    /** Gives a block back; only after a grace period (see {@link Epochs}). */
    void release(final long offset, final int bytes) {
        push(sizeClass(bytes), offset);
        released++;
    }

    /** How many blocks were given back since the start. */
    long released() {
        return released;
    }

    private void push(final int sizeClass, final long offset) {
        if (freeCount[sizeClass] == free[sizeClass].length) {
            free[sizeClass] = Arrays.copyOf(free[sizeClass], 2 * freeCount[sizeClass]);
        }
        free[sizeClass][freeCount[sizeClass]++] = offset;
    }

    /** The class of the smallest blocks that have this many bytes. */
    static int sizeClass(final int bytes) {
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
