package io.swaplane.router.lab;

import io.swaplane.fastpath.Ethernet;
import io.swaplane.fastpath.Lse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What there is in front of the IP packet in a frame.
 *
 * @param stack its labels, the top first.
 * @param payload where its IP packet begins.
 */
record WireFrame(List<Integer> stack, int payload) {
    /** Reads a frame; null when it is neither MPLS nor IP, or cut off. */
    static WireFrame parse(final byte[] frame) {
        final ByteBuffer octets = ByteBuffer.wrap(frame);
        int at = Ethernet.TYPE;
        while (at + 2 <= frame.length && Ethernet.isTag(Short.toUnsignedInt(octets.getShort(at)))) {
            at += Ethernet.TAG_BYTES;
        }
        if (at + 2 > frame.length) {
            return null;
        }
        final int type = Short.toUnsignedInt(octets.getShort(at));
        at += 2;
        if (type == Ethernet.IPV4 || type == Ethernet.IPV6) {
            return new WireFrame(List.of(), at);
        }
        if (type != Ethernet.MPLS) {
            return null;
        }
        final List<Integer> stack = new ArrayList<>();
        boolean bottom = false;
        while (!bottom && at + Lse.BYTES <= frame.length) {
            final int lse = octets.getInt(at);
            stack.add(Lse.label(lse));
            bottom = Lse.bottom(lse);
            at += Lse.BYTES;
        }
        return bottom ? new WireFrame(List.copyOf(stack), at) : null;
    }
}
