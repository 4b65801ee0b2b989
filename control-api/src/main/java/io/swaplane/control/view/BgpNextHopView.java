package io.swaplane.control.view;

/**
 * A next hop of BGP routes.
 *
 * @param address its address.
 * @param vrf the VRF that it is looked for in, or null outside.
 * @param index index of the next hop in the router; null when there is none.
 * @param resolved whether the router reaches it.
 * @param metric how far it is.
 * @param references how many different labels, and plain routes, lead by it.
 */
public record BgpNextHopView(String address, String vrf, Integer index, boolean resolved, int metric, int references) { }
