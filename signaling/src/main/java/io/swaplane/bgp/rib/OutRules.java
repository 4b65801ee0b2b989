package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.Communities;
import io.swaplane.bgp.message.ExtendedCommunities;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.policy.Policy;
import io.swaplane.control.intent.Accept;

/**
 * What the peers of a group may be told of a path, and how its attributes and next hop look then (RFC 4271 §5, RFC 4456 §6 and §8,
 * RFC 1997). Keeps what it made of attributes, so that paths that share them share the result. For one thread.
 */
final class OutRules {
    private static final int KEPT = 1 << 9;
    private static final long DEFAULT_LOCAL_PREF = 100;
    private static final int IPV4_EXPLICIT_NULL = 0;
    private static final int IPV6_EXPLICIT_NULL = 2;
    private static final int IMPLICIT_NULL = 3;

    private final Family family;
    private final PeerInfo peer;
    private final PeerRules rules;
    private final SpeakerIdentity self;
    private final NextHop selfNextHop;
    private final Made[] made = new Made[KEPT];

    OutRules(final Family family, final PeerInfo peer, final SpeakerIdentity self) {
        this.family = family;
        this.peer = peer;
        // Policies are about routes: memberships say which of them are wanted, and go their own way.
        this.rules = family == Family.ROUTE_TARGET ? peer.rules().policies(null, Policy.ACCEPT) : peer.rules();
        this.self = self;
        final NextHop own = family.ipv4() ? rules.selfIpv4() : rules.selfIpv6();
        this.selfNextHop = own != null ? own : family.ipv4() ? rules.selfIpv6() : rules.selfIpv4();
    }

    private record Made(PathAttributes from, long originator, int decision, PathAttributes to) { }

    private static boolean isReflected(final PeerSlot source, final PeerInfo to) {
        return source.info() != null && source.internal() && to.internal();
    }

    /** Whether the peers are told of such a path at all. */
    boolean allows(final PeerSlot source, final PathAttributes attributes) {
        if (attributes.communityCount() > 0 && (attributes.hasCommunity(Communities.NO_ADVERTISE)
            || !peer.internal() && (attributes.hasCommunity(Communities.NO_EXPORT)
            || attributes.hasCommunity(Communities.NO_EXPORT_SUBCONFED)))) {
            return false;
        }
        return !isReflected(source, peer) || source.info().rules().client() || rules.client();
    }

    /** Whether the peers are told this router as next hop of such a path: a label must be that next hop's, so a policy's counts too. */
    boolean isSelf(final PeerSlot source, final int choice) {
        return family.labeled() && choice >= 0 ? isOwn(rules.exportPolicy().nextHop(choice)) : isSelf(source);
    }

    /** Whether it is told to a client of the route reflector as of this router itself, also if the client gave it (RFC 4684 §3.2). */
    private boolean isMembershipOfClient() {
        return family == Family.ROUTE_TARGET && peer.internal() && rules.client();
    }

    private boolean isOwn(final NextHop nextHop) {
        return nextHop.equals(rules.selfIpv4()) || nextHop.equals(rules.selfIpv6());
    }

    /** A VRF's labels are this router's own: one that a customer gave is taken on that customer's link alone, and in none of others. */
    private boolean isSelf(final PeerSlot source) {
        if (source.info() == null || isLabelledInVrf() || isMembershipOfClient()) {
            return true;
        }
        return switch (rules.nextHopRule()) {
            case STANDARD -> !peer.internal();
            case SELF -> !isReflected(source, peer);
            case SELF_ALWAYS -> true;
            case UNCHANGED -> false;
        };
    }

    private boolean isLabelledInVrf() {
        return peer.vrf() != null && family.labeled();
    }

    /**
     * The label of this router's own networks: behind it there is nothing but the packet (RFC 3032 §2.1). IPv6 that comes through a core's
     * IPv4 tunnel has one in any case: without, the last router but one would send it as IPv4 (RFC 4798 §2).
     */
    int ownLabel() {
        final boolean isIpv6ByIpv4 = !family.ipv4() && selfNextHop != null && selfNextHop.ipv4() && rules.accept() instanceof Accept.Core;
        return !rules.explicitNull() && !isIpv6ByIpv4 ? IMPLICIT_NULL : family.ipv4() ? IPV4_EXPLICIT_NULL : IPV6_EXPLICIT_NULL;
    }

    /** The next hop that they are told; null when there is none that they understand, or that gave the label. */
    NextHop nextHop(final boolean isSelf, final NextHopState received, final int choice) {
        final NextHop told = choice >= 0 ? rules.exportPolicy().nextHop(choice) : isSelf ? selfNextHop : received.address();
        if (told == null
            || family.ipv4() && !told.ipv4() && family != Family.ROUTE_TARGET && !peer.form().sendsIpv6NextHops(family)) {
            return null;
        }
        return !isSelf && family.labeled() && (isLabelledInVrf() || !told.equals(received.address())) ? null : told;
    }

    /** The decision, when the policy gives a next hop with it; else -1. */
    int nextHopChoice(final int decision) {
        return rules.exportPolicy().nextHop(decision) == null ? -1 : decision;
    }

    /** The export policy's decision. */
    int decide(final long high, final long low, final int length, final PeerSlot source, final PathAttributes attributes) {
        return rules.exportPolicy().decide(family, high, low, length, attributes, source.info() == null ? null : source.info().name());
    }

    /** The attributes that they are told. */
    PathAttributes attributes(final PathAttributes from, final PeerSlot source, final int decision) {
        final boolean reflected = isReflected(source, peer);
        final long originator = reflected ? Integer.toUnsignedLong(source.info().remoteId()) : -1;
        final int at = (System.identityHashCode(from) ^ (int) originator * 31 ^ decision) & KEPT - 1;
        final Made kept = made[at];
        if (kept != null && kept.from == from && kept.originator == originator && kept.decision == decision) {
            return kept.to;
        }
        final PathAttributes to = make(from, originator, decision);
        made[at] = new Made(from, originator, decision, to);
        return to;
    }

    private PathAttributes make(final PathAttributes from, final long originator, final int decision) {
        final PathAttributes.Builder to = from.toBuilder();
        if (peer.internal()) {
            to.localPref(from.localPrefOr(DEFAULT_LOCAL_PREF));
        } else {
            to.noLocalPref().noMed().originatorId(0).clusterList();
            for (int i = 0; i < from.extendedCommunityCount(); i++) {
                if (!ExtendedCommunities.isTransitive(from.extendedCommunity(i))) {
                    to.removeExtendedCommunity(from.extendedCommunity(i));
                }
            }
        }
        if (peer.vrf() != null) {
            withoutTargets(from, to);
        }
        if (originator >= 0) {
            to.originatorId(from.originatorId() != 0 ? from.originatorId() : (int) originator).prependCluster(self.clusterId());
        }
        if (isMembershipOfClient()) {
            to.originatorId(self.routerId());
        }
        final PathAttributes changed = Policy.change(rules.exportPolicy(), decision, to.build());
        return peer.internal() ? changed : external(changed);
    }

    /** Which VRFs of the backbone a route is for is none of a customer's business (RFC 4364 §4.3.1); a policy may still add some. */
    private static void withoutTargets(final PathAttributes from, final PathAttributes.Builder to) {
        for (int i = 0; i < from.extendedCommunityCount(); i++) {
            if (ExtendedCommunities.isRouteTarget(from.extendedCommunity(i))) {
                to.removeExtendedCommunity(from.extendedCommunity(i));
            }
        }
    }

    /** This AS goes before what the policy prepended. */
    private PathAttributes external(final PathAttributes from) {
        final long override = rules.asOverride() ? peer.remoteAs() : peer.localAs();
        return from.toBuilder().asPath(from.asPath().replace(override, peer.localAs()).prepend(peer.localAs(), 1)).build();
    }
}
