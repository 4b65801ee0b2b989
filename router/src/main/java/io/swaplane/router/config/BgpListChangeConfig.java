package io.swaplane.router.config;

import java.util.List;

/**
 * How a route's communities or targets change.
 *
 * @param add what it has besides.
 * @param remove what it has no more.
 * @param set what it has in the place of all it had; alone.
 */
record BgpListChangeConfig(List<String> add, List<String> remove, List<String> set) { }
