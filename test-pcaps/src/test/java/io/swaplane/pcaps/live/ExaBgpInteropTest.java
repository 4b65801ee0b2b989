package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes with labels of all families between GoBGP in the west and ExaBGP in the east, which forwards nothing. */
class ExaBgpInteropTest {
    private static final String[] FAMILIES = {"vpnv4", "vpnv6", "ipv4-labeled-unicast"};
    private static final List<LabelledRoute> WESTERN = List.of(
        LabelledRoute.vpn4("100:0", "10.10.10.11/32", 16, "10.0.1.2"),
        LabelledRoute.vpn6("100:0", "2001:db8:a::/64", 17, "::ffff:10.0.1.2"),
        LabelledRoute.unicast("192.0.2.77/32", 300, "10.0.1.2"));
    private static final List<LabelledRoute> EASTERN = List.of(
        LabelledRoute.vpn4("100:4", "10.10.40.44/32", 44, "10.0.2.2"),
        LabelledRoute.vpn6("100:4", "2001:db8:40::/64", 45, "::ffff:10.0.2.2"),
        LabelledRoute.unicast("192.0.2.88/32", 301, "10.0.2.2"));

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRootAndSpeakers() {
        Required.root();
        Required.gobgp();
        Required.exabgp();
    }

    private Path config() throws IOException {
        return Files.writeString(directory.resolve("asbr.yaml"), """
            router: asbr
            router-id: 192.0.2.1
            interfaces:
              - {name: west, port: west, mpls: core}
              - {name: east, port: east, mpls: external}
            bgp:
              as: 42
              ebgp-requires-policy: false
              neighbors:
                - {address: 10.0.1.2, as: internal, name: west, local-address: 10.0.1.1, families: FAMILIES, next-hop: self}
                - {address: 10.0.2.2, as: 35, name: east, interface: east, local-address: 10.0.2.1, families: FAMILIES}
            ports: [{name: west, mode: native}, {name: east, mode: native}]
            host: {metrics: off, socket: "SOCKET"}
            """.replace("FAMILIES", List.of(FAMILIES).toString()).replace("SOCKET", Setup.socket(directory).toString()));
    }

    private static List<Integer> told(final BgpSpeaker speaker, final List<LabelledRoute> routes) {
        routes.forEach(each -> Await.until(each + " is told: " + speaker.output(), () -> speaker.label(each).isPresent()));
        return routes.stream().map(each -> speaker.label(each).getAsInt()).toList();
    }

    @Test
    void shouldExchangeRoutesOfAllFamiliesWithLabelsOfItsOwnUntilTheyAreWithdrawn() throws Exception {
        try (Site site = new Site(1500)) {
            site.address(Site.WEST);
            site.address(Site.EAST);
            try (GoBgp west = GoBgp.start(site.host(Site.WEST), directory, Peering.of(42, "10.0.1.2", "10.0.1.1", 42, FAMILIES));
                 ExaBgp east = ExaBgp.start(site.host(Site.EAST), directory, Peering.of(35, "10.0.2.2", "10.0.2.1", 42, FAMILIES))) {
                for (int i = 0; i < FAMILIES.length; i++) {
                    west.announce(WESTERN.get(i));
                    east.announce(EASTERN.get(i));
                }
                try (Program router = Program.router(site, config())) {
                    final List<Integer> labels = Stream.concat(told(east, WESTERN).stream(), told(west, EASTERN).stream()).toList();
                    assertThat(labels).as("labels of the router's own").doesNotHaveDuplicates().allMatch(each -> each >= 16);
                    for (int i = 0; i < FAMILIES.length; i++) {
                        west.withdraw(WESTERN.get(i));
                        east.withdraw(EASTERN.get(i));
                    }
                    WESTERN.forEach(each -> Await.until(each + " is withdrawn", () -> east.label(each).isEmpty()));
                    EASTERN.forEach(each -> Await.until(each + " is withdrawn", () -> west.label(each).isEmpty()));
                    assertThat(router.output()).doesNotContain("down:");
                }
            }
        }
    }
}
