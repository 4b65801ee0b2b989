package io.swaplane.control;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.MacAddress;
import java.nio.ByteBuffer;

/** The Ethernet header that a next hop puts before a labelled packet, in wire order. */
final class L2Header {
    /** TPID of an 802.1Q tag. */
    static final int CUSTOMER_TAG = 0x8100;
    /** TPID of an 802.1ad service tag. */
    static final int SERVICE_TAG = 0x88A8;

    private static final int MPLS_UNICAST = 0x8847;

    private L2Header() {
    }

    /** Destination, source, the interface's VLAN tags with priority 0, ethertype MPLS: 14, 18 or 22 bytes. */
    static byte[] of(final MacAddress destination, final InterfaceIntent egress) {
        final int tags = egress.vlans().size();
        final ByteBuffer header = ByteBuffer.allocate(14 + 4 * tags);
        header.put(destination.bytes()).put(egress.mac().bytes());
        for (int i = 0; i < tags; i++) {
            header.putShort((short) (i == 0 && tags == 2 ? egress.outerTpid() : CUSTOMER_TAG));
            header.putShort(egress.vlans().get(i).shortValue());
        }
        return header.putShort((short) MPLS_UNICAST).array();
    }
}
