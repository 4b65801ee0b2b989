package io.swaplane.control;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.PrefixKey;
import io.swaplane.table.fib.AddressFamily;
import java.net.InetAddress;
import java.util.List;

/**
 * An interface's own address, and the prefix of its link.
 *
 * @param on the interface.
 * @param interfaceNumber its number.
 * @param family the address's.
 * @param own the address.
 * @param high the prefix, as in the FIB.
 * @param low the prefix's other half.
 * @param length its length.
 */
record Link(InterfaceIntent on, int interfaceNumber, AddressFamily family, InetAddress own, long high, long low, int length) {
    /** Shorter IPv4 prefixes have a network and a broadcast address, which are no neighbours'. */
    private static final int LONGEST_WITH_BROADCAST = 30;

    static Link of(final InterfaceIntent on, final int interfaceNumber, final Prefix address) {
        final InetAddress own = address.address();
        return new Link(on, interfaceNumber, PrefixKey.family(own), own, PrefixKey.highBits(PrefixKey.high(own), address.length()),
            PrefixKey.lowBits(PrefixKey.low(own), address.length()), address.length());
    }

    /** The addresses within that no neighbour can have: an IPv4 link's network and broadcast address; empty for others. */
    List<InetAddress> reserved() {
        if (family == AddressFamily.IPV6 || length > LONGEST_WITH_BROADCAST) {
            return List.of();
        }
        return List.of(PrefixKey.address(family, high, low),
            PrefixKey.address(family, high | (0xFFFF_FFFFL >>> length) << Integer.SIZE, low));
    }

    boolean contains(final InetAddress address) {
        return PrefixKey.family(address) == family
            && PrefixKey.contains(high, low, length, PrefixKey.high(address), PrefixKey.low(address));
    }

    /** Whether a neighbour on the link can have an address that lies within. */
    boolean canBeNeighbours(final InetAddress address) {
        if (address.equals(own)) {
            return false;
        }
        if (family == AddressFamily.IPV6 || length > LONGEST_WITH_BROADCAST) {
            return true;
        }
        final long host = PrefixKey.high(address) >>> Integer.SIZE & 0xFFFF_FFFFL >>> length;
        return host != 0 && host != 0xFFFF_FFFFL >>> length;
    }
}
