package io.swaplane.router.metrics;

import io.swaplane.control.api.BgpState;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.view.BgpPeerView;
import io.swaplane.control.view.BgpSummaryView;
import io.swaplane.control.view.BgpTableView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * BGP peers and tables. The number of time series is bounded: only the first {@value #PEERS} peers have some of their own, and tables of
 * VRFs are added up. A speaker that is busy does not keep the scrape from the other groups.
 */
record BgpMetrics(BgpState bgp) implements MetricGroup {
    /** Peers with metrics of their own. */
    static final int PEERS = 1000;
    private static final String ESTABLISHED = "established";
    private static final List<String> STATES =
        List.of("idle", "connect", "active", "open-sent", "open-confirm", ESTABLISHED, "shut-down", "prefix-limit");

    @Override
    public void collect(final Samples into) {
        final BgpSummaryView summary;
        try {
            summary = bgp.summary();
        } catch (final StateUnavailableException e) {
            into.put(Metric.BGP_ANSWERS, 0);
            return;
        }
        into.put(Metric.BGP_ANSWERS, 1);
        into.put(Metric.BGP_ATTRIBUTES, summary.attributes());
        into.put(Metric.BGP_MEMORY, summary.octets());
        into.put(Metric.BGP_LABELS, summary.labels());
        collectTables(summary, into);
        collectPeers(summary.peers(), into);
    }

    private static void collectTables(final BgpSummaryView summary, final Samples into) {
        final Map<String, long[]> global = new TreeMap<>();
        final Map<String, long[]> vrfs = new TreeMap<>();
        for (final BgpTableView each : summary.tables()) {
            final long[] sums = (each.vrf() == null ? global : vrfs).computeIfAbsent(each.family(), family -> new long[2]);
            sums[0] += each.destinations();
            sums[1] += each.paths();
        }
        put("global", global, into);
        put("vrfs", vrfs, into);
    }

    private static void put(final String tables, final Map<String, long[]> byFamily, final Samples into) {
        byFamily.forEach((family, sums) -> {
            into.put(Metric.BGP_PREFIXES, sums[0], tables, family);
            into.put(Metric.BGP_PATHS, sums[1], tables, family);
        });
    }

    private static void collectPeers(final List<BgpPeerView> peers, final Samples into) {
        final Map<String, Integer> byState = new LinkedHashMap<>();
        STATES.forEach(state -> byState.put(state, 0));
        peers.forEach(each -> byState.merge(each.state(), 1, Integer::sum));
        byState.forEach((state, count) -> into.put(Metric.BGP_PEERS, count, state));
        into.put(Metric.BGP_PEERS_UNTOLD, Math.max(0, peers.size() - PEERS));
        peers.stream().limit(PEERS).forEach(each -> collectPeer(each, into));
    }

    private static void collectPeer(final BgpPeerView peer, final Samples into) {
        final String name = peer.name();
        final String vrf = peer.vrf() == null ? "" : peer.vrf();
        into.put(Metric.BGP_PEER_UP, peer.state().equals(ESTABLISHED) ? 1 : 0, name, vrf);
        into.put(Metric.BGP_PEER_UPS, peer.established(), name, vrf);
        into.put(Metric.BGP_PEER_MESSAGES, peer.messagesIn(), name, vrf, "in");
        into.put(Metric.BGP_PEER_MESSAGES, peer.messagesOut(), name, vrf, "out");
        into.put(Metric.BGP_PEER_UPDATES, peer.updatesIn(), name, vrf, "in");
        into.put(Metric.BGP_PEER_UPDATES, peer.updatesOut(), name, vrf, "out");
        for (final BgpPeerView.Family each : peer.families()) {
            into.put(Metric.BGP_PEER_ROUTES, each.received(), name, vrf, each.family());
        }
        peer.faults().forEach(each -> into.put(Metric.BGP_PEER_FAULTS, each.count(), name, vrf, each.kind()));
    }
}
