package io.swaplane.router.lab;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An ICMP or ICMPv6 echo request or reply (RFC 792, RFC 4443 §4) as a whole IP packet, without options or extension headers.
 *
 * @param source who sends it.
 * @param destination to whom, of the same family.
 * @param reply whether it is a reply.
 * @param identifier what a reply repeats, 16 bits.
 * @param sequence what a reply repeats, too, 16 bits.
 * @param data what a reply repeats behind these.
 */
record Echo(InetAddress source, InetAddress destination, boolean reply, int identifier, int sequence, byte[] data) {
    static final int TTL = 64;

    private static final int V4_HEADER = 20;
    private static final int V4_LENGTH = 2;
    private static final int V4_FRAGMENT = 6;
    private static final int V4_PROTOCOL = 9;
    private static final int V4_CHECKSUM = 10;
    private static final int V4_SOURCE = 12;
    private static final int V4_ADDRESS = 4;
    private static final int ICMP = 1;
    private static final int ICMP_REPLY = 0;
    private static final int ICMP_REQUEST = 8;

    private static final int V6_HEADER = 40;
    private static final int V6_LENGTH = 4;
    private static final int V6_NEXT = 6;
    private static final int V6_SOURCE = 8;
    private static final int V6_ADDRESS = 16;
    private static final int ICMPV6 = 58;
    private static final int ICMPV6_REQUEST = 128;
    private static final int ICMPV6_REPLY = 129;

    /** Type, code, checksum, identifier, sequence. */
    private static final int ECHO_HEADER = 8;
    private static final int CHECKSUM = 2;
    private static final int NOT_A_FRAGMENT = 0x3FFF;

    /** The reply to a request. */
    Echo answer() {
        return new Echo(destination, source, true, identifier, sequence, data);
    }

    /** Reads an IP packet; null when it is something else, cut off or damaged. */
    static Echo parse(final byte[] packet, final int from) {
        if (packet.length <= from) {
            return null;
        }
        final ByteBuffer ip = ByteBuffer.wrap(packet, from, packet.length - from).slice();
        return switch (ip.get(0) >> 4 & 0xF) {
            case 4 -> parse4(ip);
            case 6 -> parse6(ip);
            default -> null;
        };
    }

    private static Echo parse4(final ByteBuffer ip) {
        final int header = (ip.get(0) & 0xF) * Integer.BYTES;
        if (header < V4_HEADER || ip.limit() < header + ECHO_HEADER || ip.get(V4_PROTOCOL) != ICMP
            || (ip.getShort(V4_FRAGMENT) & NOT_A_FRAGMENT) != 0 || checksum(ip, 0, header, 0) != 0) {
            return null;
        }
        final int length = Short.toUnsignedInt(ip.getShort(V4_LENGTH));
        if (length < header + ECHO_HEADER || length > ip.limit() || checksum(ip, header, length, 0) != 0) {
            return null;
        }
        return parse(ip, header, length, address(ip, V4_SOURCE, V4_ADDRESS), address(ip, V4_SOURCE + V4_ADDRESS, V4_ADDRESS),
            ICMP_REQUEST, ICMP_REPLY);
    }

    private static Echo parse6(final ByteBuffer ip) {
        if (ip.limit() < V6_HEADER + ECHO_HEADER || ip.get(V6_NEXT) != ICMPV6) {
            return null;
        }
        final int length = V6_HEADER + Short.toUnsignedInt(ip.getShort(V6_LENGTH));
        if (length < V6_HEADER + ECHO_HEADER || length > ip.limit() || checksum(ip, V6_HEADER, length, pseudo(ip, length)) != 0) {
            return null;
        }
        return parse(ip, V6_HEADER, length, address(ip, V6_SOURCE, V6_ADDRESS), address(ip, V6_SOURCE + V6_ADDRESS, V6_ADDRESS),
            ICMPV6_REQUEST, ICMPV6_REPLY);
    }

    private static Echo parse(final ByteBuffer ip, final int at, final int end, final InetAddress source, final InetAddress destination,
                              final int request, final int reply) {
        final int type = Byte.toUnsignedInt(ip.get(at));
        if (type != request && type != reply) {
            return null;
        }
        return new Echo(source, destination, type == reply, Short.toUnsignedInt(ip.getShort(at + 4)),
            Short.toUnsignedInt(ip.getShort(at + 6)), Arrays.copyOfRange(ip.array(), ip.arrayOffset() + at + ECHO_HEADER,
                ip.arrayOffset() + end));
    }

    /** The IP packet. */
    byte[] packet() {
        final boolean version4 = source.getAddress().length == V4_ADDRESS;
        final int header = version4 ? V4_HEADER : V6_HEADER;
        final ByteBuffer ip = ByteBuffer.allocate(header + ECHO_HEADER + data.length);
        if (version4) {
            ip.put((byte) 0x45).put((byte) 0).putShort((short) ip.capacity()).putInt(0).put((byte) TTL).put((byte) ICMP)
                .putShort((short) 0);
        } else {
            ip.putInt(0x60000000).putShort((short) (ECHO_HEADER + data.length)).put((byte) ICMPV6).put((byte) TTL);
        }
        ip.put(source.getAddress()).put(destination.getAddress());
        ip.put((byte) (version4 ? reply ? ICMP_REPLY : ICMP_REQUEST : reply ? ICMPV6_REPLY : ICMPV6_REQUEST)).put((byte) 0)
            .putShort((short) 0).putShort((short) identifier).putShort((short) sequence).put(data);
        if (version4) {
            ip.putShort(V4_CHECKSUM, (short) checksum(ip, 0, header, 0));
        }
        ip.putShort(header + CHECKSUM, (short) checksum(ip, header, ip.capacity(), version4 ? 0 : pseudo(ip, ip.capacity())));
        return ip.array();
    }

    private static InetAddress address(final ByteBuffer ip, final int at, final int length) {
        final byte[] octets = new byte[length];
        ip.get(at, octets);
        try {
            return InetAddress.getByAddress(octets);
        } catch (final UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 octets", e);
        }
    }

    /** Sum of an IPv6 packet's pseudo-header (RFC 8200 §8.1). */
    private static int pseudo(final ByteBuffer ip, final int length) {
        return sum(ip, V6_SOURCE, V6_HEADER) + length - V6_HEADER + ICMPV6;
    }

    /** The Internet checksum (RFC 1071) of some octets; 0 when they have theirs in them. */
    private static int checksum(final ByteBuffer ip, final int from, final int to, final int more) {
        int sum = more + sum(ip, from, to);
        while (sum > 0xFFFF) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return ~sum & 0xFFFF;
    }

    private static int sum(final ByteBuffer ip, final int from, final int to) {
        int sum = 0;
        for (int at = from; at < to; at += 2) {
            sum += at + 1 < to ? Short.toUnsignedInt(ip.getShort(at)) : Byte.toUnsignedInt(ip.get(at)) << 8;
        }
        return sum;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Echo that && source.equals(that.source) && destination.equals(that.destination) && reply == that.reply
            && identifier == that.identifier && sequence == that.sequence && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return identifier << 16 | sequence;
    }
}
