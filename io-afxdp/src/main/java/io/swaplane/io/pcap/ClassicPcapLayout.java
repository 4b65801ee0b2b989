package io.swaplane.io.pcap;

/**
 * Layout of a classic capture file, in the byte order that its magic number shows.
 *
 * <pre>
 * file    +0  magic number: A1B2C3D4 for microseconds, A1B23C4D for nanoseconds
 *         +4  major version, 16 bits: 2      +6  minor version, 16 bits: 4
 *         +8  reserved, 8 bytes
 *        +16  snapshot length
 *        +20  31     28 27 26 25        16 15              0
 *            +---------+--+--+------------+-----------------+
 *            | FCS len |  | P|  reserved  |    link type    |   P: FCS len is valid
 *            +---------+--+--+------------+-----------------+
 *
 * packet  +0  seconds since the epoch        +4  microseconds or nanoseconds
 *         +8  captured length               +12  original length      +16  data
 * </pre>
 */
final class ClassicPcapLayout {
    static final int MICROSECONDS_MAGIC = 0xA1B2C3D4;
    static final int NANOSECONDS_MAGIC = 0xA1B23C4D;
    static final short MAJOR = 2;
    static final short MINOR = 4;
    static final int FILE_HEADER_BYTES = 24;
    static final int PACKET_HEADER_BYTES = 16;

    private static final int FCS_PRESENT = 1 << 26;
    private static final int RESERVED = 0x03FF_0000;

    private ClassicPcapLayout() {
    }

    static int linkType(final int field) {
        return field & 0xFFFF;
    }

    static boolean reservedBitsSet(final int field) {
        return (field & RESERVED) != 0;
    }

    /** The FCS length field; 0 when it isn't valid. */
    static int fcsLength(final int field) {
        return (field & FCS_PRESENT) == 0 ? 0 : field >>> 28;
    }
}
