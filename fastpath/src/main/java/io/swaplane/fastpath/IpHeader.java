package io.swaplane.fastpath;

import io.swaplane.memory.Memory;
import io.swaplane.table.PayloadType;

/** The little that a router of labels touches of an IP packet: version, length, DSCP, and TTL or hop limit. Static flyweight. */
final class IpHeader {
    static final int V4_BYTES = 20;
    static final int V6_BYTES = 40;

    static final int V4_TTL = 8;
    private static final int V6_HOP_LIMIT = 7;

    private IpHeader() {
    }

    /** 4 or 6 when at least a minimal header of that version lies in {@code bytes} octets; else 0. */
    static int version(final long at, final int bytes) {
        if (bytes < V4_BYTES) {
            return 0;
        }
        final int version = Memory.getByte(at) >>> 4 & 0xF;
        if (version == 4) {
            return 4;
        }
        return version == 6 && bytes >= V6_BYTES ? 6 : 0;
    }

    /** Whether a packet of this version is what the payload type ordinal promises. */
    static boolean matches(final int payload, final int version) {
        if (payload == PayloadType.IPV4.ordinal()) {
            return version == 4;
        }
        return payload == PayloadType.IPV6.ordinal() ? version == 6 : version != 0;
    }

    /** Octets of the packet with its header; padding behind it does not count. */
    static int length(final long at, final int version) {
        return version == 4 ? Memory.getUnsignedShortBigEndian(at + 2) : V6_BYTES + Memory.getUnsignedShortBigEndian(at + 4);
    }

    /** The upper six bits of TOS or traffic class (RFC 2474 §3). */
    static int dscp(final long at, final int version) {
        return Memory.getUnsignedShortBigEndian(at) >>> (version == 4 ? 2 : 6) & 0x3F;
    }

    static int ttl(final long at, final int version) {
        return Memory.getByte(at + (version == 4 ? V4_TTL : V6_HOP_LIMIT)) & 0xFF;
    }

    /** Sets the TTL or hop limit; the IPv4 header checksum is updated incrementally (RFC 1624, equation 3). */
    static void setTtl(final long at, final int version, final int ttl) {
        if (version == 6) {
            Memory.putByte(at + V6_HOP_LIMIT, (byte) ttl);
            return;
        }
        Memory.putInt(at + V4_TTL, withTtl(Memory.getInt(at + V4_TTL), ttl));
    }

    /**
     * The four octets from an IPv4 header's TTL on (TTL, protocol, checksum), in the machine's order, which is little-endian, with another
     * TTL: the same in one load and one store.
     */
    @HotPath
    static int withTtl(final int before, final int ttl) {
        // HC - (m' - m), the protocol cancelling itself out, modulo 0xFFFF without a division: equation 3 never gives 0xFFFF here.
        final int sum = (before >>> 16) + 0xFFFF - ttl + (before & 0xFF);
        final int over = sum + 1 + (sum >>> 16) >>> 16;
        return sum + over << 16 | before & 0xFF00 | ttl;
    }
}
