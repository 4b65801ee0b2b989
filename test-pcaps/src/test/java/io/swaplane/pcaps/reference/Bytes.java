package io.swaplane.pcaps.reference;

import java.util.ArrayList;
import java.util.List;

/** Fields of a packet in a byte array, in network order. */
final class Bytes {
    private Bytes() {
    }

    static int u8(final byte[] bytes, final int at) {
        return bytes[at] & 0xFF;
    }

    static int u16(final byte[] bytes, final int at) {
        return u8(bytes, at) << 8 | u8(bytes, at + 1);
    }

    static long u32(final byte[] bytes, final int at) {
        return (long) u16(bytes, at) << 16 | u16(bytes, at + 2);
    }

    static void put16(final byte[] bytes, final int at, final int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }

    /** A label stack entry (RFC 3032 §2.1). */
    static byte[] entry(final int label, final int tc, final boolean bottom, final int ttl) {
        final byte[] bytes = new byte[4];
        put16(bytes, 0, label >> 4);
        put16(bytes, 2, (label & 0xF) << 12 | tc << 9 | (bottom ? 1 << 8 : 0) | ttl);
        return bytes;
    }

    static int label(final byte[] bytes, final int at) {
        return (int) (u32(bytes, at) >> 12);
    }

    static int tc(final byte[] bytes, final int at) {
        return u8(bytes, at + 2) >> 1 & 7;
    }

    static boolean isBottom(final byte[] bytes, final int at) {
        return (u8(bytes, at + 2) & 1) != 0;
    }

    static int ttl(final byte[] bytes, final int at) {
        return u8(bytes, at + 3);
    }

    /** Offsets of the label stack entries from {@code at} to the bottom; empty when the bottom is not wholly inside. */
    static List<Integer> stack(final byte[] bytes, final int at) {
        final List<Integer> offsets = new ArrayList<>();
        for (int o = at; o + 4 <= bytes.length; o += 4) {
            offsets.add(o);
            if (isBottom(bytes, o)) {
                return offsets;
            }
        }
        return List.of();
    }

    /** IP version of a packet whose fixed header lies inside; 0 when it is none. */
    static int ipVersion(final byte[] bytes, final int at) {
        final int left = bytes.length - at;
        final int nibble = left > 0 ? u8(bytes, at) >> 4 : 0;
        return nibble == 4 && left >= 20 || nibble == 6 && left >= 40 ? nibble : 0;
    }

    /** TTL or hop limit of the IP packet at {@code at}. */
    static int ipTtl(final byte[] bytes, final int at) {
        return u8(bytes, at) >> 4 == 4 ? u8(bytes, at + 8) : u8(bytes, at + 7);
    }

    /** Writes the TTL or hop limit of the IP packet at {@code at}; IPv4's checksum follows by RFC 1624 equation 3. */
    static void setIpTtl(final byte[] bytes, final int at, final int ttl) {
        if (u8(bytes, at) >> 4 == 6) {
            bytes[at + 7] = (byte) ttl;
            return;
        }
        final int before = u16(bytes, at + 8);
        bytes[at + 8] = (byte) ttl;
        final int after = u16(bytes, at + 8);
        int sum = (~u16(bytes, at + 10) & 0xFFFF) + (~before & 0xFFFF) + after;
        while (sum > 0xFFFF) {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }
        put16(bytes, at + 10, ~sum & 0xFFFF);
    }
}
