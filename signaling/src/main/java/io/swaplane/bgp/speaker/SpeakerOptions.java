package io.swaplane.bgp.speaker;

import io.swaplane.bgp.rib.BestPathOptions;
import io.swaplane.bgp.rib.SpeakerIdentity;
import io.swaplane.bgp.vpn.TargetFilter;
import java.time.Duration;

/**
 * What a speaker is told by the configuration, but for its peers and VRFs.
 *
 * @param identity its router id and cluster.
 * @param bestPath how the best path is chosen.
 * @param kept which VPN routes are kept.
 * @param labelPerRoute whether each VPN route that it passes on has a label of its own, instead of one for next hop and received label.
 * @param targetsWait how long a peer that is asked has to say which VPN routes it wants before it is told any (RFC 4684 §6).
 */
public record SpeakerOptions(SpeakerIdentity identity, BestPathOptions bestPath, TargetFilter kept, boolean labelPerRoute,
                             Duration targetsWait) {
    /** What RFC 4684 §6 recommends. */
    public static final Duration TARGETS_WAIT = Duration.ofMinutes(1);

    /** Options with the recommended wait. */
    public SpeakerOptions(final SpeakerIdentity identity, final BestPathOptions bestPath, final TargetFilter kept,
                          final boolean labelPerRoute) {
        this(identity, bestPath, kept, labelPerRoute, TARGETS_WAIT);
    }

    /** A router that keeps all VPN routes, with one label for each next hop and received label. */
    public static SpeakerOptions of(final int routerId) {
        return new SpeakerOptions(new SpeakerIdentity(routerId, routerId), BestPathOptions.STANDARD, TargetFilter.retainAll(),
            false);
    }

    /** These with a choice of VPN routes. */
    public SpeakerOptions kept(final TargetFilter filter) {
        return new SpeakerOptions(identity, bestPath, filter, labelPerRoute, targetsWait);
    }
}
