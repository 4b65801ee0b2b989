package io.swaplane.io.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes one netlink request into a buffer of its own, off-heap, in the machine's byte order. */
final class RequestBuilder {
    private static final int CAPACITY = 1024;

    private final ByteBuffer out = ByteBuffer.allocateDirect(CAPACITY).order(ByteOrder.nativeOrder());

    /**
     * Begins a request with a fixed part of zeros behind the header.
     *
     * @param type message type.
     * @param flags header flags; that it is a request is added.
     * @param fixedBytes length of the fixed part.
     */
    RequestBuilder(final int type, final int flags, final int fixedBytes) {
        out.putShort(NetlinkLayout.TYPE, (short) type);
        out.putShort(NetlinkLayout.FLAGS, (short) (flags | NetlinkLayout.REQUEST));
        out.position(NetlinkLayout.HEADER_BYTES + fixedBytes);
    }

    /** Sets a byte of the fixed part. */
    RequestBuilder octet(final int offset, final int value) {
        out.put(NetlinkLayout.HEADER_BYTES + offset, (byte) value);
        return this;
    }

    /** Sets a 32-bit number of the fixed part. */
    RequestBuilder number(final int offset, final int value) {
        out.putInt(NetlinkLayout.HEADER_BYTES + offset, value);
        return this;
    }

    /** Adds an attribute. */
    RequestBuilder attribute(final int type, final byte[] value) {
        out.putShort((short) (NetlinkLayout.ATTRIBUTE_HEADER_BYTES + value.length));
        out.putShort((short) type);
        out.put(value);
        out.position(NetlinkLayout.align(out.position()));
        return this;
    }

    /** Adds a 32-bit attribute. */
    RequestBuilder attribute(final int type, final int value) {
        return attribute(type, ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(value).array());
    }

    /** Adds a text attribute with its final zero byte. */
    RequestBuilder attribute(final int type, final String text) {
        return attribute(type, (text + '\0').getBytes(StandardCharsets.UTF_8));
    }

    /** Ends the request: its length and sequence number are set. Position 0, limit its length. */
    ByteBuffer build(final int sequence) {
        out.putInt(NetlinkLayout.LENGTH, out.position());
        out.putInt(NetlinkLayout.SEQUENCE, sequence);
        return out.duplicate().order(ByteOrder.nativeOrder()).flip();
    }
}
