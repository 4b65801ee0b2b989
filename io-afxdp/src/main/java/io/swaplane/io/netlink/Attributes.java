package io.swaplane.io.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The attributes of a message by type; of several with the same type the last counts. Values are in the machine's byte order. */
final class Attributes {
    private final Map<Integer, ByteBuffer> values = new HashMap<>();

    /**
     * Reads attributes.
     *
     * @param in holds them, from {@code from} to its limit.
     * @throws IllegalArgumentException when a length leads outside.
     */
    Attributes(final ByteBuffer in, final int from) {
        int at = from;
        while (in.limit() - at >= NetlinkLayout.ATTRIBUTE_HEADER_BYTES) {
            final ByteBuffer view = in.duplicate().order(ByteOrder.nativeOrder());
            final int length = view.getShort(at) & 0xFFFF;
            if (length < NetlinkLayout.ATTRIBUTE_HEADER_BYTES || length > in.limit() - at) {
                throw new IllegalArgumentException("a netlink attribute of " + length + " bytes with " + (in.limit() - at) + " left");
            }
            final int type = view.getShort(at + 2) & NetlinkLayout.ATTRIBUTE_TYPE_MASK;
            values.put(type, view.slice(at + NetlinkLayout.ATTRIBUTE_HEADER_BYTES, length - NetlinkLayout.ATTRIBUTE_HEADER_BYTES)
                .order(ByteOrder.nativeOrder()));
            at += NetlinkLayout.align(length);
        }
    }

    /** The value's bytes; null when there is none. */
    byte[] bytes(final int type) {
        final ByteBuffer value = values.get(type);
        if (value == null) {
            return null;
        }
        final byte[] bytes = new byte[value.remaining()];
        value.get(0, bytes);
        return bytes;
    }

    /** A 32-bit number, or {@code absent}. */
    int number(final int type, final int absent) {
        final ByteBuffer value = values.get(type);
        return value == null || value.remaining() < Integer.BYTES ? absent : value.getInt(0);
    }

    /** An 8-bit number, or {@code absent}. */
    int octet(final int type, final int absent) {
        final ByteBuffer value = values.get(type);
        return value == null || value.remaining() < 1 ? absent : value.get(0) & 0xFF;
    }

    /** A text without its final zero byte; empty when there is none. */
    String text(final int type) {
        final byte[] bytes = bytes(type);
        if (bytes == null) {
            return "";
        }
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** The attributes inside an attribute; empty when there is none. */
    Attributes nested(final int type) {
        return new Attributes(values.getOrDefault(type, ByteBuffer.allocate(0)), 0);
    }
}
