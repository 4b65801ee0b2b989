package io.swaplane.control.view;

import io.swaplane.control.intent.Prefix;

/**
 * Which BGP routes to read.
 *
 * @param family as {@link BgpPeerView.Family#family}; null for all.
 * @param vrf a VRF's name; null for the tables outside.
 * @param within only routes to this prefix and to parts of it; null for all.
 * @param peer only routes of this peer, by name or address: those received, or those told to it; null for all.
 * @param told whether those told to the peer are meant, as they were told, rather than those received.
 */
public record BgpRouteFilter(String family, String vrf, Prefix within, String peer, boolean told) {
    /** All routes of a family outside VRFs, or of all. */
    public static BgpRouteFilter of(final String family) {
        return new BgpRouteFilter(family, null, null, null, false);
    }
}
