package io.swaplane.control.view;

/**
 * Where a resolution ends.
 *
 * @param interfaceName egress interface, or null when it is a next hop with an index.
 * @param neighbour the neighbour's address, or null where it is that of the indirect next hop itself, or of a next hop.
 * @param nextHop index of the next hop, or null.
 */
public record DirectNextHopView(String interfaceName, String neighbour, Integer nextHop) { }
