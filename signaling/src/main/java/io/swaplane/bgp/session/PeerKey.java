package io.swaplane.bgp.session;

import io.swaplane.table.AddressText;
import java.net.InetAddress;

/**
 * What tells the peers of a speaker apart: the same address may be a customer's on several interfaces.
 *
 * @param interfaceName the interface that the peer is bound to; empty when it is bound to none.
 * @param address the peer's.
 */
public record PeerKey(String interfaceName, InetAddress address) {
    @Override
    public String toString() {
        return interfaceName.isEmpty() ? AddressText.of(address) : AddressText.of(address) + " on " + interfaceName;
    }
}
