package io.swaplane.router.config;

/**
 * A tunnel: an LSP to a router, which resolves next hops with this router as their {@code peer}.
 *
 * @param endpoint address of the router at its end; required.
 * @param owner who made it, as {@code show} prints it; with the endpoint, unique; default {@code static}.
 * @param nextHop index of the next hop that leads into it; required.
 * @param preference from 0, the best; default 0.
 * @param metric distance, from 0; default 0.
 */
record TunnelConfig(String endpoint, String owner, Integer nextHop, Integer preference, Integer metric) { }
