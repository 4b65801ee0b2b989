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
 * @param port with which its session ends when it goes down; null for none.
 * @param description what is to be known about it, for people; null for nothing.
 */
public record BgpPeer(String name, String vrf, PeerSettings session, PeerRules rules, boolean shutdown, String port,
                      String description) {
    /** A peer that nothing is to be known about. */
    public BgpPeer(final String name, final String vrf, final PeerSettings session, final PeerRules rules, final boolean shutdown) {
        this(name, vrf, session, rules, shutdown, null, null);
    }

    /** Whether sessions with the other are the same: they differ by their descriptions, ports and policies at most. */
    boolean isSameAs(final BgpPeer other) {
        return new BgpPeer(name, vrf, session, rules.policies(other.rules.importPolicy(), other.rules.exportPolicy()), shutdown,
            other.port, other.description).equals(other);
    }
}
