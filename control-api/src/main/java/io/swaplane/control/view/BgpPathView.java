package io.swaplane.control.view;

import java.util.List;

/**
 * One path of a BGP route.
 *
 * @param best whether it is the best one.
 * @param multipath whether it shares packets with the best one.
 * @param stale whether it is left from a session that ended while its peer may restart, or from before a refresh.
 * @param reason why it is not the best one, in words; null for the best.
 * @param from name of the peer that it is from; null for this router's own, and for one that came from another table.
 * @param source {@code internal}, {@code external}, {@code local} or {@code imported}.
 * @param nextHop its next hop; null for this router's own.
 * @param resolved whether the router reaches the next hop.
 * @param metric how far the next hop is.
 * @param outLabel the label that was received with it; null for none.
 * @param inLabels the labels that this router gave for it.
 * @param origin {@code IGP}, {@code EGP} or {@code incomplete}.
 * @param asPath as {@code 42 35 {7 8}}; empty for none.
 * @param localPref its local preference; null for none.
 * @param med its multi-exit discriminator; null for none.
 * @param communities as {@code 42:1} or by their names.
 * @param extendedCommunities as {@code RT:100:1}.
 * @param largeCommunities as {@code 42:1:2}.
 * @param originator where a reflected route entered the AS, dotted; null for none.
 * @param clusters clusters that reflected it, dotted.
 */
public record BgpPathView(boolean best, boolean multipath, boolean stale, String reason, String from, String source, String nextHop,
                          boolean resolved, int metric, Integer outLabel, List<InLabel> inLabels, String origin, String asPath,
                          Long localPref, Long med, List<String> communities, List<String> extendedCommunities,
                          List<String> largeCommunities, String originator, List<String> clusters) {
    /** Copies the lists. */
    public BgpPathView {
        inLabels = List.copyOf(inLabels);
        communities = List.copyOf(communities);
        extendedCommunities = List.copyOf(extendedCommunities);
        largeCommunities = List.copyOf(largeCommunities);
        clusters = List.copyOf(clusters);
    }

    /**
     * A label that this router gave.
     *
     * @param label the label.
     * @param accept from where it is valid, as {@code show mpls forwarding} says it; null for a VRF's label.
     */
    public record InLabel(int label, String accept) { }
}
