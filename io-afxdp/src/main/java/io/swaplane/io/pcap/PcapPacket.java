package io.swaplane.io.pcap;

import java.util.Arrays;

/**
 * A packet of a capture file.
 *
 * @param timestamp nanoseconds since the epoch (1970-01-01 UTC), 0 to {@link #MAX_TIMESTAMP}.
 * @param originalLength the frame's length on the wire, without FCS.
 * @param data what was captured of it, from its first byte, without FCS; not copied.
 */
public record PcapPacket(long timestamp, int originalLength, byte[] data) {
    /** Most captured bytes of one packet: what Wireshark takes too. A longer one is a damaged file. */
    public static final int MAX_BYTES = 262_144;

    static final long SECOND = 1_000_000_000L;
    /** The latest time that a capture file's 32 bits of seconds can hold, in the year 2106. */
    public static final long MAX_TIMESTAMP = (1L << 32) * SECOND - 1;

    /** True when the capture holds only the frame's beginning. */
    public boolean snapped() {
        return data.length < originalLength;
    }

    /** The packet without the frame check sequence that ends it on the wire, of which all, some or nothing was captured. */
    PcapPacket withoutFcs(final int fcsBytes) {
        final int original = Math.max(0, originalLength - fcsBytes);
        return new PcapPacket(timestamp, original, data.length <= original ? data : Arrays.copyOf(data, original));
    }
}
