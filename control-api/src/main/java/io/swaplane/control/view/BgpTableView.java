package io.swaplane.control.view;

/**
 * A table of BGP routes.
 *
 * @param family as {@link BgpPeerView.Family#family}.
 * @param vrf the VRF, or null outside.
 * @param destinations prefixes (with their route distinguishers) that have a path.
 * @param paths paths to them.
 */
public record BgpTableView(String family, String vrf, int destinations, int paths) { }
