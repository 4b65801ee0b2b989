package io.swaplane.io.netlink;

import java.net.InetAddress;

/**
 * An IP address of one of the kernel's interfaces.
 *
 * @param interfaceIndex the interface.
 * @param address its own address.
 * @param prefixLength bits of the subnet.
 */
public record InterfaceAddress(int interfaceIndex, InetAddress address, int prefixLength) { }
