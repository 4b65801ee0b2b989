package io.swaplane.control.view;

import java.util.List;

/**
 * Some label bindings by label.
 *
 * @param bindings the bindings.
 * @param next the label to read on from, or 0 after the last.
 */
public record BindingPage(List<BindingView> bindings, int next) { }
