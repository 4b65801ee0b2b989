package io.swaplane.control.view;

import java.util.List;

/**
 * Some next hops by index.
 *
 * @param nextHops the next hops.
 * @param next the index to read on from, or 0 after the last.
 */
public record NextHopPage(List<NextHopView> nextHops, int next) { }
