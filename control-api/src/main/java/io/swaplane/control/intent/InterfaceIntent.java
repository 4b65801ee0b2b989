package io.swaplane.control.intent;

import java.util.List;

/**
 * An interface: a port, or a VLAN on it.
 *
 * @param name its name, unique in the router.
 * @param port name of its port.
 * @param vlans VLAN ids on the wire, outermost first: none, one or two.
 * @param outerTpid ethertype of the outer tag when two are sent: 0x88A8 (IEEE 802.1ad) or 0x8100; an inner or only tag is 0x8100.
 * @param mac its MAC address.
 * @param mpls whether and from whom it takes labelled packets.
 * @param mtu most octets after the L2 header, labels included.
 * @param groupMac whether it takes frames to group MAC addresses.
 * @param ownLabelSpace whether the top label is looked up in a label space of the interface's own (RFC 3031 §3.14) instead of the
 *     platform's; the label space has the interface's name.
 * @param vrf the VRF by which its IP packets are routed, {@link VrfIntent#GLOBAL} for the global table; null when it takes none.
 * @param addresses its own addresses in {@code vrf}, each with the length of its link's prefix.
 * @param host whether the host itself is behind it: its IP packets are the router's own, and this router is no hop of theirs.
 */
public record InterfaceIntent(String name, String port, List<Integer> vlans, int outerTpid, MacAddress mac, MplsMode mpls, int mtu,
                              boolean groupMac, boolean ownLabelSpace, String vrf, List<Prefix> addresses, boolean host) {
    /** Copies the lists. */
    public InterfaceIntent {
        vlans = List.copyOf(vlans);
        addresses = List.copyOf(addresses);
    }

    /** An interface to others than the host. */
    public InterfaceIntent(final String name, final String port, final List<Integer> vlans, final int outerTpid, final MacAddress mac,
                           final MplsMode mpls, final int mtu, final boolean groupMac, final boolean ownLabelSpace, final String vrf,
                           final List<Prefix> addresses) {
        this(name, port, vlans, outerTpid, mac, mpls, mtu, groupMac, ownLabelSpace, vrf, addresses, false);
    }

    /** An interface that takes no IP packets. */
    public InterfaceIntent(final String name, final String port, final List<Integer> vlans, final int outerTpid, final MacAddress mac,
                           final MplsMode mpls, final int mtu, final boolean groupMac, final boolean ownLabelSpace) {
        this(name, port, vlans, outerTpid, mac, mpls, mtu, groupMac, ownLabelSpace, null, List.of());
    }
}
