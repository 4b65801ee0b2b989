package io.swaplane.router.config;

import io.swaplane.control.intent.RouterIntent;

/**
 * A configuration file for a router on real interfaces.
 *
 * @param intent what the router is asked to do.
 * @param live how it meets its interfaces and its host.
 */
public record LiveConfiguration(RouterIntent intent, LiveSettings live) { }
