package io.swaplane.io.netlink;

import io.swaplane.table.AddressText;
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
        return AddressText.of(address) + " on interface " + interfaceIndex;
    }
}
