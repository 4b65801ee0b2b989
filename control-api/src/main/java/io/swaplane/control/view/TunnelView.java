package io.swaplane.control.view;

/**
 * A tunnel.
 *
 * @param endpoint address of the router at its end.
 * @param owner who made it.
 * @param nextHop index of the next hop that leads into it.
 * @param preference from 0, the best.
 * @param metric distance.
 * @param active true for the one to this endpoint that is used.
 * @param reachable false when packets for it drop as unresolved.
 */
public record TunnelView(String endpoint, String owner, int nextHop, int preference, int metric, boolean active, boolean reachable) { }
