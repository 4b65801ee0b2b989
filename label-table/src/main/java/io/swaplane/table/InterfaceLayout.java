package io.swaplane.table;

/**
 * Layout of an interface record in a worker's interface table: what the forwarder asks of a packet's ingress.
 *
 * <pre>
 *   +0  address of the worker's ILM for the interface's label space
 *   +8  MAC address: its six bytes as a little-endian load at the frame's first byte sees them, upper 16 bits zero
 *  +16  flags: bit 0 MPLS on; bit 1 takes group MAC addresses; bit 2 has neighbour classes; bit 3 takes IP packets;
 *       bit 4 these are the host's
 *  +24  address of the neighbour list, 0 when none: a count, then per neighbour its MAC (8 bytes) and accept bitmap (512 bytes)
 *  +32  number of the VRF by which its IP packets are routed, 0 the global table
 *  +64  accept bitmap, 512 bytes: bit c is set when class c is accepted from here
 * </pre>
 *
 * <p>Interface 0 is never configured: its flags are 0, so that packets that lead to it drop.
 */
public final class InterfaceLayout {
    public static final int SHIFT = 10;
    public static final int ILM = 0;
    public static final int MAC = 8;
    public static final int FLAGS = 16;
    public static final int NEIGHBOURS = 24;
    public static final int VRF = 32;
    public static final int ACCEPT = 64;

    public static final int MPLS_ON = 1;
    public static final int TAKES_GROUP_MAC = 2;
    public static final int HAS_NEIGHBOUR_CLASSES = 4;
    public static final int IP_ON = 8;
    public static final int HOST = 16;

    public static final int NEIGHBOUR_COUNT = 0;
    public static final int NEIGHBOUR_FIRST = 8;
    public static final int NEIGHBOUR_BYTES = 8 + AcceptClass.BITMAP_BYTES;

    /** The bits of an 8-byte load that hold a MAC address. */
    public static final long MAC_MASK = 0xFFFF_FFFF_FFFFL;

    static {
        assert ACCEPT + AcceptClass.BITMAP_BYTES <= 1 << SHIFT;
    }

    private InterfaceLayout() {
    }

    /** Address of an interface's record. */
    public static long record(final long table, final int interfaceId) {
        return table + ((long) interfaceId << SHIFT);
    }
}
