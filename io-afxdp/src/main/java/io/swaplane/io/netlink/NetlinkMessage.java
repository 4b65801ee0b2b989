package io.swaplane.io.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * One netlink message as received.
 *
 * @param type message type.
 * @param flags header flags.
 * @param sequence the request's sequence number, 0 for an event.
 * @param payload what follows the header, in the machine's byte order; a view of the datagram's buffer, valid until that is reused.
 */
record NetlinkMessage(int type, int flags, int sequence, ByteBuffer payload) {
    /**
     * Cuts a datagram into its messages.
     *
     * @throws IllegalArgumentException when a length leads outside the datagram.
     */
    static List<NetlinkMessage> split(final ByteBuffer datagram) {
        final ByteBuffer in = datagram.duplicate().order(ByteOrder.nativeOrder());
        final List<NetlinkMessage> messages = new ArrayList<>();
        int at = in.position();
        while (at < in.limit()) {
            final int length = in.limit() - at < NetlinkLayout.HEADER_BYTES ? -1 : in.getInt(at + NetlinkLayout.LENGTH);
            if (length < NetlinkLayout.HEADER_BYTES || length > in.limit() - at) {
                throw new IllegalArgumentException("a netlink message of " + length + " bytes with " + (in.limit() - at) + " left");
            }
            messages.add(new NetlinkMessage(in.getShort(at + NetlinkLayout.TYPE) & 0xFFFF, in.getShort(at + NetlinkLayout.FLAGS) & 0xFFFF,
                in.getInt(at + NetlinkLayout.SEQUENCE),
                in.slice(at + NetlinkLayout.HEADER_BYTES, length - NetlinkLayout.HEADER_BYTES).order(ByteOrder.nativeOrder())));
            at += NetlinkLayout.align(length);
        }
        return messages;
    }

    boolean hasFlag(final int flag) {
        return (flags & flag) != 0;
    }
}
