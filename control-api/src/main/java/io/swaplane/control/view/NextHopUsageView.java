package io.swaplane.control.view;

/**
 * How many next hops there are, without those that belong to a label entry.
 *
 * @param resolved those whose packets have a way out.
 * @param unresolved those whose packets drop as unresolved.
 */
public record NextHopUsageView(int resolved, int unresolved) { }
