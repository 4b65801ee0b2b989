package io.swaplane.router.config;

import java.util.List;

/**
 * What must be true of a route, all of it.
 *
 * @param prefixes prefixes, one of which it has, as in {@code 10.0.0.0/8}, {@code 10.0.0.0/8 le 24} or {@code 10.0.0.0/8 ge 16 le 24}.
 * @param families families, one of which it is of.
 * @param community communities that it has.
 * @param largeCommunity large communities that it has.
 * @param target route targets that it has.
 * @param asPath how its AS path looks, as in {@code 42 * 35}: a dot for any AS, a star for any number of them.
 * @param asPathLength how many ASs are in its path at most.
 * @param neighbor name of the neighbor that it is from.
 */
record BgpMatchConfig(List<String> prefixes, List<String> families, OneOrMore community, OneOrMore largeCommunity, OneOrMore target,
                      String asPath, Integer asPathLength, String neighbor) { }
