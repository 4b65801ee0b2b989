package io.swaplane.table;

import java.util.Arrays;

/**
 * One way out of the router: what the conductor asks a plain next-hop record to hold.
 *
 * @param port egress port.
 * @param mtu most octets after the L2 header, labels included; 1 to 65513, so that a frame with two tags still has a 16-bit length.
 * @param l2Header destination MAC, source MAC, up to two VLAN tags and the MPLS ethertype: 14, 18 or 22 bytes, wire order.
 * @param pushes labels to push, top of stack first; at most 16.
 * @param statistics next-hop id whose counters count what leaves here, 0 for none.
 * @param pipeTtl TTL of pushed labels in pipe model, 1 to 255.
 * @param pipeTc TC of pushed labels in pipe model, 0 to 7.
 */
public record NextHopEntry(int port, int mtu, byte[] l2Header, int[] pushes, int statistics, int pipeTtl, int pipeTc)
    implements Egress {
    /** The largest MTU. */
    public static final int MAX_MTU = 0xFFFF - NextHopLayout.MAX_L2_BYTES;

    /** Checks every field's range. */
    public NextHopEntry {
        require(port >= 0 && port <= 0xFFFF, "port " + port);
        require(mtu >= 1 && mtu <= MAX_MTU, "MTU " + mtu);
        require(l2Header.length == 14 || l2Header.length == 18 || l2Header.length == 22, "L2 header of " + l2Header.length + " bytes");
        require(pushes.length <= NextHopLayout.MAX_PUSHES, pushes.length + " pushed labels");
        for (final int label : pushes) {
            require(label >= 0 && label < IlmLayout.LABELS, "pushed label " + label);
        }
        require(statistics >= 0 && statistics < ForwardingWord.FIELD_LIMIT, "statistics id " + statistics);
        require(pipeTtl >= 1 && pipeTtl <= 255, "pipe TTL " + pipeTtl);
        require(pipeTc >= 0 && pipeTc <= 7, "pipe TC " + pipeTc);
        l2Header = l2Header.clone();
        pushes = pushes.clone();
    }

    private static void require(final boolean condition, final String what) {
        if (!condition) {
            throw new IllegalArgumentException(what + " is out of range");
        }
    }

    @Override
    public boolean isResolved() {
        return true;
    }

    @Override
    public int recordBytes() {
        return NextHopLayout.BYTES;
    }

    @Override
    public Egress pushing(final int... labels) {
        final int[] all = Arrays.copyOf(pushes, pushes.length + labels.length);
        System.arraycopy(labels, 0, all, pushes.length, labels.length);
        return new NextHopEntry(port, mtu, l2Header, all, statistics, pipeTtl, pipeTc);
    }
}
