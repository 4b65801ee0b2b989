package io.swaplane.control.view;

import io.swaplane.control.intent.Prefix;
import io.swaplane.table.fib.AddressFamily;

/**
 * Which routes to read.
 *
 * @param vrf the VRF's name; null for all VRFs and the global table.
 * @param family IPv4 or IPv6; null for both.
 * @param within only routes to this prefix and to parts of it; null for all.
 * @param kind only routes of this {@link RouteView#kind}; null for all.
 */
public record RouteFilter(String vrf, AddressFamily family, Prefix within, String kind) {
    /** All routes of a VRF, or with null of all. */
    public static RouteFilter of(final String vrf) {
        return new RouteFilter(vrf, null, null, null);
    }
}
