package io.swaplane.table;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** IP addresses as people write them: {@code 10.1.2.3}, and {@code 2001:db8::1} for IPv6 (RFC 5952). Stateless. */
public final class AddressText {
    private static final int GROUPS = 8;
    private static final int MAPPED_V4 = 0xFFFF;

    private AddressText() {
    }

    /** An address, with the zone that a link-local one may have ({@code fe80::1%eth0}, RFC 4007 §11). */
    public static String of(final InetAddress address) {
        final ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
        if (!(address instanceof Inet6Address)) {
            return ipv4(octets.getInt());
        }
        final String withZone = address.getHostAddress();
        final int zone = withZone.indexOf('%');
        return ipv6(octets.getLong(), octets.getLong()) + (zone < 0 ? "" : withZone.substring(zone));
    }

    /** An IPv4 address from its 32 bits. */
    public static String ipv4(final int bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xFF) + "." + (bits >>> 8 & 0xFF) + "." + (bits & 0xFF);
    }

    /** An IPv6 address from its first and last 64 bits. */
    public static String ipv6(final long high, final long low) {
        if (high == 0 && low >>> 32 == MAPPED_V4) {
            return "::ffff:" + ipv4((int) low);
        }
        int longest = 1;
        int from = GROUPS;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = 0;
            while (i + zeros < GROUPS && group(high, low, i + zeros) == 0) {
                zeros++;
            }
            if (zeros > longest) {
                from = i;
                longest = zeros;
            }
            i += zeros;
        }
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == from) {
                text.append("::");
                i += longest - 1;
            } else {
                text.append(i == 0 || i == from + longest ? "" : ":").append(Integer.toHexString(group(high, low, i)));
            }
        }
        return text.toString();
    }

    private static int group(final long high, final long low, final int i) {
        return (int) ((i < GROUPS / 2 ? high : low) >>> 48 - 16 * (i & 3)) & 0xFFFF;
    }
}
