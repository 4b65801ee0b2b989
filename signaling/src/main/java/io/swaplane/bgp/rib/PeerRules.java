package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.policy.Policy;
import io.swaplane.control.intent.Accept;

/**
 * What the configuration says of the routes exchanged with a peer.
 *
 * @param importPolicy what is taken from it; {@link Policy#REJECT} is what RFC 8212 asks for of an external peer without a policy.
 * @param exportPolicy what it is given.
 * @param accept from where the labels that it is told are valid.
 * @param client whether it is a client of this route reflector.
 * @param nextHopRule what it is told as next hop.
 * @param selfIpv4 this router's address as next hop of IPv4 families and of VPNs; null when it has none.
 * @param selfIpv6 this router's address as next hop of IPv6 families; null when it has none.
 * @param allowAs how often this router's AS may be in the path of what is taken from it.
 * @param asOverride whether its AS is replaced by this router's in what it is told.
 * @param explicitNull whether it is told this router's own labelled networks with explicit null, not with implicit null.
 * @param scope which next hops it may name when it is external, or in a VRF.
 */
public record PeerRules(Policy importPolicy, Policy exportPolicy, Accept accept, boolean client, NextHopRule nextHopRule,
                        NextHop selfIpv4, NextHop selfIpv6, int allowAs, boolean asOverride, boolean explicitNull,
                        NextHopScope scope) {
    /** All is taken and given, labels are valid on core interfaces, nothing else is special. */
    public static PeerRules open(final NextHop self) {
        return new PeerRules(Policy.ACCEPT, Policy.ACCEPT, new Accept.Core(), false, NextHopRule.STANDARD, self.ipv4() ? self : null,
            self.ipv4() ? null : self, 0, false, false, NextHopScope.LINK);
    }

    /** These with other policies. */
    public PeerRules policies(final Policy in, final Policy out) {
        return new PeerRules(in, out, accept, client, nextHopRule, selfIpv4, selfIpv6, allowAs, asOverride, explicitNull, scope);
    }

    /** These with labels that are valid from elsewhere. */
    public PeerRules accept(final Accept from) {
        return new PeerRules(importPolicy, exportPolicy, from, client, nextHopRule, selfIpv4, selfIpv6, allowAs, asOverride, explicitNull,
            scope);
    }

    /** These for a client of the route reflector, or for none. */
    public PeerRules client(final boolean isClient) {
        return new PeerRules(importPolicy, exportPolicy, accept, isClient, nextHopRule, selfIpv4, selfIpv6, allowAs, asOverride,
            explicitNull, scope);
    }

    /** These with another rule for the next hop. */
    public PeerRules nextHop(final NextHopRule rule) {
        return new PeerRules(importPolicy, exportPolicy, accept, client, rule, selfIpv4, selfIpv6, allowAs, asOverride, explicitNull,
            scope);
    }

    /** These with other rules for this router's and the peer's AS. */
    public PeerRules as(final int allowed, final boolean override) {
        return new PeerRules(importPolicy, exportPolicy, accept, client, nextHopRule, selfIpv4, selfIpv6, allowed, override, explicitNull,
            scope);
    }

    /** These with both addresses. */
    public PeerRules self(final NextHop ipv4, final NextHop ipv6) {
        return new PeerRules(importPolicy, exportPolicy, accept, client, nextHopRule, ipv4, ipv6, allowAs, asOverride, explicitNull, scope);
    }

    /** These with explicit null for this router's own labelled networks, or with implicit null. */
    public PeerRules explicitNull(final boolean told) {
        return new PeerRules(importPolicy, exportPolicy, accept, client, nextHopRule, selfIpv4, selfIpv6, allowAs, asOverride, told, scope);
    }

    /** These with next hops from elsewhere. */
    public PeerRules scope(final NextHopScope of) {
        return new PeerRules(importPolicy, exportPolicy, accept, client, nextHopRule, selfIpv4, selfIpv6, allowAs, asOverride,
            explicitNull, of);
    }
}
