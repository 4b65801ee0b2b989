package io.swaplane.fastpath;

import io.swaplane.memory.Memory;
import java.nio.ByteBuffer;

/** Which packets a {@link PacketTrace} is about: by their top label, or IP packets by table and destination. The worker asks for each. */
public abstract sealed class TracedPackets {
    private TracedPackets() {
    }

    /** Whether a frame that has come in by a port holds such a packet. */
    abstract boolean include(Forwarder forwarder, int port, long frame);

    /** Packets with a top label, 0 to 1048575. */
    public static TracedPackets withLabel(final int label) {
        return new Labelled(label);
    }

    /**
     * Packets that come in as IP by an interface of a table.
     *
     * @param table the table's number.
     * @param destination their destination, 4 or 16 octets in network order.
     */
    public static TracedPackets to(final int table, final byte[] destination) {
        return new Routed(table, destination);
    }

    private static final class Labelled extends TracedPackets {
        private final int label;

        Labelled(final int label) {
            this.label = label;
        }

        @Override
        boolean include(final Forwarder forwarder, final int port, final long frame) {
            final long at = FrameRef.address(frame);
            final int length = FrameRef.length(frame);
            final int l2 = Forwarder.l2Bytes(at, length);
            if (l2 < 0 || l2 + Lse.BYTES > length) {
                return false;
            }
            final int type = Memory.getUnsignedShortBigEndian(at + l2 - 2);
            return (type == Ethernet.MPLS || type == Ethernet.MPLS_UPSTREAM) && Lse.label(Memory.getIntBigEndian(at + l2)) == label;
        }
    }

    private static final class Routed extends TracedPackets {
        private static final int V4_DESTINATION = 16;
        private static final int V6_DESTINATION = 24;
        private static final int V6_ADDRESS_BYTES = 16;

        private final int table;
        private final boolean six;
        private final long high;
        private final long low;

        Routed(final int table, final byte[] destination) {
            final ByteBuffer address = ByteBuffer.wrap(destination);
            this.table = table;
            six = destination.length == V6_ADDRESS_BYTES;
            high = six ? address.getLong() : address.getInt();
            low = six ? address.getLong() : 0;
        }

        @Override
        boolean include(final Forwarder forwarder, final int port, final long frame) {
            final long at = FrameRef.address(frame);
            final int length = FrameRef.length(frame);
            final int l2 = Forwarder.l2Bytes(at, length);
            return l2 >= 0 && isTo(at + l2, length - l2, Memory.getUnsignedShortBigEndian(at + l2 - 2))
                && forwarder.tableOf(port, at, l2) == table;
        }

        private boolean isTo(final long packet, final int bytes, final int type) {
            return six
                ? type == Ethernet.IPV6 && bytes >= IpHeader.V6_BYTES && Memory.getLongBigEndian(packet + V6_DESTINATION) == high
                    && Memory.getLongBigEndian(packet + V6_DESTINATION + Long.BYTES) == low
                : type == Ethernet.IPV4 && bytes >= IpHeader.V4_BYTES && Memory.getIntBigEndian(packet + V4_DESTINATION) == high;
        }
    }
}
