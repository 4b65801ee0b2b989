package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import io.swaplane.pcaps.PacketBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labelled unicast (RFC 8277) between GoBGP in the west and FRRouting in the east, whose own routes have the label that says pop. */
class LabelledUnicastInteropTest {
    private static final LabelledRoute WESTERN = LabelledRoute.unicast("192.0.2.77/32", 300, "10.0.1.2");
    private static final LabelledRoute EASTERN = LabelledRoute.unicast("192.0.2.88/32", 3, "10.0.2.2");

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRootAndSpeakers() {
        Required.root();
        Required.gobgp();
        Required.frr();
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
                - {address: 10.0.1.2, as: internal, name: west, local-address: 10.0.1.1, families: [ipv4-labeled-unicast], next-hop: self}
                - {address: 10.0.2.2, as: 35, name: east, interface: east, local-address: 10.0.2.1, families: [ipv4-labeled-unicast]}
            ports: [{name: west, mode: native}, {name: east, mode: native}]
            host: {metrics: off, socket: "%s"}
            """.formatted(Setup.socket(directory)));
    }

    private static int told(final BgpSpeaker speaker, final LabelledRoute route) {
        Await.until(route + " is told", () -> speaker.label(route).isPresent());
        return speaker.label(route).getAsInt();
    }

    private static byte[] packet(final PacketBuilder behind, final LabelledRoute to, final int ttl) {
        return behind.ipv4("10.7.0.1", to.prefix().split("/")[0], ttl).udp(1000, 2000).payload(32).build();
    }

    private static PacketBuilder leaving(final String to) {
        return PacketBuilder.ethernet(Site.hostMac(to), Site.routerMac(to));
    }

    private static List<String> forwarded(final Site site, final String to, final byte[] expected) {
        final String frame = HexFormat.of().formatHex(expected);
        // Sessions are on the same wires.
        return site.at(to).atLeast(0).stream().filter(each -> each.length() == frame.length()).toList();
    }

    private static void shouldForward(final Site site, final String from, final byte[] frame, final String to, final byte[] expected)
        throws Exception {
        site.at(to).clear();
        site.send(from, List.of(frame));
        Await.until("it leaves for the " + to, () -> forwarded(site, to, expected).contains(HexFormat.of().formatHex(expected)));
    }

    private static long refused(final ControlClient client) {
        try {
            return client.drops().stream().filter(each -> each.reason().equals("accept-class")).mapToLong(each -> each.packets()).sum();
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldSwapOrPopTheLabelsThatItTellsForThoseThatItWasTold() throws Exception {
        try (Site site = new Site(1500)) {
            site.address(Site.WEST);
            site.address(Site.EAST);
            try (GoBgp west = GoBgp.start(site.host(Site.WEST), directory, Peering.of(42, "10.0.1.2", "10.0.1.1", 42, WESTERN.family()));
                 Frr east = Frr.speaker(site.host(Site.EAST), Peering.of(35, "10.0.2.2", "10.0.2.1", 42, EASTERN.family()))) {
                west.announce(WESTERN);
                east.announce(EASTERN);
                try (Program router = Program.router(site, config()); ControlClient client = Program.client(directory)) {
                    final int toEast = told(east, WESTERN);
                    final int toWest = told(west, EASTERN);
                    assertThat(List.of(toEast, toWest)).as(router::output).doesNotHaveDuplicates().allMatch(each -> each >= 16);
                    shouldForward(site, Site.EAST, packet(Site.from(Site.EAST).mpls(toEast, 2, 64), WESTERN, 60),
                        Site.WEST, packet(leaving(Site.WEST).mpls(WESTERN.label(), 2, 63), WESTERN, 60));
                    shouldForward(site, Site.WEST, packet(Site.from(Site.WEST).mpls(toWest, 0, 50), EASTERN, 60),
                        Site.EAST, packet(leaving(Site.EAST), EASTERN, 49));

                    site.send(Site.WEST, List.of(packet(Site.from(Site.WEST).mpls(toEast, 2, 64), WESTERN, 60)));
                    site.send(Site.EAST, List.of(packet(Site.from(Site.EAST).mpls(toWest, 0, 64), EASTERN, 60)));
                    Await.until("labels are refused from where they were not told", () -> refused(client) == 2);

                    west.withdraw(WESTERN);
                    Await.until("withdrawn from the east", () -> east.label(WESTERN).isEmpty());
                    east.withdraw(EASTERN);
                    Await.until("withdrawn from the west", () -> west.label(EASTERN).isEmpty());
                }
            }
        }
    }
}
