package io.swaplane.bgp.router;

import io.swaplane.bgp.rib.PeerRules;
import io.swaplane.bgp.session.PeerSettings;

/**
 * A peer as configured.
 *
 * @param name what {@code show} and policies call it; unique.
 * @param vrf the VRF that the session is in, or null.
 * @param session how to reach it, and what to agree on.
 * @param rules what is taken from it and told to it.
 * @param shutdown whether its session is not opened.
 */
public record BgpPeer(String name, String vrf, PeerSettings session, PeerRules rules, boolean shutdown) { }
