package io.swaplane.router.config;

/**
 * A leg of a route's group: a way of its own, or a protection pair.
 *
 * @param weight its share, 1 to 255; default 1.
 * @param label pushed under the next hop's.
 * @param nextHop index of a next hop.
 * @param via address of a gateway.
 * @param primary path while its port is up.
 * @param backup path otherwise.
 */
record RouteLegConfig(Integer weight, Integer label, Integer nextHop, String via, RoutePathConfig primary, RoutePathConfig backup)
    implements RouteWayConfig { }
