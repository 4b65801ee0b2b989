package io.swaplane.pcaps.live;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Random frames for a {@link LeakSite}, each of which tells in its payload to which VRFs it may belong, and where such frames may come
 * out. Source, destination, labels, tags, protocol and MAC address are random, some headers broken.
 */
final class LeakFrames {
    /** Before what a frame tells: its VRFs' bits, whether it is a beacon, and a number. */
    private static final long MARK = 0xC0FF_EE5E_BA5E_D00DL;
    private static final int MARK_BYTES = 16;
    private static final int BEACON = 1;
    private static final int ROOM = 256;

    private final SplittableRandom random;
    private final LeakSite site;
    private int number;

    LeakFrames(final LeakSite site, final SplittableRandom random) {
        this.site = site;
        this.random = random;
    }

    /** A frame for a side to send. */
    byte[] next(final LeakSite.Side side) {
        final ByteBuffer frame = ByteBuffer.allocate(ROOM);
        frame.put(destination(side)).putShort((short) 0x0200).putInt(random.nextInt());
        int vrfs = side.vrf;
        if (side == LeakSite.Side.SHARED) {
            vrfs = tags(frame);
        }
        final boolean six = random.nextInt(3) == 0;
        final boolean core = side == LeakSite.Side.CORE;
        if (!side.isTap() && random.nextInt(10) < (core ? 9 : 3)) {
            final int named = labels(frame);
            vrfs = core ? named : vrfs;
        } else {
            frame.putShort((short) (six ? 0x86DD : 0x0800));
        }
        packet(frame, six, vrfs, !core && random.nextInt(20) == 0);
        return done(frame);
    }

    /** A frame of red's that surely leaves by the core, behind those that were sent before. */
    byte[] beacon(final int burst) {
        final ByteBuffer frame = ByteBuffer.allocate(ROOM);
        frame.put(site.to(LeakSite.Side.RED)).putShort((short) 0x0200).putInt(1).putShort((short) 0x0800);
        final int at = frame.position();
        frame.putInt(0x4500_0000 | 20 + 8 + MARK_BYTES).putInt(0).putInt(0x4011_0000).putInt(10 << 24 | 1).putInt(10 << 24 | 3 << 16 | 1);
        frame.putShort(at + 10, (short) ~sum(frame, at, 20, 0));
        frame.putInt(0).putInt(8 + MARK_BYTES << 16);
        frame.putLong(MARK).putInt(LeakSite.RED << 8 | BEACON).putInt(burst);
        return done(frame);
    }

    private static byte[] done(final ByteBuffer frame) {
        final byte[] bytes = new byte[frame.position()];
        frame.get(0, bytes);
        return bytes;
    }

    private byte[] destination(final LeakSite.Side side) {
        final byte[] mac = site.to(side).clone();
        switch (random.nextInt(64)) {
            case 0 -> Arrays.fill(mac, (byte) -1);
            case 1 -> mac[0] |= 1;
            case 2 -> mac[5] ^= (byte) (1 << random.nextInt(8));
            default -> { }
        }
        return mac;
    }

    /** Those of a customer, or others; returns the VRF that they mean, 0 when they mean none. */
    private int tags(final ByteBuffer frame) {
        final int vid = switch (random.nextInt(16)) {
            case 0 -> 0;
            case 1 -> random.nextInt(1 << 12);
            case 2, 3, 4, 5, 6, 7, 8 -> LeakSite.RED_VLAN;
            default -> LeakSite.BLUE_VLAN;
        };
        final int vrf = vid == LeakSite.RED_VLAN ? LeakSite.RED : vid == LeakSite.BLUE_VLAN ? LeakSite.BLUE : 0;
        return switch (random.nextInt(16)) {
            case 0 -> 0;
            case 1 -> {
                tag(frame, 0);
                tag(frame, vid);
                yield vrf;
            }
            case 2 -> {
                tag(frame, vid);
                tag(frame, 7);
                yield vid == 0 ? 0 : vrf;
            }
            default -> {
                tag(frame, vid);
                yield vrf;
            }
        };
    }

    private void tag(final ByteBuffer frame, final int vid) {
        frame.putShort((short) (random.nextInt(8) == 0 ? 0x88A8 : 0x8100)).putShort((short) (random.nextInt(8) << 13 | vid));
    }

    /** One label, sometimes two; returns the VRFs whose packets have them when they come from the core. */
    private int labels(final ByteBuffer frame) {
        frame.putShort((short) 0x8847);
        final int label = label();
        final int ttl = random.nextInt(16) == 0 ? random.nextInt(3) : 64;
        return switch (random.nextInt(8)) {
            case 0 -> two(frame, random.nextInt(2) * 2, label, ttl);
            case 1 -> two(frame, label, random.nextInt(1 << 20), ttl);
            default -> {
                frame.putInt(label << 12 | 0x100 | ttl);
                yield vrf(label);
            }
        };
    }

    private static int two(final ByteBuffer frame, final int above, final int below, final int ttl) {
        frame.putInt(above << 12 | ttl).putInt(below << 12 | 0x100 | ttl);
        return vrf(above) | vrf(below);
    }

    /** Of every kind that there is, each VRF's, and others. */
    private int label() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> LeakSite.VRF_LABEL + random.nextInt(2);
            case 2 -> LeakSite.CUSTOMER_LABEL + random.nextInt(4);
            case 3, 4 -> LeakSite.POP_LABEL + random.nextInt(4);
            case 5 -> LeakSite.VPN_LABEL + random.nextInt(2);
            case 6 -> LeakSite.TRANSIT_LABEL;
            default -> random.nextInt(random.nextBoolean() ? 16 : 1 << 20);
        };
    }

    private static int vrf(final int label) {
        if (label == LeakSite.VRF_LABEL || label == LeakSite.VRF_LABEL + 1) {
            return 1 << label - LeakSite.VRF_LABEL;
        }
        final int customer = label - LeakSite.POP_LABEL;
        return customer < 0 || customer > 3 ? 0 : 1 << customer / 2;
    }

    private void packet(final ByteBuffer frame, final boolean six, final int vrfs, final boolean broken) {
        final int at = frame.position();
        final int header = six ? 40 : 20;
        final int prefix = random.nextInt(7);
        final int protocol = random.nextInt(8) == 0 ? six ? 58 : 1 : 17;
        final int ttl = random.nextInt(16) == 0 ? random.nextInt(3) : 64;
        if (six) {
            frame.putInt(6 << 28).putInt(8 + MARK_BYTES << 16 | protocol << 8 | ttl);
            frame.putLong(0x2001_0DB8_0000_0000L | (long) random.nextInt(5) << 16);
            frame.putLong(random.nextInt(4) == 0 ? 1 : random.nextInt(1 << 16));
            frame.putLong(0x2001_0DB8_0000_0000L | (prefix == 0 ? random.nextInt(2) : (long) prefix << 16)).putLong(host());
        } else {
            frame.putInt(0x4500_0000 | 20 + 8 + MARK_BYTES).putInt(0).putInt(ttl << 24 | protocol << 16);
            frame.putInt(10 << 24 | (random.nextInt(4) == 0 ? 1 : random.nextInt(5) << 16 | random.nextInt(1 << 16)));
            frame.putInt(10 << 24 | prefix << 16 | (prefix == 0 ? random.nextInt(2) << 8 : 0) | host());
            frame.putShort(at + 10, (short) ~sum(frame, at, header, 0));
        }
        frame.putInt(protocol == 17 ? random.nextInt() : protocol == 1 ? 0x0800_0000 : 0x8000_0000).putInt(0);
        frame.putLong(MARK).putInt(vrfs << 8).putInt(number++);
        final int octets = 8 + MARK_BYTES;
        if (protocol == 17) {
            frame.putShort(at + header + 4, (short) octets);
        }
        if (six || protocol == 1) {
            final int pseudo = six ? sum(frame, at + 8, 32, octets + protocol) : 0;
            frame.putShort(at + header + (protocol == 17 ? 6 : 2), (short) ~sum(frame, at + header, octets, pseudo));
        }
        if (broken) {
            breakHeader(frame, at, header);
        }
    }

    /** Changes a bit, but makes no IPv6 packet shorter, which would be right and cut the mark off. */
    private void breakHeader(final ByteBuffer frame, final int at, final int header) {
        final int octet = random.nextInt(header);
        final int bit = 1 << random.nextInt(8);
        final boolean length6 = header == 40 && (octet == 4 || octet == 5);
        frame.put(at + octet, (byte) (length6 ? frame.get(at + octet) | bit : frame.get(at + octet) ^ bit));
    }

    /** Often the neighbour's or the edge's own, on a link and elsewhere. */
    private int host() {
        return random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(4) == 0 ? LeakSite.EDGE : 1;
    }

    /** The ones' complement sum of an even number of octets. */
    private static int sum(final ByteBuffer bytes, final int from, final int octets, final int before) {
        int sum = before;
        for (int i = 0; i < octets; i += 2) {
            sum += bytes.getShort(from + i) & 0xFFFF;
        }
        while (sum > 0xFFFF) {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }
        return sum;
    }

    /** Where a frame's mark is, whatever is around it; -1 when it has none. */
    static int mark(final byte[] frame) {
        final ByteBuffer bytes = ByteBuffer.wrap(frame);
        for (int at = frame.length - MARK_BYTES; at >= 0; at--) {
            if (bytes.getLong(at) == MARK) {
                return at;
            }
        }
        return -1;
    }

    /** The burst of a beacon, -1 of another frame. */
    static int burst(final byte[] frame, final int mark) {
        return frame[mark + 11] == BEACON ? ByteBuffer.wrap(frame).getInt(mark + 12) : -1;
    }

    /** Why a frame must not come out by that side, null when it may. */
    static String wrong(final LeakSite.Side side, final byte[] frame, final int mark) {
        final int vrfs = frame[mark + 10];
        final int out = switch (side) {
            case SHARED -> vlan(frame);
            case CORE -> vpn(frame);
            default -> side.vrf;
        };
        final boolean belongs = out == 0 ? vrfs == 0 : (vrfs & out) != 0;
        return belongs ? null : "a frame of " + names(vrfs) + " came out by " + side + " as one of " + names(out);
    }

    private static String names(final int vrfs) {
        return vrfs == 0 ? "no VRF" : (vrfs & LeakSite.RED) == 0 ? "blue" : (vrfs & LeakSite.BLUE) == 0 ? "red" : "red and blue";
    }

    private static int vlan(final byte[] frame) {
        final ByteBuffer bytes = ByteBuffer.wrap(frame);
        final int vid = bytes.getShort(12) == (short) 0x8100 ? bytes.getShort(14) & 0xFFF : 0;
        return vid == LeakSite.RED_VLAN ? LeakSite.RED : vid == LeakSite.BLUE_VLAN ? LeakSite.BLUE : 0;
    }

    /** By the label below the tunnel's. */
    private static int vpn(final byte[] frame) {
        final ByteBuffer bytes = ByteBuffer.wrap(frame);
        if (bytes.getShort(12) != (short) 0x8847 || bytes.getInt(14) >>> 12 != LeakSite.TUNNEL_LABEL) {
            return 0;
        }
        final int label = bytes.getInt(18) >>> 12;
        return switch (label) {
            case LeakSite.VPN_LABEL, LeakSite.SWAPPED_LABEL -> LeakSite.RED;
            case LeakSite.VPN_LABEL + 1, LeakSite.SWAPPED_LABEL + 1 -> LeakSite.BLUE;
            default -> 0;
        };
    }
}
