package io.swaplane.router.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A neighbour whose MAC address is configured.
 *
 * @param interfaceName the interface that it is on; required.
 * @param address its IPv4 or IPv6 address; required.
 * @param mac its MAC address, in quotes; required.
 */
record NeighbourConfig(@JsonProperty("interface") String interfaceName, String address, String mac) { }
