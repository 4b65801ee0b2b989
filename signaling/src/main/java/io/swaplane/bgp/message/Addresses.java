package io.swaplane.bgp.message;

import io.swaplane.table.AddressText;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses as bits, the first one highest: IPv4 in the upper half of the first word, IPv6 in both. */
public final class Addresses {
    private Addresses() {
    }

    /** The upper 64 bits of an address, IPv4 addresses in the upper half of them. */
    public static long high(final InetAddress address) {
        final byte[] octets = address.getAddress();
        return octets.length == Integer.BYTES ? (long) Octets.i32(octets, 0) << 32 : Octets.i64(octets, 0);
    }

    /** The lower 64 bits of an IPv6 address; 0 of an IPv4 address. */
    public static long low(final InetAddress address) {
        final byte[] octets = address.getAddress();
        return octets.length == Integer.BYTES ? 0 : Octets.i64(octets, Long.BYTES);
    }

    /** Whether these are the bits of an IPv4-mapped IPv6 address, {@code ::ffff:10.1.2.3} (RFC 4291 §2.5.5.2). */
    static boolean mapped(final long high, final long low) {
        return high == 0 && low >>> 32 == 0xFFFF;
    }

    /** The address that has these bits. An IPv4-mapped IPv6 address becomes an IPv4 address: that is how Java has it. */
    public static InetAddress address(final boolean ipv4, final long high, final long low) {
        final byte[] octets = new byte[ipv4 ? Integer.BYTES : 2 * Long.BYTES];
        if (ipv4) {
            Octets.put32(octets, 0, (int) (high >>> 32));
        } else {
            Octets.put64(octets, 0, high);
            Octets.put64(octets, Long.BYTES, low);
        }
        try {
            return InetAddress.getByAddress(octets);
        } catch (final UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 octets", e);
        }
    }

    /** As in {@code 10.1.2.3} or {@code 2001:db8::1} (RFC 5952). */
    public static String text(final boolean ipv4, final long high, final long low) {
        return ipv4 ? AddressText.ipv4((int) (high >>> 32)) : AddressText.ipv6(high, low);
    }

    /** The bits of the upper word that a prefix of this length keeps. */
    public static long maskHigh(final int prefixLength) {
        return prefixLength <= 0 ? 0 : prefixLength >= Long.SIZE ? -1 : -1L << Long.SIZE - prefixLength;
    }

    /** The bits of the lower word that a prefix of this length keeps. */
    public static long maskLow(final int prefixLength) {
        return maskHigh(prefixLength - Long.SIZE);
    }
}
