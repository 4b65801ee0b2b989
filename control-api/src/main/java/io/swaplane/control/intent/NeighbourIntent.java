package io.swaplane.control.intent;

import java.net.InetAddress;

/**
 * A neighbour on an interface whose MAC address is configured.
 *
 * @param interfaceName the interface.
 * @param address its IP address.
 * @param mac its MAC address.
 */
public record NeighbourIntent(String interfaceName, InetAddress address, MacAddress mac) { }
