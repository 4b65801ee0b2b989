package io.swaplane.router.config;

/**
 * What a rule changes about a route.
 *
 * @param localPref its local preference, 0 to 4294967295.
 * @param med its MED, 0 to 4294967295.
 * @param communities its communities.
 * @param largeCommunities its large communities.
 * @param targets its route targets.
 * @param nextHop its next hop.
 * @param prepend how often the router's AS goes before its path, 1 to 32.
 */
record BgpSetConfig(String localPref, String med, BgpListChangeConfig communities, BgpListChangeConfig largeCommunities,
                    BgpListChangeConfig targets, String nextHop, Integer prepend) { }
