package io.swaplane.control.view;

import io.swaplane.table.fib.AddressFamily;

/**
 * Where to read on in the routes, which stand by VRF number, family, address and length.
 *
 * @param vrf the VRF's number.
 * @param family IPv4 comes first.
 * @param high the address's first eight octets, an IPv4 address in the upper four.
 * @param low the others of an IPv6 address.
 * @param length the first length not read yet; may be one more than an address has bits.
 */
public record RoutePosition(int vrf, AddressFamily family, long high, long low, int length) {
    /** The first route of the global table. */
    public static final RoutePosition START = new RoutePosition(0, AddressFamily.IPV4, 0, 0, 0);
}
