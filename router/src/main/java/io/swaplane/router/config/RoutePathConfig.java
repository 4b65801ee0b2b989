package io.swaplane.router.config;

/**
 * One path of a route's protection pair; see {@link RouteWayConfig}.
 *
 * @param label pushed under the next hop's.
 * @param nextHop index of a next hop.
 * @param via address of a gateway.
 */
record RoutePathConfig(Integer label, Integer nextHop, String via) implements RouteWayConfig { }
