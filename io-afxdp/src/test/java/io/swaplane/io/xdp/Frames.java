package io.swaplane.io.xdp;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** MPLS frames for tests. */
final class Frames {
    private Frames() {
    }

    static byte[] frame(final String types, final int label, final int ttl, final int length) {
        final ByteBuffer frame = ByteBuffer.allocate(length);
        frame.put(HexFormat.of().parseHex("02000000000102000000000a")).put(HexFormat.of().parseHex(types.replace(" ", "")));
        frame.putInt(label << 12 | 1 << 8 | ttl);
        for (int i = 0; frame.hasRemaining(); i++) {
            frame.put((byte) (i * 7 + (i >> 8)));
        }
        return frame.array();
    }
}
