package io.swaplane.control.view;

/**
 * A next hop that stands for a peer, and how it is resolved.
 *
 * @param address the peer's address.
 * @param ipRoute to the connected neighbours, and to the tunnels' endpoints with their metrics.
 * @param tunnelRoute to the tunnels, the neighbours on MPLS interfaces, and next hops that are named: the way that packets take.
 * @param references how many label entries, next hops and tunnels lead to it.
 */
public record IndirectNextHopView(String address, ResolutionView ipRoute, ResolutionView tunnelRoute, int references) { }
