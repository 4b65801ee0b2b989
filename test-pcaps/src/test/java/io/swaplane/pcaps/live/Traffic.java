package io.swaplane.pcaps.live;

import io.swaplane.pcaps.PacketBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** Frames from the western host for the labels of {@link Setup}. */
final class Traffic {
    private static final int FLOWS = 32;
    private static final int L2 = 14;

    private Traffic() {
    }

    /** Frames for every label, behind each kind of tags, of many lengths, and some that the router must not forward. */
    static List<byte[]> all(final int mtu) {
        final List<byte[]> frames = new ArrayList<>();
        for (final UnaryOperator<PacketBuilder> tags : List.<UnaryOperator<PacketBuilder>>of(
            plain -> plain, one -> one.vlan(100, 0x8100, 5), two -> two.vlan(200, 0x88A8).vlan(7))) {
            for (int label = 100; label <= 109; label++) {
                frames.add(v4(tags.apply(west()).mpls(label, 3, 64), 17));
                frames.add(v6(tags.apply(west()).mpls(label, 0, 2), 101));
                frames.add(v4(tags.apply(west()).mpls(label, 7, 255).mpls(7000, 1, 9), 300));
            }
        }
        frames.addAll(longest(mtu));
        frames.addAll(flows(103));
        frames.addAll(flows(106));
        frames.addAll(refused());
        return frames;
    }

    /**
     * As long as the wire takes; the label that is pushed upon makes one of them too long to be sent on. Not every mode has room for
     * tags beyond the wire's MTU, so what leaves behind two is shorter, or too long.
     */
    private static List<byte[]> longest(final int mtu) {
        final List<byte[]> frames = new ArrayList<>();
        for (final int label : new int[] {100, 101, 102, 104}) {
            frames.add(filled(west().mpls(label, 0, 64), mtu + L2));
            frames.add(filled(west().mpls(label, 0, 64), mtu + L2 - 4));
        }
        frames.add(longest(105, mtu - 8));
        frames.add(longest(105, mtu - 7));
        return frames;
    }

    /** An IP packet behind a label that together have so many octets. */
    static byte[] longest(final int label, final int octets) {
        return filled(west().mpls(label, 0, 64), octets + L2);
    }

    /** Small UDP packets of many flows. */
    static List<byte[]> flows(final int label) {
        final List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < FLOWS; i++) {
            frames.add(west().mpls(label, 0, 64).ipv4("10.7.0.1", "10.8.0.1", 60).udp(1000 + i, 2000).payload(32).build());
        }
        return frames;
    }

    /** Numbered frames of one label. */
    static List<byte[]> numbered(final int label, final int count) {
        final List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(west().mpls(label, 0, 64).ipv4("10.7.0.1", "10.8.0.1", 60).udp(1000, 2000)
                .payload((byte) (i >>> 16), (byte) (i >>> 8), (byte) i, (byte) 0).build());
        }
        return frames;
    }

    /** An IP packet to that address behind one label. */
    static byte[] to(final int label, final String address) {
        return west().mpls(label, 0, 64).ipv4("10.7.0.1", address, 60).udp(1000, 2000).payload(32).build();
    }

    /** Frames of one label, as long as a wire with that MTU takes. */
    static List<byte[]> full(final int label, final int mtu, final int count) {
        return Collections.nCopies(count, filled(west().mpls(label, 0, 64), mtu + L2));
    }

    private static List<byte[]> refused() {
        return List.of(
            v4(west().mpls(999, 0, 64), 40),
            v4(west().mpls(100, 0, 1), 40),
            v4(west().vlan(300).mpls(100, 0, 64), 40),
            v4(PacketBuilder.ethernet("02:00:00:00:00:99", Site.hostMac(Site.WEST)).mpls(100, 0, 64), 40),
            west().mpls(102, 0, 64).payload(30).build(),
            west().mpls(1, 0, 64).mpls(100, 0, 64).payload(30).build());
    }

    private static PacketBuilder west() {
        return Site.from(Site.WEST);
    }

    private static byte[] v4(final PacketBuilder frame, final int payload) {
        return frame.ipv4("10.7.0.1", "10.8.0.1", 60).udp(1000, 2000).payload(payload).build();
    }

    private static byte[] v6(final PacketBuilder frame, final int payload) {
        return frame.ipv6("2001:db8:7::1", "2001:db8:8::1", 60).udp(1000, 2000).payload(payload).build();
    }

    private static byte[] filled(final PacketBuilder frame, final int length) {
        final int headers = v4(frame, 0).length;
        return v4(frame, length - headers);
    }
}
