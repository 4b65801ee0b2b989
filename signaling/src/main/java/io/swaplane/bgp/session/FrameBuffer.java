package io.swaplane.bgp.session;

import io.netty.buffer.ByteBuf;
import io.swaplane.bgp.message.MessageHeader;
import io.swaplane.bgp.message.Notification;

/** Puts a stream's octets together to messages. It holds what was read and not taken yet: at most a read and a message. */
final class FrameBuffer {
    private final boolean extended;
    private byte[] octets = new byte[MessageHeader.MAX_MESSAGE];
    private int start;
    private int end;
    private Notification error;

    /** With messages of up to 65535 octets, or up to 4096. */
    FrameBuffer(final boolean extended) {
        this.extended = extended;
    }

    /** Takes all octets of a buffer. */
    void append(final ByteBuf from) {
        final int length = from.readableBytes();
        if (octets.length - end < length) {
            final byte[] to = end - start + length > octets.length ? new byte[Math.max(2 * octets.length, end - start + length)] : octets;
            System.arraycopy(octets, start, to, 0, end - start);
            octets = to;
            end -= start;
            start = 0;
        }
        from.readBytes(octets, end, length);
        end += length;
    }

    /** The length of the message that is first in line; 0 when it is not whole, or its header is wrong. */
    int ready() {
        if (error != null || end - start < MessageHeader.LENGTH) {
            return 0;
        }
        error = MessageHeader.check(octets, start, extended);
        final int length = error == null ? MessageHeader.length(octets, start) : 0;
        return length <= end - start ? length : 0;
    }

    /** What is wrong with the header that is first in line; null when nothing is. */
    Notification error() {
        return error;
    }

    byte[] octets() {
        return octets;
    }

    int start() {
        return start;
    }

    /** Leaves the first message behind. */
    void skip(final int length) {
        start += length;
        if (start == end) {
            start = 0;
            end = 0;
        }
    }
}
