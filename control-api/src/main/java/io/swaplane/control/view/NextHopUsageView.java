package io.swaplane.control.view;

/**
 * How many next hops there are, without those that belong to a label entry.
 *
 * @param resolved those whose packets have a way out.
 * @param unresolved those whose packets drop as unresolved.
 * @param withoutMemory those of the unresolved ones for whose records there is no memory now.
 * @param memoryShortages how often one became unresolved for lack of memory.
 */
public record NextHopUsageView(int resolved, int unresolved, int withoutMemory, long memoryShortages) { }
