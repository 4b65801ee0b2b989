package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Required;
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

    @Test
    void shouldExchangeRoutesOfAllFamiliesWithLabelsOfItsOwnUntilTheyAreWithdrawn() throws Exception {
        try (Asbr asbr = Asbr.border(directory, FAMILIES);
             GoBgp west = GoBgp.start(asbr.site().host(Site.WEST), directory, Asbr.inside(FAMILIES));
             ExaBgp east = ExaBgp.start(asbr.site().host(Site.EAST), directory, Asbr.outside(FAMILIES))) {
            for (int i = 0; i < FAMILIES.length; i++) {
                west.announce(WESTERN.get(i));
                east.announce(EASTERN.get(i));
            }
            asbr.start();
            final List<Integer> labels = Stream.concat(Asbr.told(east, WESTERN).values().stream(),
                Asbr.told(west, EASTERN).values().stream()).toList();
            assertThat(labels).as("labels of the router's own").doesNotHaveDuplicates().allMatch(each -> each >= 16);
            for (int i = 0; i < FAMILIES.length; i++) {
                west.withdraw(WESTERN.get(i));
                east.withdraw(EASTERN.get(i));
            }
            Asbr.untilGone(east, WESTERN);
            Asbr.untilGone(west, EASTERN);
            assertThat(asbr.program().output()).doesNotContain("down:");
        }
    }
}
