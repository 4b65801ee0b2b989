package io.swaplane.control.view;

import java.util.List;

/**
 * One way out of a route, down to the neighbour: a route over a group has several.
 *
 * @param role null when there is one way; else the group's legs from the outermost in, as {@code weight 2} or {@code weight 1, backup}.
 * @param active false for one that protection does not use now.
 * @param nextHop index of the next hop that the route names, or of the gateway's adjacency.
 * @param label the label that the route itself pushes, or null.
 * @param labels all labels that are pushed, top of stack first, {@code label} last.
 * @param interfaceName egress interface, or null when the way leads nowhere.
 * @param neighbour the neighbour's or gateway's address, or null when none is known.
 * @param resolved false when its packets drop as unresolved.
 */
public record RouteLegView(String role, boolean active, int nextHop, Integer label, List<Integer> labels, String interfaceName,
                           String neighbour, boolean resolved) { }
