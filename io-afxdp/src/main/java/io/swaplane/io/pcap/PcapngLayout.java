package io.swaplane.io.pcap;

/**
 * Layout of a pcapng file: blocks, in sections that each have a byte order of their own.
 *
 * <pre>
 * block               +0 type   +4 total length   +8 body, padded to 4 bytes   …  total length again
 * section header      +8 byte-order magic 1A2B3C4D   +12 major, minor: 16 bits each   +16 section length (8)   +24 options
 * interface           +8 link type (2)  reserved (2)  +12 snapshot length   +16 options
 * enhanced packet     +8 interface  +12 time, high  +16 time, low  +20 captured length  +24 original length  +28 data, options
 * packet (obsolete)   +8 interface (2)  drops (2), then as in the enhanced packet
 * simple packet       +8 original length  +12 data, cut to the snapshot length of interface 0
 * option              +0 code (2)   +2 length (2)   +4 value, padded to 4 bytes
 * </pre>
 *
 * <p>Fields have four bytes where nothing else is said.
 */
final class PcapngLayout {
    /** Reads the same in both byte orders. */
    static final int SECTION_HEADER = 0x0A0D0D0A;
    static final int INTERFACE = 1;
    static final int PACKET = 2;
    static final int SIMPLE_PACKET = 3;
    static final int ENHANCED_PACKET = 6;

    static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    static final int MAJOR = 1;

    static final int BLOCK_START_BYTES = 8;
    static final int BLOCK_END_BYTES = 4;

    static final int OPTION_END = 0;
    static final int OPTION_TIME_RESOLUTION = 9;
    static final int OPTION_FCS_LENGTH = 13;
    static final int OPTION_TIME_OFFSET = 14;
    static final int OPTION_PACKET_FLAGS = 2;

    private PcapngLayout() {
    }

    /** The FCS length in bytes in a packet's flags; 0 when they don't say. */
    static int fcsLength(final int packetFlags) {
        return packetFlags >>> 5 & 0xF;
    }

    static int padding(final int length) {
        return -length & 3;
    }
}
