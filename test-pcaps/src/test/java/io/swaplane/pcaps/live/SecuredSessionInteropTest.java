package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.view.BgpPeerView;
import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of TCP-MD5 and TTL security of the configuration, with GoBGP in the west and FRRouting in the east, which insist on both. */
class SecuredSessionInteropTest {
    private static final String KEY = "s3cret";
    private static final String RIGHT = "md5: " + KEY + ", ttl-security: 1";
    private static final List<String> PEERS = List.of(Site.WEST, Site.EAST);

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRootAndSpeakers() {
        Required.root();
        Required.gobgp();
        Required.frr();
    }

    private Path config(final String west, final String east) throws IOException {
        return Files.writeString(directory.resolve("secured.yaml"), """
            router: secured
            router-id: 192.0.2.1
            interfaces:
              - {name: west, port: west, mpls: external}
              - {name: east, port: east, mpls: external}
            bgp:
              as: 65000
              ebgp-requires-policy: false
              neighbors:
                - {address: 10.0.1.2, as: 65001, name: west, interface: west, local-address: 10.0.1.1, families: [vpnv4], WEST}
                - {address: 10.0.2.2, as: 65002, name: east, interface: east, local-address: 10.0.2.1, families: [vpnv4], EAST}
            ports: [{name: west, mode: native}, {name: east, mode: native}]
            host: {metrics: off, socket: "SOCKET"}
            """.replace("WEST", west).replace("EAST", east).replace("SOCKET", Setup.socket(directory).toString()));
    }

    private static Peering peering(final int n) {
        return Peering.of(65000 + n, "10.0." + n + ".2", "10.0." + n + ".1", 65000, "vpnv4").secured(KEY);
    }

    private static BgpPeerView peer(final ControlClient client, final String name) {
        try {
            return client.bgp().peers().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a namespace's kernel has counted. */
    private static long counted(final Namespace place, final String what) {
        try {
            final List<String> lines = place.shell("grep ^TcpExt: /proc/net/netstat").lines().toList();
            final int at = Arrays.asList(lines.getFirst().split(" ")).indexOf(what);
            return Long.parseLong(lines.get(1).split(" ")[at]);
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** No session, and it is the peers' kernels that refuse what the router sends. */
    private void shouldBeRefused(final Site site, final ControlClient client, final String what, final List<String> peers)
        throws Exception {
        for (final String each : peers) {
            final long before = counted(site.host(each), what);
            Await.until(what + " in the " + each, () -> counted(site.host(each), what) >= before + 2);
            assertThat(shown(site, each)).containsPattern("State: (idle|connect|active|open-sent|open-confirm) for")
                .contains("Established 0 times");
            assertThat(peer(client, each).established()).isZero();
        }
    }

    private String shown(final Site site, final String name) throws Exception {
        try (Program show = Program.run(site.router(), "show", "ip", "bgp", "neighbors", name, "--socket",
            Setup.socket(directory).toString())) {
            assertThat(show.exitCode()).as(show::output).isZero();
            return show.output();
        }
    }

    @Test
    void shouldComeUpWithTheRightKeyAndTtlAndOnlyThen() throws Exception {
        try (Site site = new Site(1500)) {
            site.address(Site.WEST);
            site.address(Site.EAST);
            try (GoBgp west = GoBgp.start(site.host(Site.WEST), directory, peering(1));
                 Frr east = Frr.speaker(site.host(Site.EAST), peering(2));
                 Program router = Program.router(site, config("md5: other, ttl-security: 1", "md5: other, ttl-security: 1"));
                 ControlClient client = Program.client(directory)) {
                shouldBeRefused(site, client, "TCPMD5Failure", PEERS);
                config("ttl-security: 1", "ttl-security: 1");
                router.hangUp();
                shouldBeRefused(site, client, "TCPMD5NotFound", PEERS);
                // FRRouting alone: GoBGP looks at TTLs from after it took a connection, of whose end it then hears nothing for minutes.
                config(RIGHT, "md5: " + KEY);
                router.hangUp();
                shouldBeRefused(site, client, "TCPMinTTLDrop", List.of(Site.EAST));
                config(RIGHT, RIGHT);
                router.hangUp();
                for (final String each : PEERS) {
                    Await.until("established with the " + each, () -> peer(client, each).state().equals("established"));
                    assertThat(shown(site, each)).contains("State: established for");
                }
                assertThat(west.output() + east.output()).doesNotContain("panic");
            }
        }
    }
}
