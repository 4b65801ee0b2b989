package io.swaplane.router.config;

/**
 * How many prefixes of a family a neighbor may send.
 *
 * @param limit the most, at least 1; required.
 * @param warnAt at which share of it a warning is logged, percent, 1 to 100; default 75.
 * @param warnOnly whether the session outlives the limit; default false.
 * @param restart after which time a session that the limit ended is opened again; default: never.
 */
record BgpPrefixLimitConfig(Integer limit, Integer warnAt, Boolean warnOnly, String restart) { }
