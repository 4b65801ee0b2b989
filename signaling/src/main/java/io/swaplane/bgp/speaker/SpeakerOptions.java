package io.swaplane.bgp.speaker;

import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.rib.BestPathOptions;
import io.swaplane.bgp.rib.SpeakerIdentity;
import io.swaplane.bgp.vpn.TargetFilter;
import java.util.Set;

/**
 * What a speaker is told by the configuration, but for its peers and VRFs.
 *
 * @param identity its router id and cluster.
 * @param ownAddresses addresses of this router: a path with one of them as next hop is not taken.
 * @param bestPath how the best path is chosen.
 * @param kept which VPN routes are kept.
 * @param labelPerRoute whether each VPN route that it passes on has a label of its own, instead of one for next hop and received label.
 */
public record SpeakerOptions(SpeakerIdentity identity, Set<NextHop> ownAddresses, BestPathOptions bestPath, TargetFilter kept,
                             boolean labelPerRoute) {
    /** Copies the set. */
    public SpeakerOptions {
        ownAddresses = Set.copyOf(ownAddresses);
    }

    /** A router that keeps all VPN routes, with one label for each next hop and received label. */
    public static SpeakerOptions of(final int routerId) {
        return new SpeakerOptions(new SpeakerIdentity(routerId, routerId), Set.of(), BestPathOptions.STANDARD, TargetFilter.retainAll(),
            false);
    }

    /** These with a choice of VPN routes. */
    public SpeakerOptions kept(final TargetFilter filter) {
        return new SpeakerOptions(identity, ownAddresses, bestPath, filter, labelPerRoute);
    }
}
