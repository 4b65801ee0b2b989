package io.swaplane.router.config;

import io.swaplane.bgp.router.BgpSettings;
import io.swaplane.control.intent.RouterIntent;

/**
 * A whole configuration file.
 *
 * @param intent what the router is asked to do.
 * @param live how it meets its interfaces and its host.
 * @param bgp its BGP, or null when it speaks none.
 */
public record LiveConfiguration(RouterIntent intent, LiveSettings live, BgpSettings bgp) { }
