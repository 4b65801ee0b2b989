package io.swaplane.router.config;

/**
 * One path of a protection pair; see {@link ForwardConfig}.
 *
 * @param swap out label.
 * @param php payload type.
 * @param pop payload type.
 * @param nextHop index of the next hop.
 */
record PathConfig(String swap, String php, String pop, Integer nextHop) implements ForwardConfig { }
