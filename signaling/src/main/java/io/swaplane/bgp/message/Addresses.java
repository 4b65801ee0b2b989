package io.swaplane.bgp.message;

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
        return ipv4
            ? (high >>> 56) + "." + (high >>> 48 & 0xFF) + "." + (high >>> 40 & 0xFF) + "." + (high >>> 32 & 0xFF)
            : ipv6(high, low);
    }

    private static String ipv6(final long high, final long low) {
        int best = -1;
        int most = 1;
        for (int i = 0; i < 8; i++) {
            int zeros = 0;
            while (i + zeros < 8 && group(high, low, i + zeros) == 0) {
                zeros++;
            }
            if (zeros > most) {
                best = i;
                most = zeros;
            }
            i += zeros;
        }
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == best) {
                text.append("::");
                i += most - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                    .append(Integer.toHexString(group(high, low, i)));
            }
        }
        return text.toString();
    }

    private static int group(final long high, final long low, final int i) {
        return (int) ((i < 4 ? high : low) >>> 48 - 16 * (i & 3)) & 0xFFFF;
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
