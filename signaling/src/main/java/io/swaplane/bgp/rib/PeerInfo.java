package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.Negotiated;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.policy.Policy;

/**
 * A peer as the RIB sees it, for one session.
 *
 * @param name what {@code show} and policies call it; the same over its sessions.
 * @param address its address.
 * @param vrf the VRF that the session is in, or null.
 * @param localAs this router's AS towards it.
 * @param remoteAs its AS.
 * @param remoteId its router id.
 * @param form what the session negotiated.
 * @param rules what the configuration says.
 * @param wanted which VPN routes it wants; null when the session says nothing of that, so that it wants all.
 */
public record PeerInfo(String name, NextHop address, String vrf, long localAs, long remoteAs, int remoteId, Negotiated form,
                       PeerRules rules, WantedTargets wanted) {
    /** A peer of a session that begins. */
    public PeerInfo(final String name, final NextHop address, final String vrf, final long localAs, final long remoteAs, final int remoteId,
                    final Negotiated form, final PeerRules rules) {
        this(name, address, vrf, localAs, remoteAs, remoteId, form, rules,
            form.has(Family.ROUTE_TARGET) ? new WantedTargets() : null);
    }

    /** The same session with other policies. */
    public PeerInfo policies(final Policy in, final Policy out) {
        return new PeerInfo(name, address, vrf, localAs, remoteAs, remoteId, form, rules.policies(in, out), wanted);
    }

    /** Whether it is of the same AS. */
    public boolean internal() {
        return localAs == remoteAs;
    }
}
