package io.swaplane.io.link;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;

/**
 * Frames from one thread to one other, by copy: into a slot from the producer's frame memory, out of it into the consumer's (see
 * {@link FrameRingLayout}).
 *
 * <p>Two release/acquire pairs: the producer's store of {@code produced} hands slots with their contents over; the consumer's store of
 * {@code consumed} hands them back, after it has copied them out. Each is made once per burst.
 */
final class SpscFrameRing implements AutoCloseable {
    private final MappedRegion region;
    private final long slots;
    private final int stride;
    private final int maxFrameLength;

    /** A ring of a power of two of slots. */
    SpscFrameRing(final int slots, final int maxFrameLength) {
        this.slots = slots;
        this.maxFrameLength = maxFrameLength;
        this.stride = FrameRingLayout.stride(maxFrameLength);
        this.region = MappedRegion.reserve(FrameRingLayout.SLOTS + (long) slots * stride);
    }

    /** Producer: copies frames in until the ring is full or one is longer than a slot, and returns how many; frees none. */
    int offer(final long[] frames, final int count) {
        final long ring = region.address();
        final long produced = Memory.getLong(ring + FrameRingLayout.PRODUCED);
        long room = Memory.getLong(ring + FrameRingLayout.CONSUMED_SEEN) + slots - produced;
        if (room < count) {
            // Pairs with the release store in poll(): slots counted there have been copied out.
            final long consumed = Memory.getLongAcquire(ring + FrameRingLayout.CONSUMED);
            Memory.putLong(ring + FrameRingLayout.CONSUMED_SEEN, consumed);
            room = consumed + slots - produced;
        }
        int taken = 0;
        while (taken < count && taken < room && FrameRef.length(frames[taken]) <= maxFrameLength) {
            final int length = FrameRef.length(frames[taken]);
            final long slot = slot(produced + taken);
            Memory.putLong(slot + FrameRingLayout.LENGTH, length);
            Memory.copy(FrameRef.address(frames[taken]), slot + FrameRingLayout.FRAME, length);
            taken++;
        }
        if (taken > 0) {
            // Pairs with the acquire load in poll().
            Memory.putLongRelease(ring + FrameRingLayout.PRODUCED, produced + taken);
        }
        return taken;
    }

    /** Consumer: copies up to {@code max} frames out, into chunks of {@code store}; what finds no free chunk stays. */
    int poll(final long[] frames, final int max, final FrameStore store) {
        final long ring = region.address();
        final long consumed = Memory.getLong(ring + FrameRingLayout.CONSUMED);
        long ready = Memory.getLong(ring + FrameRingLayout.PRODUCED_SEEN) - consumed;
        if (ready < max) {
            // Pairs with the release store in offer(): slots counted there are filled.
            final long produced = Memory.getLongAcquire(ring + FrameRingLayout.PRODUCED);
            Memory.putLong(ring + FrameRingLayout.PRODUCED_SEEN, produced);
            ready = produced - consumed;
        }
        int given = 0;
        while (given < max && given < ready) {
            final long address = store.allocate();
            if (address == 0) {
                break;
            }
            final long slot = slot(consumed + given);
            final int length = (int) Memory.getLong(slot + FrameRingLayout.LENGTH);
            Memory.copy(slot + FrameRingLayout.FRAME, address, length);
            Memory.putLong(store.note(address), 0);
            frames[given++] = FrameRef.of(address, length);
        }
        if (given > 0) {
            // Pairs with the acquire load in offer().
            Memory.putLongRelease(ring + FrameRingLayout.CONSUMED, consumed + given);
        }
        return given;
    }

    private long slot(final long index) {
        return region.address() + FrameRingLayout.SLOTS + (index & slots - 1) * stride;
    }

    @Override
    public void close() {
        region.close();
    }
}
