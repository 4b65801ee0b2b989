package io.swaplane.bgp.speaker;

import io.swaplane.bgp.rib.BestPathOptions;
import io.swaplane.bgp.rib.SpeakerIdentity;
import io.swaplane.bgp.vpn.TargetFilter;

/**
 * What a speaker is told by the configuration, but for its peers and VRFs.
 *
 * @param identity its router id and cluster.
 * @param bestPath how the best path is chosen.
 * @param kept which VPN routes are kept.
 * @param labelPerRoute whether each VPN route that it passes on has a label of its own, instead of one for next hop and received label.
 */
public record SpeakerOptions(SpeakerIdentity identity, BestPathOptions bestPath, TargetFilter kept,
                             boolean labelPerRoute) {
    /** A router that keeps all VPN routes, with one label for each next hop and received label. */
    public static SpeakerOptions of(final int routerId) {
        return new SpeakerOptions(new SpeakerIdentity(routerId, routerId), BestPathOptions.STANDARD, TargetFilter.retainAll(),
            false);
    }

    /** These with a choice of VPN routes. */
    public SpeakerOptions kept(final TargetFilter filter) {
        return new SpeakerOptions(identity, bestPath, filter, labelPerRoute);
    }
}
