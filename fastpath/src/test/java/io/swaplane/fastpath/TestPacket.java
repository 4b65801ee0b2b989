package io.swaplane.fastpath;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Makes frames with IP packets, to interface 1 of an {@link IpRig} unless told otherwise. */
final class TestPacket {
    private byte[] mac = IpRig.OURS;
    private String source = "10.1.1.1";
    private String destination = "10.2.2.2";
    private byte[] options = {};
    private int[] labels = {};
    private int[] vids = {};
    private int ttl = 64;
    private int labelTtl = 40;
    private int tos;
    private int protocol = 17;
    private int fragment;
    private int payload = 40;
    private int padding;
    private int type;

    static TestPacket ipv4() {
        return new TestPacket();
    }

    static TestPacket ipv6() {
        final TestPacket packet = new TestPacket();
        packet.source = "2001:db8:1::1";
        packet.destination = "2001:db8:2::2";
        return packet;
    }

    TestPacket from(final String address) {
        source = address;
        return this;
    }

    TestPacket to(final String address) {
        destination = address;
        return this;
    }

    TestPacket mac(final byte... address) {
        mac = address;
        return this;
    }

    TestPacket ttl(final int value) {
        ttl = value;
        return this;
    }

    TestPacket tos(final int value) {
        tos = value;
        return this;
    }

    TestPacket protocol(final int value) {
        protocol = value;
        return this;
    }

    TestPacket fragment(final int value) {
        fragment = value;
        return this;
    }

    /** Octets behind the header; a whole number of times four octets that count up. */
    TestPacket payload(final int octets) {
        payload = octets;
        return this;
    }

    TestPacket padding(final int octets) {
        padding = octets;
        return this;
    }

    /** IPv4 options, with what pads them to four octets. */
    TestPacket options(final int... octets) {
        options = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            options[i] = (byte) octets[i];
        }
        return this;
    }

    /** Labels in front of the packet, top of stack first, with this TTL. */
    TestPacket labels(final int stackTtl, final int... stack) {
        labelTtl = stackTtl;
        labels = stack;
        return this;
    }

    TestPacket vlan(final int... tags) {
        vids = tags;
        return this;
    }

    /** Another ethertype than the packet has. */
    TestPacket type(final int ethertype) {
        type = ethertype;
        return this;
    }

    byte[] frame() {
        final byte[] packet = packet();
        final ByteBuffer bytes = ByteBuffer.allocate(14 + 4 * vids.length + 4 * labels.length + packet.length + padding);
        bytes.put(mac).put(IpRig.THEIRS);
        for (final int vid : vids) {
            bytes.putShort((short) Ethernet.VLAN).putShort((short) vid);
        }
        final int ownType = labels.length > 0 ? Ethernet.MPLS : isV4() ? Ethernet.IPV4 : Ethernet.IPV6;
        bytes.putShort((short) (type == 0 ? ownType : type));
        for (int i = 0; i < labels.length; i++) {
            bytes.putInt(Lse.of(labels[i], 3, i == labels.length - 1, labelTtl));
        }
        bytes.put(packet);
        final byte[] frame = bytes.array();
        Arrays.fill(frame, frame.length - padding, frame.length, (byte) 0xEE);
        return frame;
    }

    private boolean isV4() {
        return !source.contains(":");
    }

    /** The IP packet alone. */
    byte[] packet() {
        final int header = isV4() ? 20 + options.length : 40;
        final ByteBuffer bytes = ByteBuffer.allocate(header + payload);
        if (isV4()) {
            bytes.put((byte) (0x40 | header / 4)).put((byte) tos).putShort((short) (header + payload));
            bytes.putShort((short) 0x1234).putShort((short) fragment).put((byte) ttl).put((byte) protocol).putShort((short) 0);
            bytes.put(IpRig.address(source)).put(IpRig.address(destination)).put(options);
        } else {
            bytes.putInt(0x6000_0000 | tos << 20).putShort((short) payload).put((byte) protocol).put((byte) ttl);
            bytes.put(IpRig.address(source)).put(IpRig.address(destination));
        }
        for (int i = 0; bytes.remaining() > 0; i++) {
            bytes.put((byte) i);
        }
        final byte[] packet = bytes.array();
        return isV4() ? withChecksum(packet, header) : packet;
    }

    /** Writes the header checksum of an IPv4 packet, as a sender does (RFC 1071). */
    static byte[] withChecksum(final byte[] packet, final int header) {
        final ByteBuffer bytes = ByteBuffer.wrap(packet);
        bytes.putShort(10, (short) 0);
        bytes.putShort(10, (short) ~sum(packet, header));
        return packet;
    }

    /** The ones' complement sum of a header; all ones when its checksum is right. */
    static int sum(final byte[] packet, final int header) {
        int sum = 0;
        for (int i = 0; i < header; i += 2) {
            sum += ByteBuffer.wrap(packet).getShort(i) & 0xFFFF;
        }
        while (sum > 0xFFFF) {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }
        return sum;
    }

    /** What leaves an {@link IpRig} by a port: its L2 header, these label stack entries, and the packet. */
    static byte[] sentBy(final int port, final int type, final byte[] packet, final int... lses) {
        final ByteBuffer bytes = ByteBuffer.allocate(14 + 4 * lses.length + packet.length);
        bytes.put(IpRig.l2(port)).putShort(12, (short) type);
        for (final int lse : lses) {
            bytes.putInt(lse);
        }
        return bytes.put(packet).array();
    }
}
