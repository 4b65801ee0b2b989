package io.swaplane.control.view;

import java.util.List;

/**
 * How a table of routes resolves an indirect next hop.
 *
 * @param index index of the indirect next hop.
 * @param reachable false when it does not.
 * @param metric distance, when it does.
 * @param directNextHops where it ends.
 */
public record ResolutionView(int index, boolean reachable, int metric, List<DirectNextHopView> directNextHops) { }
