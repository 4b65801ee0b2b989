package io.swaplane.control.view;

import java.util.List;

/**
 * Some indirect next hops by index; a page may be empty and not be the last.
 *
 * @param nextHops the next hops.
 * @param next the index to read on from, or 0 after the last.
 */
public record IndirectNextHopPage(List<IndirectNextHopView> nextHops, int next) { }
