package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import io.swaplane.pcaps.PacketBuilder;
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

    private static final LabelledRoute WESTERN6 = LabelledRoute.unicast("2001:db8:77::/64", 301, "::ffff:10.0.1.2");
    private static final LabelledRoute EASTERN6 = LabelledRoute.unicast("2001:db8:88::/64", 3, "::ffff:10.0.2.2");
    private static final int INNER = 700;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRootAndSpeakers() {
        Required.root();
        Required.gobgp();
        Required.frr();
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

    @Test
    void shouldSwapOrPopTheLabelsThatItTellsForThoseThatItWasTold() throws Exception {
        try (Asbr asbr = Asbr.border(directory, WESTERN.family());
             GoBgp west = GoBgp.start(asbr.site().host(Site.WEST), directory, Asbr.inside(WESTERN.family()));
             Frr east = Frr.speaker(asbr.site().host(Site.EAST), Asbr.outside(EASTERN.family()))) {
            final Site site = asbr.site();
            west.announce(WESTERN);
            east.announce(EASTERN);
            asbr.start();
            final int toEast = Asbr.told(east, List.of(WESTERN)).get(WESTERN);
            final int toWest = Asbr.told(west, List.of(EASTERN)).get(EASTERN);
            assertThat(List.of(toEast, toWest)).doesNotHaveDuplicates().allMatch(each -> each >= 16);
            shouldForward(site, Site.EAST, packet(Site.from(Site.EAST).mpls(toEast, 2, 64), WESTERN, 60),
                Site.WEST, packet(leaving(Site.WEST).mpls(WESTERN.label(), 2, 63), WESTERN, 60));
            shouldForward(site, Site.WEST, packet(Site.from(Site.WEST).mpls(toWest, 0, 50), EASTERN, 60),
                Site.EAST, packet(leaving(Site.EAST), EASTERN, 49));

            site.send(Site.WEST, List.of(packet(Site.from(Site.WEST).mpls(toEast, 2, 64), WESTERN, 60)));
            site.send(Site.EAST, List.of(packet(Site.from(Site.EAST).mpls(toWest, 0, 64), EASTERN, 60)));
            Await.until("labels are refused from where they were not told", () -> asbr.drops("accept-class") == 2);

            west.withdraw(WESTERN);
            Asbr.untilGone(east, List.of(WESTERN));
            east.withdraw(EASTERN);
            Asbr.untilGone(west, List.of(EASTERN));
        }
    }

    /** IPv6 routes in sessions of IPv4, with IPv4 next hops (RFC 4798). */
    @Test
    void shouldSwapOrPopTheLabelsOfIpv6RoutesWhoseNextHopsAreOfIpv4() throws Exception {
        try (Asbr asbr = Asbr.border(directory, WESTERN6.family());
             GoBgp west = GoBgp.start(asbr.site().host(Site.WEST), directory, Asbr.inside(WESTERN6.family()));
             Frr east = Frr.speaker(asbr.site().host(Site.EAST), Asbr.outside(EASTERN6.family()))) {
            west.announce(WESTERN6);
            east.announce(EASTERN6);
            asbr.start();
            final int toEast = Asbr.told(east, List.of(WESTERN6)).get(WESTERN6);
            final int toWest = Asbr.told(west, List.of(EASTERN6)).get(EASTERN6);
            asbr.shouldForward(Site.EAST, WESTERN6, toEast, Site.WEST, WESTERN6.label());
            asbr.shouldForward(Site.WEST, EASTERN6, toWest, Site.EAST, List.of(), List.of(INNER));
            west.withdraw(WESTERN6);
            Asbr.untilGone(east, List.of(WESTERN6));
            east.withdraw(EASTERN6);
            Asbr.untilGone(west, List.of(EASTERN6));
        }
    }
}
