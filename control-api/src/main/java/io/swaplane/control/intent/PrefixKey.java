package io.swaplane.control.intent;

import io.swaplane.table.AddressText;
import io.swaplane.table.fib.AddressFamily;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * Addresses and prefixes as the FIBs' keys: two words in network order, an IPv4 address in the upper half of {@code high}. Stateless.
 */
public final class PrefixKey {
    private PrefixKey() {
    }

    /** Whether it is an IPv6 address. */
    public static boolean isIpv6(final InetAddress address) {
        return address instanceof Inet6Address;
    }

    /** The address's family. */
    public static AddressFamily family(final InetAddress address) {
        return isIpv6(address) ? AddressFamily.IPV6 : AddressFamily.IPV4;
    }

    /** The first eight octets; of an IPv4 address its four, and four of zero. */
    public static long high(final InetAddress address) {
        final ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
        return isIpv6(address) ? octets.getLong() : (long) octets.getInt() << Integer.SIZE;
    }

    /** The last eight octets of an IPv6 address; else 0. */
    public static long low(final InetAddress address) {
        return isIpv6(address) ? ByteBuffer.wrap(address.getAddress()).getLong(Long.BYTES) : 0;
    }

    /** The address of a key. */
    public static InetAddress address(final AddressFamily family, final long high, final long low) {
        final byte[] octets = family == AddressFamily.IPV6 ? ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array()
            : ByteBuffer.allocate(Integer.BYTES).putInt((int) (high >>> Integer.SIZE)).array();
        try {
            // Not InetAddress for IPv6: it would make an IPv4 address of a mapped one.
            return family == AddressFamily.IPV6 ? Inet6Address.getByAddress(null, octets, -1) : InetAddress.getByAddress(octets);
        } catch (final UnknownHostException e) {
            throw new IllegalStateException("an address of " + octets.length + " octets", e);
        }
    }

    /** The first bits of a key's upper word. */
    public static long highBits(final long high, final int length) {
        return length >= Long.SIZE ? high : length == 0 ? 0 : high & -1L << Long.SIZE - length;
    }

    /** The first bits of a key's lower word. */
    public static long lowBits(final long low, final int length) {
        return length <= Long.SIZE ? 0 : length == 2 * Long.SIZE ? low : low & -1L << 2 * Long.SIZE - length;
    }

    /** Whether an address or a prefix within begins with a prefix. */
    public static boolean contains(final long high, final long low, final int length, final long otherHigh, final long otherLow) {
        return highBits(otherHigh, length) == high && lowBits(otherLow, length) == low;
    }

    /** Refuses a prefix whose length its family has not, or with bits behind it. */
    public static void check(final AddressFamily family, final long high, final long low, final int length) {
        if (length < 0 || length > family.bits()) {
            throw new RefusedException("a prefix's length must be 0 to " + family.bits() + ", not " + length);
        }
        if (highBits(high, length) != high || lowBits(low, length) != low) {
            throw new RefusedException(text(family, high, low, length) + " has bits behind its length");
        }
    }

    /** As in {@code 10.0.0.0/8}. */
    public static String text(final AddressFamily family, final long high, final long low, final int length) {
        return AddressText.of(address(family, high, low)) + "/" + length;
    }
}
