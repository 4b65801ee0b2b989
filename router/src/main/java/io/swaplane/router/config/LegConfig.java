package io.swaplane.router.config;

/**
 * A leg of an ECMP group: a path of its own, or a protection pair.
 *
 * @param weight its share, 1 to 255; default 1.
 * @param swap out label.
 * @param php payload type.
 * @param pop payload type.
 * @param nextHop index of the next hop.
 * @param primary path while its port is up.
 * @param backup path otherwise.
 */
record LegConfig(Integer weight, String swap, String php, String pop, Integer nextHop, PathConfig primary, PathConfig backup)
    implements ForwardConfig { }
