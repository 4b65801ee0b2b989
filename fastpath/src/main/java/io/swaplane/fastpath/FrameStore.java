package io.swaplane.fastpath;

import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import java.util.Map;

/**
 * A worker's frame memory: equal chunks off-heap, and the stack of those that are free.
 *
 * <p>A chunk begins with {@link #HEADROOM} bytes, into which pushed labels and longer L2 headers grow; a received frame starts right
 * behind it. The chunk's first {@link #NOTE_BYTES} bytes are never reached by a push and may hold a note of the port that received
 * the frame (a timestamp). A chunk has exactly one owner at any time: the store while it is free, then the port that allocated it, the
 * forwarder that received it, the port that accepted it for sending (which frees it), or the punt queue. On checked memory every change
 * of owner is checked. Owning worker's thread only.
 */
public final class FrameStore implements AutoCloseable {
    /** Bytes in front of a received frame. */
    public static final int HEADROOM = 256;
    /** Bytes at the start of a chunk for the receiving port's own use. */
    public static final int NOTE_BYTES = 64;

    private final MappedRegion region;
    private final int chunkSize;
    private final long chunkMask;
    private final int chunkShift;
    private final long first;
    private final long[] free;
    private final FrameOwners owners;
    private int freeCount;

    /**
     * Makes a store with every chunk free.
     *
     * @param chunks how many chunks.
     * @param chunkSize bytes of each: a power of two, 2048 to 131072.
     */
    public FrameStore(final int chunks, final int chunkSize) {
        if (chunks < 1 || Integer.bitCount(chunkSize) != 1 || chunkSize < 2048 || chunkSize > 1 << 17) {
            throw new IllegalArgumentException(chunks + " chunks of " + chunkSize + " bytes: the size must be a power of two from 2048");
        }
        this.chunkSize = chunkSize;
        this.chunkMask = -chunkSize;
        // Chunks are aligned to their size, so that any address inside a frame leads back to its chunk: one more than asked.
        this.region = MappedRegion.reserve((long) (chunks + 1) * chunkSize);
        this.free = new long[chunks];
        this.owners = Memory.CHECKED ? new FrameOwners(chunks) : null;
        this.chunkShift = Integer.numberOfTrailingZeros(chunkSize);
        this.first = region.address() + chunkSize - 1 & chunkMask;
        for (int i = chunks - 1; i >= 0; i--) {
            free[freeCount++] = first + (long) i * chunkSize;
        }
    }

    /** Takes a free chunk; returns where a received frame starts in it, or 0 when none is free. */
    public long allocate() {
        if (freeCount == 0) {
            return 0;
        }
        final long chunk = free[--freeCount];
        if (Memory.CHECKED) {
            owners.taken(chunkOf(chunk));
        }
        return chunk + HEADROOM;
    }

    /** Gives back the chunk that holds this address. */
    public void free(final long address) {
        if (Memory.CHECKED) {
            owners.freed(chunkOf(address));
        }
        free[freeCount++] = address & chunkMask;
    }

    /** Notes, on checked memory only, that the holder of a chunk hands it to a device such as a ring shared with the kernel. */
    public void handTo(final Object device, final long address) {
        if (Memory.CHECKED) {
            owners.handedTo(chunkOf(address), device);
        }
    }

    /** Notes, on checked memory only, that a device gives a chunk back to the caller, who holds it from now on. */
    public void takeBack(final Object device, final long address) {
        if (Memory.CHECKED) {
            owners.takenBackFrom(chunkOf(address), device);
        }
    }

    /** How many chunks each owner has, for tests; on checked memory only, else empty. */
    public Map<Object, Integer> census() {
        return Memory.CHECKED ? owners.census() : Map.of();
    }

    /** Number of the chunk that holds this address, from 0. */
    public int chunkOf(final long address) {
        return (int) (address - first >> chunkShift);
    }

    /** Address of the first chunk; page-aligned when chunks are at most a page, else aligned to their size. */
    public long baseAddress() {
        return first;
    }

    /** Bytes from the first chunk's start to the last one's end. */
    public long sizeBytes() {
        return (long) free.length * chunkSize;
    }

    /** Bytes of a chunk. */
    public int chunkSize() {
        return chunkSize;
    }

    /** Address of the note area of the chunk that holds this address. */
    public long note(final long address) {
        return address & chunkMask;
    }

    /** How many chunks are free. */
    public int available() {
        return freeCount;
    }

    /** How many chunks there are. */
    public int capacity() {
        return free.length;
    }

    /** The longest frame that a chunk can receive. */
    public int maxFrameLength() {
        return Math.min(chunkSize - HEADROOM, FrameRef.MAX_LENGTH);
    }

    @Override
    public void close() {
        region.close();
    }
}
