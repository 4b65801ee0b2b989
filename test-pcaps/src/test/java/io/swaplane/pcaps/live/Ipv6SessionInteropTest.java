package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Required;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The running program as an ASBR of option B whose sessions are IPv6 alone, between GoBGP in its own AS and FRRouting in another one: VPN
 * routes of both families with IPv6 next hops (RFC 8950, RFC 4659 §3.2.1.1), and packets on the labels that were told.
 */
class Ipv6SessionInteropTest {
    private static final String[] FAMILIES = {"vpnv4", "vpnv6"};
    private static final List<LabelledRoute> WESTERN = List.of(
        LabelledRoute.vpn4("100:0", "10.10.10.11/32", 16, "2001:db8:1::2"),
        LabelledRoute.vpn6("100:0", "2001:db8:a::/64", 17, "2001:db8:1::2"));
    private static final List<LabelledRoute> EASTERN = List.of(
        LabelledRoute.vpn4("100:4", "10.10.40.44/32", 44, "2001:db8:2::2"),
        LabelledRoute.vpn6("100:4", "2001:db8:40::/64", 45, "2001:db8:2::2"));
    private static final String CONFIGURATION = """
        router: asbr
        router-id: 192.0.2.1
        mpls: {label-hold-time: 1h}
        interfaces:
          - {name: west, port: west, mpls: core}
          - {name: east, port: east, mpls: external}
        bgp:
          as: 42
          ebgp-requires-policy: false
          neighbors:
            - name: west
              address: "2001:db8:1::2"
              local-address: "2001:db8:1::1"
              as: internal
              families: [vpnv4, vpnv6]
              next-hop: self
            - name: east
              address: "2001:db8:2::2"
              local-address: "2001:db8:2::1"
              as: 35
              interface: east
              families: [vpnv4, vpnv6]
              md5: secret
              ttl-security: 1
        ports: [{name: west, mode: native}, {name: east, mode: native}]
        host: {metrics: off, socket: "SOCKET"}
        """;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRootAndSpeakers() {
        Required.root();
        Required.gobgp();
        Required.frr();
    }

    private static Peering peering(final int as, final int wire) {
        return Peering.of(as, "2001:db8:" + wire + "::2", "2001:db8:" + wire + "::1", 42, FAMILIES);
    }

    @Test
    void shouldForwardBothWaysOnTheLabelsOfRoutesWithIpv6NextHops() throws Exception {
        try (Asbr asbr = Asbr.of(directory, CONFIGURATION)) {
            asbr.site().address6(Site.WEST);
            asbr.site().address6(Site.EAST);
            try (GoBgp west = GoBgp.start(asbr.site().host(Site.WEST), directory, peering(42, 1));
                 Frr east = Frr.speaker(asbr.site().host(Site.EAST), peering(35, 2).signed("secret").near())) {
                for (final LabelledRoute each : WESTERN) {
                    west.announce(each);
                }
                for (final LabelledRoute each : EASTERN) {
                    east.announce(each);
                }
                asbr.start();
                final Map<LabelledRoute, Integer> toWest = Asbr.told(west, EASTERN);
                final Map<LabelledRoute, Integer> toEast = Asbr.told(east, WESTERN);
                final List<Integer> labels = new ArrayList<>(toWest.values());
                labels.addAll(toEast.values());
                assertThat(labels).doesNotHaveDuplicates().allMatch(each -> each >= 16);
                asbr.shouldForward(Site.WEST, toWest, Site.EAST);
                asbr.shouldForward(Site.EAST, toEast, Site.WEST);
                asbr.shouldDrop(Site.EAST, toWest, "accept-class");
                asbr.shouldDrop(Site.WEST, toEast, "accept-class");

                for (final LabelledRoute each : EASTERN) {
                    east.withdraw(each);
                }
                Asbr.untilGone(west, EASTERN);
                asbr.shouldDrop(Site.WEST, toWest, "withdrawn");
            }
        }
    }
}
