package io.swaplane.pcaps.reference;

import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteIntent;
import java.net.InetAddress;

/**
 * A route of a table.
 *
 * @param prefix to what.
 * @param what what is done.
 * @param home the table that it was made for; it is leaked in others.
 */
record IpRoute(Prefix prefix, What what, String home) {
    /** What is done. */
    sealed interface What { }

    /** The host's, in this table. */
    record Local(String table) implements What { }

    /** A link without a neighbour that is known. */
    record Connected(String interfaceName) implements What { }

    /** A link's network or broadcast address. */
    record NoHost() implements What { }

    /** A neighbour whose MAC address is known. */
    record Neighbour(String interfaceName, InetAddress address) implements What { }

    /** What a producer put; {@code intent.vrf()} is the table in which its gateways are. */
    record Put(RouteIntent intent) implements What { }

    /** Whether an address of this many octets lies within. */
    boolean matches(final byte[] address) {
        final byte[] mine = prefix.address().getAddress();
        if (mine.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < prefix.length(); bit++) {
            if (((mine[bit / 8] ^ address[bit / 8]) >> 7 - bit % 8 & 1) != 0) {
                return false;
            }
        }
        return true;
    }
}
