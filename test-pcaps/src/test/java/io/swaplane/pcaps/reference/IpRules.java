package io.swaplane.pcaps.reference;

import io.swaplane.table.DropReason;
import java.util.Arrays;

/** Steps 1 to 4 of docs/FORWARDING.md §6: what an IP packet must be like before it is routed. */
final class IpRules {
    private IpRules() {
    }

    /**
     * Octets of the packet at {@code at}, the padding behind it left out; -1 when the lengths or the version are impossible.
     *
     * @param version the version that it must have, 0 for any.
     */
    static int length(final byte[] frame, final int at, final int version) {
        final int n = frame.length - at;
        final int actual = Bytes.ipVersion(frame, at);
        if (actual == 0 || version != 0 && actual != version) {
            return -1;
        }
        if (actual == 6) {
            final int length = 40 + Bytes.u16(frame, at + 4);
            return length <= n ? length : -1;
        }
        final int header = headerLength(frame, at);
        final int total = Bytes.u16(frame, at + 2);
        return header >= 20 && header <= total && total <= n ? total : -1;
    }

    private static int headerLength(final byte[] frame, final int at) {
        return 4 * (Bytes.u8(frame, at) & 0xF);
    }

    /** Why a packet of possible lengths is not routed all the same; null when it is. */
    static DropReason fault(final byte[] frame, final int at) {
        final byte[] source = source(frame, at);
        final byte[] destination = destination(frame, at);
        if (source.length == 4 && !hasRightChecksum(frame, at)) {
            return DropReason.IP_CHECKSUM;
        }
        if (isMartianSource(source) || isMartian(destination)) {
            return DropReason.MARTIAN;
        }
        if (isMulticast(destination)) {
            return DropReason.MULTICAST_IP;
        }
        return source.length == 4 ? optionFault(Arrays.copyOfRange(frame, at + 20, at + headerLength(frame, at))) : null;
    }

    static byte[] source(final byte[] frame, final int at) {
        return Bytes.u8(frame, at) >> 4 == 4 ? Arrays.copyOfRange(frame, at + 12, at + 16) : Arrays.copyOfRange(frame, at + 8, at + 24);
    }

    static byte[] destination(final byte[] frame, final int at) {
        return Bytes.u8(frame, at) >> 4 == 4 ? Arrays.copyOfRange(frame, at + 16, at + 20) : Arrays.copyOfRange(frame, at + 24, at + 40);
    }

    /** Differentiated services code point: the upper six bits of the TOS or traffic class octet. */
    static int dscp(final byte[] frame, final int at) {
        return Bytes.u8(frame, at) >> 4 == 4 ? Bytes.u8(frame, at + 1) >> 2 : Bytes.u16(frame, at) >> 6 & 0x3F;
    }

    /** The sum of all words, the checksum's own among them, is all ones (RFC 1071). */
    private static boolean hasRightChecksum(final byte[] frame, final int at) {
        int sum = 0;
        for (int i = 0; i < headerLength(frame, at); i += 2) {
            sum += Bytes.u16(frame, at + i);
        }
        while (sum > 0xFFFF) {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }
        return sum == 0xFFFF;
    }

    private static boolean isMartianSource(final byte[] source) {
        if (source.length == 4) {
            return isMartian(source) || Bytes.u8(source, 0) >= 224;
        }
        return isMartian(source) || isMulticast(source);
    }

    /** A destination. */
    private static boolean isMartian(final byte[] address) {
        final int first = Bytes.u8(address, 0);
        if (address.length == 4) {
            return first == 0 || first == 127 || first == 169 && Bytes.u8(address, 1) == 254 || first >= 240;
        }
        final long high = Bytes.u32(address, 0) | Bytes.u32(address, 4);
        final boolean nearlyNothing = high == 0 && Bytes.u32(address, 8) == 0 && (Bytes.u32(address, 12) & ~1L) == 0;
        final boolean mapped = high == 0 && Bytes.u32(address, 8) == 0xFFFF;
        return nearlyNothing || mapped || Bytes.u16(address, 0) >> 6 == 0xFE80 >> 6;
    }

    private static boolean isMulticast(final byte[] destination) {
        final int first = Bytes.u8(destination, 0);
        return destination.length == 4 ? first >> 4 == 14 : first == 0xFF;
    }

    private static DropReason optionFault(final byte[] options) {
        int at = 0;
        while (at < options.length && options[at] != 0) {
            final int type = Bytes.u8(options, at);
            if (type == 1) {
                at++;
                continue;
            }
            if (at + 1 == options.length || Bytes.u8(options, at + 1) < 2 || at + Bytes.u8(options, at + 1) > options.length) {
                return DropReason.MALFORMED_IP;
            }
            if (type == 131 || type == 137) {
                return DropReason.IP_OPTIONS;
            }
            at += Bytes.u8(options, at + 1);
        }
        return null;
    }
}
