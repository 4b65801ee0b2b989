package io.swaplane.io.link;

/**
 * Layout of a {@link SpscFrameRing}. The two sides write to different cache-line pairs; indices count frames since the start.
 *
 * <pre>
 *    +0  produced  (written by the producer, release; read by the consumer, acquire)
 *    +8  consumed, as the producer last saw it (producer only)
 *  +128  consumed  (written by the consumer, release; read by the producer, acquire)
 *  +136  produced, as the consumer last saw it (consumer only)
 *  +256  slots, each +0 frame length (8 bytes)  +8 the frame, padded to whole cache lines
 * </pre>
 */
final class FrameRingLayout {
    static final int PRODUCED = 0;
    static final int CONSUMED_SEEN = 8;
    static final int CONSUMED = 128;
    static final int PRODUCED_SEEN = 136;
    static final int SLOTS = 256;

    static final int LENGTH = 0;
    static final int FRAME = 8;

    private static final int CACHE_LINE = 64;

    private FrameRingLayout() {
    }

    /** Bytes from one slot to the next. */
    static int stride(final int maxFrameLength) {
        return FRAME + maxFrameLength + CACHE_LINE - 1 & -CACHE_LINE;
    }
}
