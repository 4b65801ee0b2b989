package io.swaplane.pcaps;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Makes Ethernet frames, without FCS, by naming their parts from the outside in. What is not said is right: ethertypes, lengths,
 * checksums and the bottom-of-stack bit. What is said wins, so that broken frames can be made too.
 *
 * <pre>
 * PacketBuilder.ethernet("02:00:00:00:00:01", "02:00:00:00:00:02").vlan(100).mpls(16, 0, 64)
 *     .ipv4("10.0.0.1", "10.0.0.2", 64).udp(1000, 2000).payload(26).build()
 * </pre>
 *
 * <p>Not for several threads. {@link #build} may be called again and again.
 */
public final class PacketBuilder {
    /** Ethertype of MPLS (RFC 5332). */
    public static final int MPLS = 0x8847;

    private static final int NONE = -1;
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP_V6 = 58;

    private final byte[] macs;
    private final List<Integer> tags = new ArrayList<>();
    private final List<int[]> labels = new ArrayList<>();
    private int ethertype = NONE;
    private int version;
    private byte[] source = {};
    private byte[] destination = {};
    private int ttl;
    private int dscp;
    private int fragment;
    private int protocol = NONE;
    private byte[] options = {};
    private boolean badChecksum;
    private int versionField = NONE;
    private int headerLengthField = NONE;
    private int lengthField = NONE;
    private byte[] transport = {};
    private byte[] payload = {};
    private int atLeast;
    private int atMost = Integer.MAX_VALUE;

    private PacketBuilder(final String destination, final String source) {
        macs = join(mac(destination), mac(source));
    }

    /** Starts a frame with its MAC addresses, as in {@code 02:00:00:00:00:01}. */
    public static PacketBuilder ethernet(final String destination, final String source) {
        return new PacketBuilder(destination, source);
    }

    /** Adds an 802.1Q tag inside of those that there are. */
    public PacketBuilder vlan(final int vid) {
        return vlan(vid, 0x8100);
    }

    /** Adds a tag with a certain ethertype, such as 0x88A8 for the outer one of two. */
    public PacketBuilder vlan(final int vid, final int tpid) {
        return vlan(vid, tpid, 0);
    }

    /** Adds a tag with a priority, 0 to 7. */
    public PacketBuilder vlan(final int vid, final int tpid, final int priority) {
        tags.add(tpid << 16 | priority << 13 | vid);
        return this;
    }

    /** Sets the ethertype instead of the one that follows from what comes next. */
    public PacketBuilder ethertype(final int value) {
        ethertype = value;
        return this;
    }

    /** Adds a label stack entry below those that there are; the last one gets the bottom-of-stack bit (RFC 3032 §2.1). */
    public PacketBuilder mpls(final int label, final int tc, final int timeToLive) {
        labels.add(new int[] {label, tc, timeToLive, NONE});
        return this;
    }

    /** Adds a label stack entry with a certain bottom-of-stack bit. */
    public PacketBuilder mpls(final int label, final int tc, final int timeToLive, final boolean bottom) {
        labels.add(new int[] {label, tc, timeToLive, bottom ? 1 : 0});
        return this;
    }

    /** Adds an IPv4 header. */
    public PacketBuilder ipv4(final String from, final String to, final int timeToLive) {
        return ip(4, from, to, timeToLive);
    }

    /** Adds an IPv6 header. */
    public PacketBuilder ipv6(final String from, final String to, final int hopLimit) {
        return ip(6, from, to, hopLimit);
    }

    private PacketBuilder ip(final int ipVersion, final String from, final String to, final int timeToLive) {
        version = ipVersion;
        source = InetAddress.ofLiteral(from).getAddress();
        destination = InetAddress.ofLiteral(to).getAddress();
        ttl = timeToLive;
        return this;
    }

    /** Sets the DSCP of the IP header. */
    public PacketBuilder dscp(final int value) {
        dscp = value;
        return this;
    }

    /** Makes the IPv4 packet a fragment: offset in units of 8 octets, and whether more follow. */
    public PacketBuilder fragment(final int offset, final boolean more) {
        fragment = offset | (more ? 0x2000 : 0);
        return this;
    }

    /** Adds IPv4 options, filled up to a multiple of four octets. */
    public PacketBuilder options(final byte... bytes) {
        options = Arrays.copyOf(bytes, bytes.length + 3 & ~3);
        return this;
    }

    /** Sets the IP protocol number, for payloads that are none of those below. */
    public PacketBuilder protocol(final int number) {
        protocol = number;
        return this;
    }

    /** Makes the IPv4 header checksum wrong. */
    public PacketBuilder badChecksum() {
        badChecksum = true;
        return this;
    }

    /** Sets the IP header's version field, whatever the header is. */
    public PacketBuilder versionField(final int value) {
        versionField = value;
        return this;
    }

    /** Sets the IPv4 header's length field, in words of four octets, whatever the header's length is. */
    public PacketBuilder headerLengthField(final int words) {
        headerLengthField = words;
        return this;
    }

    /** Sets the IPv4 total length or the IPv6 payload length, whatever the packet's length is. */
    public PacketBuilder lengthField(final int octets) {
        lengthField = octets;
        return this;
    }

    /** Adds a UDP header. */
    public PacketBuilder udp(final int sourcePort, final int destinationPort) {
        protocol = UDP;
        transport = ByteBuffer.allocate(8).putShort((short) sourcePort).putShort((short) destinationPort).array();
        return this;
    }

    /** Adds a TCP header: a segment of an open connection (ACK). */
    public PacketBuilder tcp(final int sourcePort, final int destinationPort, final int sequence) {
        protocol = TCP;
        transport = ByteBuffer.allocate(20).putShort((short) sourcePort).putShort((short) destinationPort).putInt(sequence).putInt(1)
            .putShort((short) 0x5010).putShort((short) 0xFFFF).array();
        return this;
    }

    /** Adds an ICMP or ICMPv6 echo request. */
    public PacketBuilder echo(final int identifier, final int sequence) {
        protocol = version == 6 ? ICMP_V6 : ICMP;
        transport = ByteBuffer.allocate(8).put((byte) (version == 6 ? 128 : 8)).put((byte) 0).putShort((short) 0)
            .putShort((short) identifier).putShort((short) sequence).array();
        return this;
    }

    /** Sets the innermost bytes. */
    public PacketBuilder payload(final byte... bytes) {
        payload = bytes.clone();
        return this;
    }

    /** Sets the innermost bytes to a rising pattern. */
    public PacketBuilder payload(final int length) {
        payload = new byte[length];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) i;
        }
        return this;
    }

    /** Fills the frame with zero bytes behind the packet up to this length, as Ethernet does up to 60. */
    public PacketBuilder pad(final int length) {
        atLeast = length;
        return this;
    }

    /** Cuts the frame off behind this length. */
    public PacketBuilder truncate(final int length) {
        atMost = length;
        return this;
    }

    /** The frame. */
    public byte[] build() {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(macs);
        for (final int tag : tags) {
            out.writeBytes(ByteBuffer.allocate(4).putInt(tag).array());
        }
        out.writeBytes(ByteBuffer.allocate(2).putShort((short) (ethertype != NONE ? ethertype : impliedEthertype())).array());
        for (int i = 0; i < labels.size(); i++) {
            final int[] label = labels.get(i);
            final int bottom = label[3] != NONE ? label[3] : i == labels.size() - 1 ? 1 : 0;
            out.writeBytes(ByteBuffer.allocate(4).putInt(label[0] << 12 | label[1] << 9 | bottom << 8 | label[2]).array());
        }
        out.writeBytes(version == 4 ? ipv4Packet() : version == 6 ? ipv6Packet() : payload);
        final byte[] frame = out.toByteArray();
        return Arrays.copyOf(frame, Math.min(atMost, Math.max(atLeast, frame.length)));
    }

    private int impliedEthertype() {
        if (!labels.isEmpty()) {
            return MPLS;
        }
        return version == 6 ? 0x86DD : 0x0800;
    }

    private byte[] ipv4Packet() {
        final byte[] segment = segment();
        final byte[] header = ByteBuffer.allocate(20 + options.length)
            .put((byte) (said(versionField, 4) << 4 | said(headerLengthField, 5 + options.length / 4))).put((byte) (dscp << 2))
            .putShort((short) said(lengthField, 20 + options.length + segment.length))
            .putShort((short) 1).putShort((short) fragment)
            .put((byte) ttl).put((byte) protocolNumber()).putShort((short) 0)
            .put(source).put(destination).put(options).array();
        putShort(header, 10, InternetChecksum.of(header) ^ (badChecksum ? 0x5555 : 0));
        return join(header, segment);
    }

    private byte[] ipv6Packet() {
        final byte[] segment = segment();
        final byte[] header = ByteBuffer.allocate(40)
            .putInt(said(versionField, 6) << 28 | dscp << 22).putShort((short) said(lengthField, segment.length))
            .put((byte) protocolNumber()).put((byte) ttl)
            .put(source).put(destination).array();
        return join(header, segment);
    }

    private static int said(final int value, final int standard) {
        return value == NONE ? standard : value;
    }

    /** 253 is for experiments (RFC 3692). */
    private int protocolNumber() {
        return protocol == NONE ? 253 : protocol;
    }

    private byte[] segment() {
        final byte[] segment = join(transport, payload);
        if (transport.length == 0) {
            return segment;
        }
        if (protocol == UDP) {
            putShort(segment, 4, segment.length);
        }
        final byte[] pseudoHeader = protocol == ICMP ? new byte[0]
            : ByteBuffer.allocate(source.length + destination.length + 8).put(source).put(destination)
                .putInt(segment.length).putInt(protocol).array();
        final int checksum = InternetChecksum.of(pseudoHeader, segment);
        switch (protocol) {
            case UDP -> putShort(segment, 6, checksum == 0 ? 0xFFFF : checksum);
            case TCP -> putShort(segment, 16, checksum);
            default -> putShort(segment, 2, checksum);
        }
        return segment;
    }

    private static void putShort(final byte[] bytes, final int at, final int value) {
        bytes[at] = (byte) (value >>> 8);
        bytes[at + 1] = (byte) value;
    }

    private static byte[] mac(final String text) {
        final byte[] bytes = HexFormat.ofDelimiter(":").parseHex(text);
        if (bytes.length != 6) {
            throw new IllegalArgumentException("'" + text + "' is not a MAC address such as 02:00:00:00:00:01");
        }
        return bytes;
    }

    private static byte[] join(final byte[] first, final byte[] second) {
        final byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
