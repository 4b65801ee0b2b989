package io.swaplane.io.xdp;

/**
 * The memory that a port and its transmit program share, in the machine's byte order.
 *
 * <pre>
 * 0       4       8               16      20      24              32          64                8256
 * +-------+-------+---------------+-------+-------+---------------+-----------+-----------------+-----------
 * | next  | blank | under way     | cpu   | free  | sent          | free      | 1024 × (offset, | frames, at
 * |       |       |               |       |       |               |           | length)         | multiples of 64
 * +-------+-------+---------------+-------+-------+---------------+-----------+-----------------+-----------
 * </pre>
 *
 * <p>The port writes frames and their places before a run; during it the kernel alone reads and writes here.
 */
final class TransmitLayout {
    /** Which frame the program makes next. */
    static final int NEXT = 0;
    /** Length of the blank frames. */
    static final int BLANK = 4;
    /** Frames redirected and neither sent nor lost so far. */
    static final int UNDER_WAY = 8;
    /** The CPU on which the run is. */
    static final int CPU = 16;
    /** Frames that the driver has taken since the port was opened. */
    static final int SENT = 24;
    /** Where each frame is: its offset among the frames and its length, 32 bits each. */
    static final int PLACES = 64;
    static final int PLACE_SHIFT = 3;
    static final int PLACE_LENGTH = 4;
    /** Most frames of a run. */
    static final int MAX_FRAMES = 1024;
    /** Where the frames begin. */
    static final int FRAMES = PLACES + (MAX_FRAMES << PLACE_SHIFT);
    /** Where a frame may begin, from there: a power of two. */
    static final int FRAME_BYTES = 1 << 19;
    static final int FRAME_ALIGNMENT = 64;
    /** Ethernet's header: the kernel makes nothing shorter. */
    static final int MIN_LENGTH = 14;
    /** No blank frame is longer: the kernel fills them in. */
    static final int MAX_BLANK_LENGTH = 256;
    /** The kernel keeps a frame in one page, with some 770 bytes of its own. */
    static final int MAX_LENGTH = 3072 + 256;
    static final int BYTES = FRAMES + FRAME_BYTES + MAX_LENGTH;

    static {
        if (FRAMES % FRAME_ALIGNMENT != 0 || Integer.bitCount(FRAME_BYTES) != 1) {
            throw new ExceptionInInitializerError("frames are not aligned");
        }
    }

    private TransmitLayout() {
    }
}
