package io.swaplane.control.view;

import java.util.List;

/**
 * A BGP speaker as a whole.
 *
 * @param as its AS.
 * @param routerId its BGP identifier, dotted.
 * @param clusterId the cluster that it reflects routes in, dotted.
 * @param tables its tables.
 * @param attributes sets of path attributes that its routes share.
 * @param octets memory of routes, in octets, without the shared attributes.
 * @param labels in-labels that it has in the router.
 * @param peers the peers, in the order of the configuration.
 */
public record BgpSummaryView(long as, String routerId, String clusterId, List<BgpTableView> tables, int attributes, long octets, int labels,
                             List<BgpPeerView> peers) {
    /** Copies the lists. */
    public BgpSummaryView {
        tables = List.copyOf(tables);
        peers = List.copyOf(peers);
    }
}
