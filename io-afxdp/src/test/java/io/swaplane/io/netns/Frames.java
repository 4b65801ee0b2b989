package io.swaplane.io.netns;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Frames for tests, written as hexadecimal digits and filled up with a count. */
public final class Frames {
    private Frames() {
    }

    /** The MAC address 02:00:00:00:00:(last) as {@code ip} writes it. */
    public static String mac(final int last) {
        return "02:00:00:00:00:%02x".formatted(last);
    }

    /** The octets of hexadecimal digits; blanks and colons between them do not count. */
    public static byte[] hex(final String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("[ :]", ""));
    }

    /** An MPLS frame from 02:…:(source) to 02:…:(destination) with one label, TTL 64, and {@code mark} at the end of its payload. */
    public static byte[] mpls(final int destination, final int source, final int label, final int length, final int mark) {
        return labelled(destination, source, "8847", label, length, mark);
    }

    /** The same behind VLAN tags, given as hexadecimal digits such as {@code 8100 0064}. */
    public static byte[] tagged(final int destination, final int source, final String tags, final int label, final int length,
                                final int mark) {
        return labelled(destination, source, tags + "8847", label, length, mark);
    }

    private static byte[] labelled(final int destination, final int source, final String types, final int label, final int length,
                                   final int mark) {
        final ByteBuffer frame = ByteBuffer.allocate(length);
        frame.put(hex(mac(destination))).put(hex(mac(source))).put(hex(types));
        frame.putInt(label << 12 | 1 << 8 | 64).put((byte) 0x45);
        frame.putInt(length - Integer.BYTES, mark);
        return frame.array();
    }
}
