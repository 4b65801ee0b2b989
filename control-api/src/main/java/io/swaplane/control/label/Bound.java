package io.swaplane.control.label;

/**
 * A binding's label; its entry was in the tables before this was said.
 *
 * @param label the in-label.
 * @param resolved false while its packets drop as {@code unresolved}: the label must not be advertised yet.
 */
public record Bound(int label, boolean resolved) { }
