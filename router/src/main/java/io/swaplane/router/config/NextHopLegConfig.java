package io.swaplane.router.config;

/**
 * A leg of a next-hop group.
 *
 * @param weight its share, 1 to 255; default 1.
 * @param nextHop index of the next hop that takes it; required.
 */
record NextHopLegConfig(Integer weight, Integer nextHop) { }
