package io.swaplane.benchmarks.io;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The frames that are sent: 60 bytes, 64 with the check sequence that virtual interfaces do not have. */
final class TestFrames {
    /** The label that arrives. */
    static final int LABEL = 100;

    private static final int LENGTH = 60;
    private static final int ETHER_HEADER = 14;
    private static final int LABEL_SHIFT = 12;
    private static final int BOTTOM_OF_STACK = 1 << 8;
    private static final int TTL = 64;

    private TestFrames() {
    }

    /** A frame with one label. */
    static byte[] labelled() {
        return ethernet(0x8847).putInt(LABEL << LABEL_SHIFT | BOTTOM_OF_STACK | TTL).put((byte) 0x45).array();
    }

    /** A UDP packet for the next hop. */
    static byte[] ipv4() {
        final ByteBuffer frame = ethernet(0x0800);
        frame.putInt(0x4500_0000 | LENGTH - ETHER_HEADER).putInt(0).put((byte) TTL).put((byte) 17).putShort((short) 0)
            .putInt(0x0A00_0001).putInt(0x0A01_0002).putShort((short) 1000).putShort((short) 9)
            .putShort((short) (LENGTH - ETHER_HEADER - 20)).putShort((short) 0);
        int sum = 0;
        for (int at = ETHER_HEADER; at < ETHER_HEADER + 20; at += Short.BYTES) {
            sum += frame.getShort(at) & 0xFFFF;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        sum = (sum & 0xFFFF) + (sum >>> 16);
        return frame.putShort(ETHER_HEADER + 10, (short) ~sum).array();
    }

    private static ByteBuffer ethernet(final int type) {
        return ByteBuffer.allocate(LENGTH).put(HexFormat.ofDelimiter(":").parseHex(Bed.IN_MAC)).put(new byte[] {2, 0, 0, 0, 0, 1})
            .putShort((short) type);
    }
}
