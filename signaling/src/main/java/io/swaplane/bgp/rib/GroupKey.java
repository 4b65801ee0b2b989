package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.Negotiated;

/**
 * What peers must have in common to be sent the same octets.
 *
 * @param family of which routes.
 * @param vrf the sessions' VRF, or null.
 * @param rules what the configuration says, as far as it is about what they are sent.
 * @param localAs this router's AS towards them.
 * @param internal whether they are of the same AS.
 * @param remoteAs their AS when it is replaced; else 0.
 * @param fourOctetAs the form of their messages.
 * @param pathIds the form of their messages.
 * @param ipv6NextHops the form of their messages.
 * @param maxMessage the longest of their messages.
 * @param wanted which VPN routes they want; each session has its own, so that such a peer is alone, with its memberships as well. Null for
 *     all.
 */
record GroupKey(Family family, String vrf, PeerRules rules, long localAs, boolean internal, long remoteAs, boolean fourOctetAs,
                boolean pathIds, boolean ipv6NextHops, int maxMessage, WantedTargets wanted) {
    static GroupKey of(final Family family, final PeerInfo peer) {
        final Negotiated form = peer.form();
        final PeerRules rules = peer.rules();
        return new GroupKey(family, peer.vrf(),
            rules.policies(null, rules.exportPolicy()).as(0, rules.asOverride()).scope(null), peer.localAs(), peer.internal(),
            rules.asOverride() ? peer.remoteAs() : 0, form.fourOctetAs(), form.sendsPathIds(family), form.sendsIpv6NextHops(family),
            form.maxMessage(), family.vpn() || family == Family.ROUTE_TARGET ? peer.wanted() : null);
    }
}
