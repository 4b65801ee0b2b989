package io.swaplane.control.view;

/**
 * A port.
 *
 * @param port its name.
 * @param up its state.
 * @param inPackets frames received.
 * @param inOctets their octets without FCS.
 * @param outPackets frames sent.
 * @param outOctets their octets without FCS.
 * @param outDiscards frames that could not be sent.
 */
public record PortView(String port, boolean up, long inPackets, long inOctets, long outPackets, long outOctets, long outDiscards) { }
