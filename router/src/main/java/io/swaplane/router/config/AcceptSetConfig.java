package io.swaplane.router.config;

import java.util.List;

/**
 * A named set of ingresses that share one accept class.
 *
 * @param name its name, unique; required.
 * @param members its ingresses, each {@code {interface: X}} or {@code {interface: X, neighbour: A}}; at least one.
 */
record AcceptSetConfig(String name, List<AcceptConfig> members) { }
