package io.swaplane.control.view;

import io.swaplane.control.intent.Prefix;

/**
 * Which BGP routes to read.
 *
 * @param family as {@link BgpPeerView.Family#family}; null for all.
 * @param vrf a VRF's name; null for the tables outside.
 * @param prefix only routes that {@code match} it; null for all.
 * @param match how.
 * @param peer only routes of this peer, by name or address: those received, or those told to it; null for all.
 * @param told whether those told to the peer are meant, as they were told, rather than those received.
 */
public record BgpRouteFilter(String family, String vrf, Prefix prefix, Match match, String peer, boolean told) {
    /** How routes match a prefix. */
    public enum Match {
        /** They are to the prefix or to parts of it. */
        WITHIN,
        /** They are to the prefix. */
        EXACT,
        /** The prefix is the route's own or a part of it. */
        COVERING
    }

    /** All routes of a family outside VRFs, or of all. */
    public static BgpRouteFilter of(final String family) {
        return new BgpRouteFilter(family, null, null, Match.WITHIN, null, false);
    }
}
