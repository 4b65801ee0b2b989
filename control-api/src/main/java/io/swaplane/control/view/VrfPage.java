package io.swaplane.control.view;

import java.util.List;

/**
 * Some VRFs by number, the global table first.
 *
 * @param vrfs the VRFs.
 * @param next the number to read on from, or 0 after the last.
 */
public record VrfPage(List<VrfView> vrfs, int next) { }
