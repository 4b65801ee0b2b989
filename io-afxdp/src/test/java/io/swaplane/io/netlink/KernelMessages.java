package io.swaplane.io.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes the messages that a kernel sends, for tests. */
final class KernelMessages {
    private final ByteBuffer out = ByteBuffer.allocate(8192).order(ByteOrder.nativeOrder());
    private int start;

    KernelMessages begin(final int type, final int flags, final int sequence) {
        start = out.position();
        out.putInt(0).putShort((short) type).putShort((short) flags).putInt(sequence).putInt(0);
        return this;
    }

    KernelMessages bytes(final int... values) {
        for (final int value : values) {
            out.put((byte) value);
        }
        return this;
    }

    KernelMessages number(final int value) {
        out.putInt(value);
        return this;
    }

    KernelMessages half(final int value) {
        out.putShort((short) value);
        return this;
    }

    KernelMessages attribute(final int type, final byte[] value) {
        half(4 + value.length).half(type);
        out.put(value);
        out.position(out.position() + 3 & ~3);
        return this;
    }

    KernelMessages attribute(final int type, final int value) {
        return attribute(type, ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array());
    }

    KernelMessages text(final int type, final String text) {
        return attribute(type, (text + '\0').getBytes(StandardCharsets.UTF_8));
    }

    KernelMessages end() {
        out.putInt(start, out.position() - start);
        out.position(out.position() + 3 & ~3);
        return this;
    }

    KernelMessages link(final int sequence, final int index, final String name, final int flags) {
        return begin(RouteLayout.NEW_LINK, 2, sequence).bytes(0, 0, 1, 0).number(index).number(flags).number(0)
            .text(RouteLayout.LINK_NAME, name).attribute(RouteLayout.LINK_MTU, 1500)
            .attribute(RouteLayout.LINK_ADDRESS, new byte[] {2, 0, 0, 0, 0, (byte) index}).end();
    }

    KernelMessages linkGone(final int index) {
        return begin(RouteLayout.DELETE_LINK, 0, 0).bytes(0, 0, 1, 0).number(index).number(0).number(0).end();
    }

    KernelMessages neighbour(final int type, final int sequence, final int index, final int lastOctet, final int state, final int mac,
                             final int extendedFlags) {
        begin(type, 0, sequence).bytes(2, 0, 0, 0).number(index).half(state).bytes(0, 1)
            .attribute(RouteLayout.NEIGHBOUR_DESTINATION, new byte[] {10, 0, 0, (byte) lastOctet})
            .attribute(RouteLayout.NEIGHBOUR_FLAGS_EXTENDED, extendedFlags);
        if (mac != 0) {
            attribute(RouteLayout.NEIGHBOUR_LINK_ADDRESS, new byte[] {2, 0, 0, 0, 1, (byte) mac});
        }
        return end();
    }

    KernelMessages done(final int sequence) {
        return begin(NetlinkLayout.DONE, 2, sequence).number(0).end();
    }

    KernelMessages interruptedDone(final int sequence) {
        return begin(NetlinkLayout.DONE, 2 | NetlinkLayout.DUMP_INTERRUPTED, sequence).number(0).end();
    }

    byte[] bytesWritten() {
        final byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return bytes;
    }

    ByteBuffer datagram() {
        return out.duplicate().order(ByteOrder.nativeOrder()).flip();
    }
}
