package io.swaplane.fastpath;

import io.swaplane.memory.Memory;
import io.swaplane.table.DropReason;

/**
 * Whether an IP packet may be routed at all ({@code docs/FORWARDING.md} §6, steps 1 to 4; RFC 1812 §5.2.2, §5.3.7, RFC 4291 §2,
 * RFC 7126). Pure functions over the packet's address.
 */
final class IpCheck {
    private static final int PLAIN_V4 = 0x45;
    private static final int LINK_LOCAL_V4 = 0xA9FE;
    private static final int LINK_LOCAL_V6 = 0xFE80 >>> 6;
    private static final int MULTICAST_V6 = 0xFF;
    private static final int MAPPED_V4 = 0xFFFF;

    private static final int OPTION_END = 0;
    private static final int OPTION_NOTHING = 1;
    private static final int OPTION_LOOSE_SOURCE_ROUTE = 131;
    private static final int OPTION_STRICT_SOURCE_ROUTE = 137;

    /** By an address's first octet: whether it has to be looked at more closely. */
    private static final byte[] SUSPICIOUS = new byte[256];

    static {
        for (int octet = 0; octet < SUSPICIOUS.length; octet++) {
            SUSPICIOUS[octet] = (byte) (octet == 0 || octet == 127 || octet == LINK_LOCAL_V4 >>> 8 || octet >= 224 ? 1 : 0);
        }
    }

    private IpCheck() {
    }

    /**
     * Whether it is an IPv4 packet without options and without anything to complain of; of another packet {@link #ipv4} says more.
     *
     * <p>It is given in three overlapping loads, in the machine's order, which is little-endian: a sum of ones' complement is the same in
     * either order (RFC 1071 §2).
     *
     * @param first eight octets from two before the header on.
     * @param middle eight octets from the header's seventh on.
     * @param last eight octets from the header's fifteenth on, of which the last two are behind it.
     * @param bytes octets from the header's first on that the frame has.
     */
    @HotPath
    static boolean isPlain(final long first, final long middle, final long last, final int bytes) {
        final int length = length(first);
        final long sum = (first >>> 16) + (middle >>> 32) + (middle & 0xFFFF_FFFFL) + (last & 0xFFFF_FFFF_FFFFL);
        // The upper half of a number and its rotated self is the sum of its halves with the carry.
        final int half = (int) (sum + Long.rotateRight(sum, 32) >>> 32);
        final int quarter = half + Integer.rotateRight(half, 16) >>> 16;
        return (first & 0xFF_0000) == PLAIN_V4 << 16 && length >= IpHeader.V4_BYTES && length <= bytes && quarter == 0xFFFF
            && (SUSPICIOUS[(int) (middle >>> 48) & 0xFF] | SUSPICIOUS[(int) (last >>> 16) & 0xFF]) == 0;
    }

    /** The packet's length, from the first load of {@link #isPlain}. */
    @HotPath
    static int length(final long first) {
        return Integer.reverseBytes((int) (first >>> 32)) >>> 16;
    }

    /** The packet's destination, from the last load of {@link #isPlain}. */
    @HotPath
    static int destination(final long last) {
        return Integer.reverseBytes((int) (last >>> 16));
    }

    /** Why a packet that came as IPv4 is dropped, null when it is not. */
    static DropReason ipv4(final long at, final int bytes) {
        if (bytes < IpHeader.V4_BYTES || Memory.getByte(at) >>> 4 != 4) {
            return DropReason.MALFORMED_IP;
        }
        final int header = (Memory.getByte(at) & 0xF) << 2;
        final int length = IpHeader.length(at, 4);
        if (header < IpHeader.V4_BYTES || header > length || length > bytes) {
            return DropReason.MALFORMED_IP;
        }
        if (!hasGoodChecksum(at, header)) {
            return DropReason.IP_CHECKSUM;
        }
        final DropReason reason = addresses4(Memory.getIntBigEndian(at + 12), Memory.getIntBigEndian(at + 16));
        return reason != null ? reason : options(at + IpHeader.V4_BYTES, at + header);
    }

    private static boolean hasGoodChecksum(final long at, final int header) {
        int sum = 0;
        for (int i = 0; i < header; i += 2) {
            sum += Memory.getUnsignedShortBigEndian(at + i);
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        return (sum & 0xFFFF) + (sum >>> 16) == 0xFFFF;
    }

    private static DropReason addresses4(final int source, final int destination) {
        if (isMartian4(source) || source >>> 24 >= 224 || isMartian4(destination) || destination >>> 24 >= 240) {
            return DropReason.MARTIAN;
        }
        return destination >>> 24 >= 224 ? DropReason.MULTICAST_IP : null;
    }

    private static boolean isMartian4(final int address) {
        return address >>> 24 == 0 || address >>> 24 == 127 || address >>> 16 == LINK_LOCAL_V4;
    }

    private static DropReason options(final long from, final long end) {
        long at = from;
        while (at < end) {
            final int kind = Memory.getByte(at) & 0xFF;
            if (kind == OPTION_END) {
                return null;
            }
            int length = 1;
            if (kind != OPTION_NOTHING) {
                length = at + 1 < end ? Memory.getByte(at + 1) & 0xFF : 0;
                if (length < 2 || at + length > end) {
                    return DropReason.MALFORMED_IP;
                }
            }
            if (kind == OPTION_LOOSE_SOURCE_ROUTE || kind == OPTION_STRICT_SOURCE_ROUTE) {
                return DropReason.IP_OPTIONS;
            }
            at += length;
        }
        return null;
    }

    /** Why a packet that came as IPv6 is dropped, null when it is not. */
    @HotPath
    static DropReason ipv6(final long at, final int bytes) {
        if (bytes < IpHeader.V6_BYTES || (Memory.getByte(at) >>> 4 & 0xF) != 6 || IpHeader.length(at, 6) > bytes) {
            return DropReason.MALFORMED_IP;
        }
        final long source = Memory.getLongBigEndian(at + 8);
        final long destination = Memory.getLongBigEndian(at + 24);
        if (isMartian6(source, Memory.getLongBigEndian(at + 16)) || source >>> 56 == MULTICAST_V6
            || isMartian6(destination, Memory.getLongBigEndian(at + 32))) {
            return DropReason.MARTIAN;
        }
        return destination >>> 56 == MULTICAST_V6 ? DropReason.MULTICAST_IP : null;
    }

    /** The unspecified address, loopback, IPv4-mapped, link-local. */
    private static boolean isMartian6(final long high, final long low) {
        return high == 0 && (low >>> 1 == 0 || low >>> 32 == MAPPED_V4) || high >>> 54 == LINK_LOCAL_V6;
    }
}
