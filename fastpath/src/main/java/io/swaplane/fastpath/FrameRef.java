package io.swaplane.fastpath;

/**
 * A frame in one {@code long}, as bursts carry it: the address of its first byte and its length.
 *
 * <pre>
 *  63                                16 15            0
 * +------------------------------------+---------------+
 * | address of the frame's first byte  | length, bytes |
 * +------------------------------------+---------------+
 * </pre>
 *
 * <p>User-space addresses fit in 48 bits. The length is without FCS, 0 to 65535.
 */
public final class FrameRef {
    public static final int MAX_LENGTH = 0xFFFF;

    private FrameRef() {
    }

    public static long of(final long address, final int length) {
        return address << 16 | length;
    }

    public static long address(final long frame) {
        return frame >>> 16;
    }

    public static int length(final long frame) {
        return (int) frame & MAX_LENGTH;
    }
}
