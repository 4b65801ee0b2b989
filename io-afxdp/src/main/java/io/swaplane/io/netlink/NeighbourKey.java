package io.swaplane.io.netlink;

import java.net.InetAddress;

/**
 * Names a neighbour: an IP address on a link.
 *
 * @param interfaceIndex the interface behind which it is.
 * @param address its address, IPv4 or IPv6.
 */
public record NeighbourKey(int interfaceIndex, InetAddress address) {
    @Override
    public String toString() {
        return address.getHostAddress() + " on interface " + interfaceIndex;
    }
}
