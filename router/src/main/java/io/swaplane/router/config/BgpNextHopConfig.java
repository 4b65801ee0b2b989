package io.swaplane.router.config;

/**
 * What is known of a next hop of BGP's routes.
 *
 * @param address its address, unique; required.
 * @param metric how far it is; default 0.
 * @param index its number in {@code show mpls next-hop}, 1 to 1048575, unique; default: a free one.
 */
record BgpNextHopConfig(String address, Integer metric, Integer index) { }
