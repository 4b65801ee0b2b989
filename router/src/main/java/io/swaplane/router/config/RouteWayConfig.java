package io.swaplane.router.config;

/** A way out of a route, a leg or a path of a protection pair: exactly one of {@link #nextHop} and {@link #via}. */
interface RouteWayConfig {
    /** Label pushed under those of the next hop: 0, 2 or 16 to 1048575; null for none. */
    Integer label();

    /** Index of a next hop. */
    Integer nextHop();

    /** Address of a gateway on a link of the route's table. */
    String via();
}
