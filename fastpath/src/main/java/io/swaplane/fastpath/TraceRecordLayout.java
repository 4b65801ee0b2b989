package io.swaplane.fastpath;

/**
 * A {@link TraceRing}'s memory: a header, then records of one size in the machine's byte order. A record is one call of a
 * {@link PacketTracer}.
 *
 * <pre>
 * header    0 +-------------------------------------------------+
 *             | long: records published (worker)                |
 *        64   +-------------------------------------------------+
 *             | long: packets lost for want of room (worker)    |
 *        128  +-------------------------------------------------+
 *             | long: records read (reader)                     |
 *        192  +-------------------------------------------------+
 *
 * record    0 +------------------------+------------------------+
 *             | int: kind              | int: argument          |
 *         8   +------------------------+------------------------+
 *             | long: word, or the frame's length               |
 *        16   +-------------------------------------------------+
 *             | the frame's first bytes, up to 144              |
 *        160  +-------------------------------------------------+
 * </pre>
 *
 * <p>The argument is a port number, a label stack entry, a table's number, or a reason's ordinal. 144 bytes hold two VLAN tags, twenty
 * labels and an IPv6 header: all that a trace tells of a frame.
 */
final class TraceRecordLayout {
    static final int PUBLISHED = 0;
    static final int LOST = 64;
    static final int READ = 128;
    static final int RECORDS = 192;

    static final int KIND = 0;
    static final int ARGUMENT = 4;
    static final int VALUE = 8;
    static final int FRAME = 16;
    static final int FRAME_BYTES = 144;
    static final int STRIDE = FRAME + FRAME_BYTES;

    static final int RECEIVED = 1;
    static final int ENTRY = 2;
    static final int LEG = 3;
    static final int SENT = 4;
    static final int PUNTED = 5;
    static final int DROPPED = 6;
    static final int ROUTE = 7;

    /** In a route's record, where a frame would be: IP version, and the destination's first and last eight octets. */
    static final int VERSION = FRAME;
    static final int HIGH = FRAME + 8;
    static final int LOW = FRAME + 16;

    static {
        if (STRIDE % Long.BYTES != 0 || RECORDS % Long.BYTES != 0) {
            throw new AssertionError("records must be aligned to longs");
        }
    }

    private TraceRecordLayout() {
    }
}
