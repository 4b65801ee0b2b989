package io.swaplane.router.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.swaplane.control.api.BgpState;
import io.swaplane.control.api.StateUnavailableException;
import io.swaplane.control.view.BgpNextHopView;
import io.swaplane.control.view.BgpPeerView;
import io.swaplane.control.view.BgpRouteFilter;
import io.swaplane.control.view.BgpSummaryView;
import io.swaplane.router.cli.MadeUpBgp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BgpMetricsTest {
    private MetricsServer server;

    @BeforeEach
    void start() throws IOException {
        server = new MetricsServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Map<String, Double> samples(final BgpState bgp) throws IOException {
        server.serve(List.of(new BgpMetrics(bgp)), null, fault -> {
            throw new AssertionError(fault);
        });
        return Scrape.of(server.address(), "/metrics").samples();
    }

    @Test
    void shouldTellOfPeersAndTables() throws IOException {
        assertThat(samples(new MadeUpBgp())).contains(entry("swaplane_bgp_answers", 1.0),
            entry("swaplane_bgp_peers{state=\"established\"}", 2.0), entry("swaplane_bgp_peers{state=\"active\"}", 1.0),
            entry("swaplane_bgp_peers{state=\"prefix-limit\"}", 0.0), entry("swaplane_bgp_peers_untold", 0.0),
            entry("swaplane_bgp_peer_up{peer=\"asbr3\",vrf=\"\"}", 0.0), entry("swaplane_bgp_peer_up{peer=\"ce1\",vrf=\"red\"}", 1.0),
            entry("swaplane_bgp_peer_established_total{peer=\"asbr3\",vrf=\"\"}", 2.0),
            entry("swaplane_bgp_peer_messages_total{direction=\"in\",peer=\"1.1.1.1\",vrf=\"\"}", 101.0),
            entry("swaplane_bgp_peer_updates_total{direction=\"out\",peer=\"1.1.1.1\",vrf=\"\"}", 52.0),
            entry("swaplane_bgp_peer_routes{family=\"vpnv4\",peer=\"1.1.1.1\",vrf=\"\"}", 2.0),
            entry("swaplane_bgp_peer_faults_total{kind=\"foreign-next-hop\",peer=\"asbr3\",vrf=\"\"}", 7.0),
            entry("swaplane_bgp_prefixes{family=\"ipv4-unicast\",tables=\"global\"}", 2.0),
            entry("swaplane_bgp_paths{family=\"ipv4-unicast\",tables=\"vrfs\"}", 2.0),
            entry("swaplane_bgp_attribute_sets", 4.0), entry("swaplane_bgp_route_memory_bytes", 1234.0), entry("swaplane_bgp_labels", 3.0));
    }

    @Test
    void shouldNotGrowWithoutBoundWithThePeers() throws IOException {
        final BgpPeerView one = new MadeUpBgp().summary().peers().getFirst();
        final List<BgpPeerView> many = IntStream.range(0, 1500).mapToObj(each -> new BgpPeerView("peer" + each, "10.0.0.1", null, null,
            true, 42, 42L, null, one.state(), 0, 0, null, null, 0, 0, 0, 0, 0, null, "core", List.of(), one.families(), null,
            List.of(), null, null)).toList();

        final Map<String, Double> samples = samples(new Summary(new BgpSummaryView(42, "2.2.2.2", "2.2.2.2", List.of(), 0, 0, 0, many)));

        assertThat(samples).contains(entry("swaplane_bgp_peers{state=\"established\"}", 1500.0), entry("swaplane_bgp_peers_untold", 500.0));
        assertThat(samples.keySet()).filteredOn(key -> key.startsWith("swaplane_bgp_peer_up{")).hasSize(1000);
    }

    @Test
    void shouldSayThatTheSpeakerDoesNotAnswer() throws IOException {
        assertThat(samples(new Summary(null))).containsExactly(entry("swaplane_bgp_answers", 0.0));
    }

    /** A speaker that has only a summary, or none in time. */
    private record Summary(BgpSummaryView view) implements BgpState {
        @Override
        public BgpSummaryView summary() throws StateUnavailableException {
            if (view == null) {
                throw new StateUnavailableException("BGP is busy");
            }
            return view;
        }

        @Override
        public Routes routes(final BgpRouteFilter filter) {
            throw new AssertionError(filter);
        }

        @Override
        public List<BgpNextHopView> nextHops() {
            throw new AssertionError("nobody asks");
        }

        @Override
        public void clear(final String peer, final Clearing how) {
            throw new AssertionError(peer);
        }
    }
}
