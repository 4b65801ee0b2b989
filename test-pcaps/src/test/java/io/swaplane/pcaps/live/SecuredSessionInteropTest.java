package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of TCP-MD5 and TTL security of the configuration, with GoBGP in the west and FRRouting in the east, which insist on both. */
class SecuredSessionInteropTest {
    private static final String KEY = "s3cret";
    private static final String NEAR = "ttl-security: 1";
    private static final String ALIEN = "md5: other, " + NEAR;
    private static final String RIGHT = "md5: " + KEY + ", " + NEAR;
    private static final List<String> PEERS = List.of(Site.WEST, Site.EAST);

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRootAndSpeakers() {
        Required.root();
        Required.gobgp();
        Required.frr();
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
    private void shouldBeRefused(final Asbr asbr, final String what, final List<String> peers) throws Exception {
        for (final String each : peers) {
            final long before = counted(asbr.site().host(each), what);
            Await.until(what + " in the " + each, () -> counted(asbr.site().host(each), what) >= before + 2);
            assertThat(shown(asbr.site(), each)).containsPattern("State: (idle|connect|active|open-sent|open-confirm) for")
                .contains("Established 0 times");
            assertThat(asbr.peer(each).established()).isZero();
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
        try (Asbr asbr = Asbr.of(directory, Asbr.external(ALIEN, ALIEN));
             GoBgp west = GoBgp.start(asbr.site().host(Site.WEST), directory, Asbr.external(Site.WEST).signed(KEY).near());
             Frr east = Frr.speaker(asbr.site().host(Site.EAST), Asbr.external(Site.EAST).signed(KEY).near())) {
            asbr.start();
            shouldBeRefused(asbr, "TCPMD5Failure", PEERS);
            asbr.reload(Asbr.external(NEAR, NEAR));
            shouldBeRefused(asbr, "TCPMD5NotFound", PEERS);
            // FRRouting alone: GoBGP looks at TTLs from after it took a connection, of whose end it then hears nothing for minutes.
            asbr.reload(Asbr.external(RIGHT, "md5: " + KEY));
            shouldBeRefused(asbr, "TCPMinTTLDrop", List.of(Site.EAST));
            asbr.reload(Asbr.external(RIGHT, RIGHT));
            for (final String each : PEERS) {
                Await.until("established with the " + each, () -> asbr.peer(each).state().equals("established"));
                assertThat(shown(asbr.site(), each)).contains("State: established for");
            }
            assertThat(west.output() + east.output()).doesNotContain("panic");
        }
    }
}
