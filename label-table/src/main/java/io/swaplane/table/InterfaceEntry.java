package io.swaplane.table;

import java.util.List;

/**
 * What the conductor asks an interface record to hold.
 *
 * @param mac the six bytes of the interface's MAC address, wire order.
 * @param mpls whether labelled packets are taken at all.
 * @param groupMac whether frames to group (multicast) MAC addresses are taken.
 * @param labelSpace index of the label space in which the top label is looked up.
 * @param acceptClasses classes accepted from any neighbour on it that is not named in {@code neighbours}.
 * @param neighbours neighbours with classes of their own; an empty list turns the neighbour check off.
 */
public record InterfaceEntry(byte[] mac, boolean mpls, boolean groupMac, int labelSpace, int[] acceptClasses,
                             List<Neighbour> neighbours) {
    /**
     * One neighbour on a multi-access link, told by its source MAC address.
     *
     * @param mac six bytes, wire order.
     * @param acceptClasses all classes accepted from it; the interface's own do not count for it.
     */
    public record Neighbour(byte[] mac, int[] acceptClasses) { }

    /** Copies what could change. */
    public InterfaceEntry {
        if (mac.length != 6) {
            throw new IllegalArgumentException("a MAC address has 6 bytes, not " + mac.length);
        }
        mac = mac.clone();
        acceptClasses = acceptClasses.clone();
        neighbours = List.copyOf(neighbours);
    }
}
