package io.swaplane.table;

import java.util.List;

/**
 * What the conductor asks an interface record to hold.
 *
 * @param mac the six bytes of the interface's MAC address, wire order.
 * @param mpls whether labelled packets are taken at all.
 * @param groupMac whether labelled frames to group (multicast) MAC addresses are taken.
 * @param labelSpace index of the label space in which the top label is looked up.
 * @param acceptClasses classes accepted from any neighbour on it that is not named in {@code neighbours}.
 * @param neighbours neighbours with classes of their own; an empty list turns the neighbour check off.
 * @param vrf number of the VRF by which IP packets are routed, 0 the global table; {@link #NO_IP} when it takes none.
 * @param host whether its IP packets are the host's, which lose no TTL here.
 */
public record InterfaceEntry(byte[] mac, boolean mpls, boolean groupMac, int labelSpace, int[] acceptClasses,
                             List<Neighbour> neighbours, int vrf, boolean host) {
    /** VRF of an interface that takes no IP packets. */
    public static final int NO_IP = -1;

    /** An interface to others than the host. */
    public InterfaceEntry(final byte[] mac, final boolean mpls, final boolean groupMac, final int labelSpace, final int[] acceptClasses,
                          final List<Neighbour> neighbours, final int vrf) {
        this(mac, mpls, groupMac, labelSpace, acceptClasses, neighbours, vrf, false);
    }

    /** An interface that takes labelled packets only. */
    public InterfaceEntry(final byte[] mac, final boolean mpls, final boolean groupMac, final int labelSpace, final int[] acceptClasses,
                          final List<Neighbour> neighbours) {
        this(mac, mpls, groupMac, labelSpace, acceptClasses, neighbours, NO_IP);
    }

    /**
     * One neighbour on a multi-access link, told by its source MAC address.
     *
     * @param mac six bytes, wire order.
     * @param acceptClasses all classes accepted from it; the interface's own do not count for it.
     */
    public record Neighbour(byte[] mac, int[] acceptClasses) {
        /** Checks every field's range and copies what could change. */
        public Neighbour {
            mac = checkedMac(mac);
            acceptClasses = checkedClasses(acceptClasses);
        }
    }

    /** Checks every field's range and copies what could change. */
    public InterfaceEntry {
        mac = checkedMac(mac);
        acceptClasses = checkedClasses(acceptClasses);
        neighbours = List.copyOf(neighbours);
    }

    private static byte[] checkedMac(final byte[] mac) {
        if (mac.length != 6) {
            throw new IllegalArgumentException("a MAC address has 6 bytes, not " + mac.length);
        }
        return mac.clone();
    }

    private static int[] checkedClasses(final int[] classes) {
        for (final int acceptClass : classes) {
            if (acceptClass < 0 || acceptClass >= AcceptClass.LIMIT) {
                throw new IllegalArgumentException("accept class " + acceptClass + " must be 0 to " + (AcceptClass.LIMIT - 1));
            }
        }
        return classes.clone();
    }
}
