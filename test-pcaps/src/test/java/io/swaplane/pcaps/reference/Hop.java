package io.swaplane.pcaps.reference;

import java.util.List;

/**
 * How a packet leaves.
 *
 * @param port egress port.
 * @param mtu most octets behind the L2 header.
 * @param l2 MAC addresses and tags, without the ethertype.
 * @param push labels to push, top of stack first.
 * @param statistics index of the next hop that counts it, or null.
 * @param pipeTtl TTL of pushed labels in pipe model.
 * @param pipeTc TC of pushed labels in pipe model.
 */
record Hop(int port, int mtu, byte[] l2, List<Integer> push, Integer statistics, int pipeTtl, int pipeTc)
    implements Route {
    @Override
    public Route pushing(final List<Integer> labels) {
        return new Hop(port, mtu, l2, Route.join(push, labels), statistics, pipeTtl, pipeTc);
    }
}
