package io.swaplane.table.fib;

import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Blocks of 3 to {@value #MAX_WORDS} words for nodes and prefix blocks. Conductor only.
 *
 * <p>A slab of 16 KiB holds blocks of one size. An empty slab is free for any size, and 2 MiB of empty slabs go back to the kernel: what
 * a million routes took can become anything else, and nothing stays behind when they are gone. The lowest free slab is taken first.
 *
 * <p>{@link #retire} gives blocks back that readers may hold: in bunches, as each grace period costs an object.
 */
final class FibMemory implements AutoCloseable {
    static final int SLAB_SHIFT = 14;
    static final int MAX_WORDS = 136;

    private static final int SLAB_BYTES = 1 << SLAB_SHIFT;
    private static final int SLABS_PER_CHUNK_SHIFT = 7;
    private static final int BUNCH = 512;
    private static final int NONE = -1;
    /** What a freed block holds under checked memory: slots that lead out of every region, so that reading on throws. */
    private static final long POISON = -1;

    private final GracePeriods periods;
    private final MappedRegion region;
    private final int slabs;
    private final BitSet free;
    private final byte[] words;
    private final short[] used;
    /** Offset in words of the first free block, whose first word has the next one's; NONE at the end. */
    private final short[] firstFree;
    /** Words of the slab that were ever handed out. */
    private final short[] touched;
    /** Slabs of one size that have room, linked both ways. */
    private final int[] first = new int[MAX_WORDS + 1];
    private final int[] next;
    private final int[] previous;
    private final short[] usedInChunk;
    private int spareChunk = NONE;
    private int slabsInUse;
    private long[] retired = new long[BUNCH];
    private int retiredCount;

    FibMemory(final GracePeriods periods, final long bytes) {
        this.periods = periods;
        slabs = Math.toIntExact(bytes >> SLAB_SHIFT);
        region = MappedRegion.reserve((long) slabs << SLAB_SHIFT);
        free = new BitSet(slabs);
        free.set(0, slabs);
        words = new byte[slabs];
        used = new short[slabs];
        firstFree = new short[slabs];
        touched = new short[slabs];
        next = new int[slabs];
        previous = new int[slabs];
        usedInChunk = new short[(slabs >> SLABS_PER_CHUNK_SHIFT) + 1];
        Arrays.fill(first, NONE);
    }

    /** Bytes that are taken, in whole slabs. */
    long bytesInUse() {
        return (long) slabsInUse << SLAB_SHIFT;
    }

    private long bytesLeft() {
        return ((long) slabs << SLAB_SHIFT) - bytesInUse();
    }

    /** Whether this many blocks of any size can be allocated, even if each needs a slab of its own. */
    boolean hasRoom(final int blocks) {
        return bytesLeft() >= (long) blocks << SLAB_SHIFT;
    }

    /** Whether blocks of this many bytes in all can be allocated, whatever their sizes. */
    boolean hasRoomForBytes(final long bytes) {
        // A slab of the largest size loses one block at most, every size may leave one slab partly unused.
        return hasRoom(MAX_WORDS + (int) (bytes + (bytes >> 3) >> SLAB_SHIFT));
    }

    long address() {
        return region.address();
    }

    /** The address of zeroed slabs side by side, 0 when there are not as many. */
    long allocateSlabs(final int count) {
        int start = free.nextSetBit(0);
        while (start >= 0 && free.nextClearBit(start) - start < count) {
            start = free.nextSetBit(free.nextClearBit(start));
        }
        if (start < 0) {
            return 0;
        }
        for (int slab = start; slab < start + count; slab++) {
            count(slab);
        }
        final long address = address(start, 0);
        Memory.zero(address, (long) count << SLAB_SHIFT);
        return address;
    }

    /** Gives slabs back that no reader can hold. */
    void freeSlabs(final long address, final int count) {
        final int start = (int) (address - region.address() >>> SLAB_SHIFT);
        for (int slab = start; slab < start + count; slab++) {
            uncount(slab);
        }
    }

    private void count(final int slab) {
        free.clear(slab);
        slabsInUse++;
        usedInChunk[slab >> SLABS_PER_CHUNK_SHIFT]++;
    }

    private void uncount(final int slab) {
        free.set(slab);
        slabsInUse--;
        final int chunk = slab >> SLABS_PER_CHUNK_SHIFT;
        usedInChunk[chunk]--;
        if (usedInChunk[chunk] == 0) {
            keepOneSpare(chunk);
        }
    }

    /** The address of a block whose contents are anything. */
    long allocate(final int size) {
        final int slab = first[size] == NONE ? takeSlab(size) : first[size];
        final int at;
        if (firstFree[slab] == NONE) {
            at = touched[slab];
            touched[slab] += (short) size;
        } else {
            at = firstFree[slab];
            firstFree[slab] = (short) Memory.getLong(address(slab, at));
        }
        used[slab]++;
        if (isFull(slab)) {
            unlink(slab);
        }
        return address(slab, at);
    }

    private long address(final int slab, final int word) {
        return region.address() + ((long) slab << SLAB_SHIFT) + ((long) word << 3);
    }

    private boolean isFull(final int slab) {
        return firstFree[slab] == NONE && touched[slab] + size(slab) > SLAB_BYTES >> 3;
    }

    private int size(final int slab) {
        return words[slab] & 0xFF;
    }

    private int takeSlab(final int size) {
        final int slab = free.nextSetBit(0);
        if (slab < 0) {
            throw new IllegalStateException("FIB memory is exhausted: " + bytesInUse() + " bytes in use");
        }
        count(slab);
        words[slab] = (byte) size;
        firstFree[slab] = NONE;
        touched[slab] = 0;
        link(slab);
        return slab;
    }

    private void link(final int slab) {
        final int size = size(slab);
        next[slab] = first[size];
        previous[slab] = NONE;
        if (next[slab] != NONE) {
            previous[next[slab]] = slab;
        }
        first[size] = slab;
    }

    private void unlink(final int slab) {
        if (previous[slab] == NONE) {
            first[size(slab)] = next[slab];
        } else {
            next[previous[slab]] = next[slab];
        }
        if (next[slab] != NONE) {
            previous[next[slab]] = previous[slab];
        }
    }

    /** Gives a block back that no reader can hold. */
    void free(final long block) {
        final long offset = block - region.address();
        final int slab = (int) (offset >>> SLAB_SHIFT);
        final boolean wasFull = isFull(slab);
        if (Memory.CHECKED) {
            for (int word = 0; word < size(slab); word++) {
                Memory.putLong(block + 8L * word, POISON);
            }
        }
        Memory.putLong(block, firstFree[slab]);
        firstFree[slab] = (short) (offset >>> 3 & (SLAB_BYTES >> 3) - 1);
        if (wasFull) {
            link(slab);
        }
        used[slab]--;
        if (used[slab] == 0) {
            unlink(slab);
            uncount(slab);
        }
    }

    /** One empty chunk keeps its pages, so that routes that come and go at its edge cost no page faults. */
    private void keepOneSpare(final int chunk) {
        final int other = spareChunk;
        if (other == NONE || other == chunk || usedInChunk[other] != 0) {
            spareChunk = chunk;
        } else {
            spareChunk = Math.min(chunk, other);
            final long start = (long) Math.max(chunk, other) << SLABS_PER_CHUNK_SHIFT + SLAB_SHIFT;
            region.discard(start, Math.min(1L << SLABS_PER_CHUNK_SHIFT + SLAB_SHIFT, region.size() - start));
        }
    }

    /**
     * Gives a block back after a grace period, which begins with {@link #flush}: not here, as slots that lead to the block may be stored
     * later in the same change.
     */
    void retire(final long block) {
        if (retiredCount == retired.length) {
            retired = Arrays.copyOf(retired, 2 * retiredCount);
        }
        retired[retiredCount++] = block;
    }

    /** Lets the grace period begin when much waits for it. */
    void flushMuch() {
        if (retiredCount >= BUNCH) {
            flush();
        }
    }

    /** Lets the grace period of all that was retired begin. */
    void flush() {
        if (retiredCount > 0) {
            final long[] bunch = Arrays.copyOf(retired, retiredCount);
            retired = retired.length > 2 * BUNCH ? new long[BUNCH] : retired;
            retiredCount = 0;
            periods.retire(() -> {
                for (final long block : bunch) {
                    free(block);
                }
            });
        }
    }

    @Override
    public void close() {
        region.close();
    }
}
