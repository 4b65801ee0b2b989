package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Route target constraint (RFC 4684) through the running program, which keeps what is wanted, between GoBGP of its own AS and of another.
 * GoBGP does not say when it has said all that it wants.
 */
class RouteTargetInteropTest {
    private static final String[] FAMILIES = {"vpnv4", "route-target"};
    private static final LabelledRoute WANTED = LabelledRoute.vpn4("100:0", "10.10.10.11/32", 16, "10.0.1.2");
    private static final String UNWANTED = "10.10.10.12/32 label 17 rd 100:0 rt 100:9 nexthop 10.0.1.2";
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
          retain: wanted
          route-target-wait: 1s
          neighbors:
            - {name: west, address: 10.0.1.2, local-address: 10.0.1.1, as: internal, next-hop: self, families: [vpnv4, route-target]}
            - {name: east, address: 10.0.2.2, local-address: 10.0.2.1, interface: east, as: 35, families: [vpnv4, route-target]}
        ports: [{name: west, mode: native}, {name: east, mode: native}]
        host: {metrics: off, socket: "SOCKET"}
        """;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRootAndSpeakers() {
        Required.root();
        Required.gobgp();
    }

    private static long received(final Asbr asbr, final String neighbor, final String family) {
        return asbr.peer(neighbor).families().stream().filter(each -> each.family().equals(family)).mapToLong(each -> each.received())
            .sum();
    }

    @Test
    void shouldHearAndTellOfTheRoutesThatAreWantedAsLongAsTheyAre() throws Exception {
        try (Asbr asbr = Asbr.of(directory, CONFIGURATION);
             GoBgp west = GoBgp.start(asbr.site().host(Site.WEST), directory, Asbr.inside(FAMILIES));
             GoBgp east = GoBgp.start(asbr.site().host(Site.EAST), directory, Asbr.outside(FAMILIES))) {
            west.announce(WANTED);
            west.announce(UNWANTED);
            asbr.start();
            Await.until("both are there", () -> List.of("west", "east").stream()
                .allMatch(each -> asbr.peer(each).state().equals("established")));
            assertThat(received(asbr, "west", "vpnv4")).isZero();

            east.want(LabelledRoute.TARGET);
            final Map<LabelledRoute, Integer> told = Asbr.told(east, List.of(WANTED));
            assertThat(received(asbr, "west", "vpnv4")).as("the route that nobody wants is not sent").isEqualTo(1);
            asbr.shouldForward(Site.EAST, told, Site.WEST);

            east.wantNoMore();
            Asbr.untilGone(east, List.of(WANTED));
            Await.until("the west sends it no more", () -> received(asbr, "west", "vpnv4") == 0);
        }
    }
}
