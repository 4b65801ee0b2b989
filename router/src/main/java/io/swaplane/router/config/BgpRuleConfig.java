package io.swaplane.router.config;

/**
 * A rule of a policy.
 *
 * @param match what must be true of a route, all of it; default: every route.
 * @param action {@code accept} or {@code reject}; default {@code accept}.
 * @param set what is changed about an accepted route; default nothing.
 */
record BgpRuleConfig(BgpMatchConfig match, String action, BgpSetConfig set) { }
