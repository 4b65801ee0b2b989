package io.swaplane.io.link;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.PacketPort;

/**
 * A cable in memory: two ports back to back. What one end transmits the other receives, unchanged and in order.
 *
 * <p>A frame that an end accepts arrives. An end accepts fewer than offered when the far end has not made room yet, and stops at a
 * frame longer than {@link #maxFrameLength}, which no slot or chunk of the far end could take: bursts are taken in order, so the
 * frames behind it stay the sender's too. (The MTU of next hops keeps such frames away.) A frame for which the receiver has no free
 * chunk waits in the link. Accepted frames are copied and freed at once; notes do not cross and arrive as 0.
 *
 * <p>Each end belongs to one worker thread, the same or another than the other end's. {@link #cut} and {@link #restore} may be called
 * by any thread; {@link #close} only once no worker uses either end.
 */
public final class MemoryLink implements AutoCloseable {
    private static final int MAX_SLOTS = 1 << 20;

    private final SpscFrameRing toRight;
    private final SpscFrameRing toLeft;
    private final PacketPort left;
    private final PacketPort right;
    private final int maxFrameLength;
    private volatile boolean cut;
    private boolean open = true;

    /**
     * Joins two new ports.
     *
     * @param leftStore frame memory of the left end's worker.
     * @param rightStore frame memory of the right end's worker; may be the same store when the worker is the same.
     * @param slots frames that may be under way in each direction: a power of two up to 2^20.
     * @param slotSize the longest frame; less when a store's chunks take less.
     */
    public MemoryLink(final FrameStore leftStore, final FrameStore rightStore, final int slots, final int slotSize) {
        if (slots < 1 || slots > MAX_SLOTS || Integer.bitCount(slots) != 1) {
            throw new IllegalArgumentException(slots + " slots: must be a power of two up to " + MAX_SLOTS);
        }
        if (slotSize < 1) {
            throw new IllegalArgumentException("a slot size of " + slotSize);
        }
        maxFrameLength = Math.min(slotSize, Math.min(leftStore.maxFrameLength(), rightStore.maxFrameLength()));
        toRight = new SpscFrameRing(slots, maxFrameLength);
        toLeft = new SpscFrameRing(slots, maxFrameLength);
        left = new End(leftStore, toRight, toLeft);
        right = new End(rightStore, toLeft, toRight);
    }

    public PacketPort left() {
        return left;
    }

    public PacketPort right() {
        return right;
    }

    /** The longest frame that either end accepts. */
    public int maxFrameLength() {
        return maxFrameLength;
    }

    /** From now on both ends accept and deliver nothing; frames under way arrive after {@link #restore}. */
    public void cut() {
        cut = true;
    }

    /** Ends {@link #cut}. */
    public void restore() {
        cut = false;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            toRight.close();
            toLeft.close();
        }
    }

    private final class End implements PacketPort {
        private final FrameStore store;
        private final SpscFrameRing out;
        private final SpscFrameRing in;

        private End(final FrameStore store, final SpscFrameRing out, final SpscFrameRing in) {
            this.store = store;
            this.out = out;
            this.in = in;
        }

        @Override
        public int receive(final long[] frames, final int max) {
            return cut ? 0 : in.poll(frames, max, store);
        }

        @Override
        public int transmit(final long[] frames, final int count) {
            final int accepted = cut ? 0 : out.offer(frames, count);
            for (int i = 0; i < accepted; i++) {
                store.free(FrameRef.address(frames[i]));
            }
            return accepted;
        }

        /** Accepted frames have already been handed over. */
        @Override
        public void flush() {
        }

        /** The rings are the link's, which outlives its ends. */
        @Override
        public void close() {
        }
    }
}
