package io.swaplane.control.view;

import java.util.List;

/**
 * Some label entries in their order.
 *
 * @param labels the entries; a page may be empty and not be the last.
 * @param nextHops when asked for, the next hops that they lead to, each once, in order of appearance.
 * @param next where to read on, or null after the last.
 */
public record LabelPage(List<LabelView> labels, List<NextHopView> nextHops, LabelPosition next) { }
