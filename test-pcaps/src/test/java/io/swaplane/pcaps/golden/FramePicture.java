package io.swaplane.pcaps.golden;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A frame in one line, outermost first, as expectations are written: {@code q100 34/0/63 16/0/63/S ipv4/64}.
 *
 * <pre>
 * q100        802.1Q tag (ethertype 0x8100) with VID 100; s100 for 0x88A8
 * 34/0/63     label stack entry: label, TC, TTL; /S at the bottom of the stack
 * ipv4/64     IPv4 packet with its TTL; ipv6/64 with its hop limit
 * data        anything else; cut when the frame ends inside the stack
 * </pre>
 */
final class FramePicture {
    private final ByteBuffer frame;
    private final List<String> parts = new ArrayList<>();

    private FramePicture(final byte[] frame) {
        this.frame = ByteBuffer.wrap(frame);
    }

    static String of(final byte[] frame) {
        return new FramePicture(frame).draw();
    }

    private String draw() {
        frame.position(12);
        int type = next16();
        while (type == 0x8100 || type == 0x88A8) {
            parts.add((type == 0x8100 ? "q" : "s") + (next16() & 0xFFF));
            type = next16();
        }
        switch (type) {
            case 0x8847 -> drawStack();
            case 0x0800 -> drawIp(4);
            case 0x86DD -> drawIp(6);
            default -> parts.add("data");
        }
        return String.join(" ", parts);
    }

    private void drawStack() {
        while (frame.remaining() >= 4) {
            final int entry = frame.getInt();
            final boolean bottom = (entry >>> 8 & 1) == 1;
            parts.add((entry >>> 12) + "/" + (entry >>> 9 & 7) + "/" + (entry & 0xFF) + (bottom ? "/S" : ""));
            if (bottom) {
                drawIp(frame.hasRemaining() ? frame.get(frame.position()) >>> 4 & 0xF : 0);
                return;
            }
        }
        parts.add("cut");
    }

    private void drawIp(final int version) {
        if (version == 4 && frame.remaining() >= 20) {
            parts.add("ipv4/" + (frame.get(frame.position() + 8) & 0xFF));
        } else if (version == 6 && frame.remaining() >= 40) {
            parts.add("ipv6/" + (frame.get(frame.position() + 7) & 0xFF));
        } else {
            parts.add("data");
        }
    }

    private int next16() {
        return frame.getShort() & 0xFFFF;
    }
}
