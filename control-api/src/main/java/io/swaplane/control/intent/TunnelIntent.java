package io.swaplane.control.intent;

import java.net.InetAddress;

/**
 * An LSP to a router, over which next hops that name this router as their peer are resolved. A router may have a tunnel from each owner;
 * the one with the lowest preference is used, then with the lowest metric, then the first owner by name.
 *
 * @param endpoint address of the router at its end.
 * @param owner who made it; with the endpoint, its key.
 * @param nextHop index of the next hop that leads into it.
 * @param preference from 0, the best.
 * @param metric distance, from 0.
 */
public record TunnelIntent(InetAddress endpoint, String owner, int nextHop, int preference, int metric) { }
