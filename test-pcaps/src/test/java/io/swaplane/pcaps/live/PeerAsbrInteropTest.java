package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Wires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Option B between two ASBRs: the running program, and a real one that swaps labels itself. Their provider edges are GoBGP.
 *
 * <pre>
 *   GoBGP   wire --- west | swaplane | east --- wire | BIRD 3 or     | inner --- wire   GoBGP
 *   AS 42                   AS 42                      FRRouting 10, AS 35               AS 35
 * </pre>
 *
 * <p>Without a kernel that does MPLS the real one forwards nothing: what it would send is sent in its name.
 */
class PeerAsbrInteropTest {
    private static final String[] FAMILIES = {"vpnv4", "vpnv6"};
    private static final List<LabelledRoute> WESTERN = List.of(
        LabelledRoute.vpn4("100:0", "10.10.10.11/32", 910, "10.0.1.2"),
        LabelledRoute.vpn6("100:0", "2001:db8:a::/64", 911, "::ffff:10.0.1.2"));
    private static final List<LabelledRoute> EASTERN = List.of(
        LabelledRoute.vpn4("100:4", "10.10.40.44/32", 940, "10.0.4.2"),
        LabelledRoute.vpn6("100:4", "2001:db8:40::/64", 941, "::ffff:10.0.4.2"));
    private static final String INNER = "inner";

    @TempDir
    private Path directory;

    /** Which one it is. */
    enum Kind {
        BIRD {
            @Override
            PeerAsbr start(final Namespace place, final Path directory, final Peering outside, final Peering inside) throws IOException {
                return Bird.start(place, directory, outside, inside);
            }
        },
        FRR10 {
            @Override
            PeerAsbr start(final Namespace place, final Path directory, final Peering outside, final Peering inside) throws IOException {
                return Frr10.start(place, directory, outside, inside, Site.WIRE, INNER);
            }
        };

        abstract PeerAsbr start(Namespace place, Path directory, Peering outside, Peering inside) throws IOException;
    }

    @BeforeAll
    static void needsRootAndSpeakers() {
        Required.root();
        Required.gobgp();
        Required.bird();
        Required.frr10();
    }

    /** Behind the eastern host, where its provider edge is. */
    private static Namespace edge(final Namespace east) throws Exception {
        final Namespace edge = new Namespace("edge");
        try {
            Wires.write(east, "net/ipv6/conf/default/disable_ipv6", "0");
            Namespace.join(east, INNER, edge, Site.WIRE);
            east.ip("address", "add", "10.0.4.1/24", "dev", INNER);
            edge.ip("address", "add", "10.0.4.2/24", "dev", Site.WIRE);
            return edge;
        } catch (final Exception e) {
            edge.close();
            throw e;
        }
    }

    private static void announce(final GoBgp speaker, final List<LabelledRoute> routes) throws IOException {
        for (final LabelledRoute each : routes) {
            speaker.announce(each);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSwapItsLabelsForThoseOfAnotherAsbrThatSwaps(final Kind kind) throws Exception {
        try (Asbr asbr = Asbr.border(directory, FAMILIES);
             Namespace behind = edge(asbr.site().host(Site.EAST));
             PeerAsbr peer = kind.start(asbr.site().host(Site.EAST), Files.createDirectory(directory.resolve("peer")),
                 Asbr.outside(FAMILIES), Peering.of(35, "10.0.4.1", "10.0.4.2", 35, FAMILIES));
             GoBgp west = GoBgp.start(asbr.site().host(Site.WEST), directory, Asbr.inside(FAMILIES));
             GoBgp edge = GoBgp.start(behind, directory, Peering.of(35, "10.0.4.2", "10.0.4.1", 35, FAMILIES))) {
            // FRRouting has no session on an interface without IPv6.
            asbr.site().address6(Site.EAST);
            announce(west, WESTERN);
            announce(edge, EASTERN);
            asbr.start();
            final Map<LabelledRoute, Integer> toWest = Asbr.told(west, EASTERN);
            final Map<LabelledRoute, Integer> toEdge = Asbr.told(edge, WESTERN);
            for (final LabelledRoute each : EASTERN) {
                assertThat(peer.label(each)).as("%s as its edge gave it", each).hasValue(each.label());
                final int given = peer.given(each).orElseThrow();
                assertThat(given).isNotEqualTo(each.label());
                asbr.shouldForward(Site.WEST, each, toWest.get(each), Site.EAST, given);
            }
            for (final LabelledRoute each : WESTERN) {
                assertThat(peer.given(each)).as("%s as its edge has it", each).hasValue(toEdge.get(each));
                asbr.shouldForward(Site.EAST, each, peer.label(each).orElseThrow(), Site.WEST, each.label());
            }

            for (final LabelledRoute each : EASTERN) {
                edge.withdraw(each);
            }
            Asbr.untilGone(west, EASTERN);
            asbr.shouldDrop(Site.WEST, toWest, "withdrawn");
            // Announced in the other order: labels that were freed may be given anew, for something else.
            announce(edge, EASTERN.reversed());
            for (final Map.Entry<LabelledRoute, Integer> each : Asbr.told(west, EASTERN).entrySet()) {
                asbr.shouldForward(Site.WEST, each.getKey(), each.getValue(), Site.EAST, peer.given(each.getKey()).orElseThrow());
            }
            peer.kill();
            Asbr.untilGone(west, EASTERN);
        }
    }
}
