package io.swaplane.router.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.BgpState;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.view.BgpPathView;
import io.swaplane.control.view.BgpRouteFilter;
import io.swaplane.control.view.BgpRouteView;
import io.swaplane.router.config.LabFile;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CarriersCarrierTest {
    private static final String EXAMPLES = "../examples/";
    private static final String LABS = "src/test/resources/lab/";
    private static final Path EXAMPLE = Path.of(EXAMPLES + "carriers-carrier.yaml");
    private static final Path TWO = Path.of(LABS + "two-carriers.yaml");
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String SITE3 = "10.33.0.1";
    private static final String SITE4 = "10.44.0.1";

    @TempDir
    private Path directory;

    @BeforeEach
    void beQuiet() {
        System.setProperty("SWAPLANE_LOG", "ERROR");
    }

    private RunningLab start(final Path file) throws Exception {
        final RunningLab lab = RunningLab.start(LabFile.read(file), directory);
        converge(lab);
        return lab;
    }

    private static void converge(final RunningLab lab) {
        assertThat(new Convergence(lab, progress -> { }).await(PATIENCE)).isEmpty();
    }

    /** The CEs' and level 1 PEs' two labels from one side each, the VRFs' from one, and two of each P router from both of its sides. */
    @ParameterizedTest
    @CsvSource({EXAMPLES + "carriers-carrier.yaml, 22", EXAMPLES + "carriers-carrier-ibgp.yaml, 22",
        EXAMPLES + "carriers-carrier-ldp.yaml, 22", LABS + "carriers-carrier-ipv6.yaml, 14"})
    void shouldForwardALabelFromNowhereButWhereItWasGiven(final Path file, final int forwarded) throws Exception {
        try (RunningLab lab = start(file)) {
            final SpoofMatrix.Result result = new SpoofMatrix(lab, InetAddress.ofLiteral(SITE3), InetAddress.ofLiteral(SITE4)).run();
            assertThat(result.differences()).isEmpty();
            assertThat(result.forwarded()).isEqualTo(forwarded);
        }
    }

    /** The matrix sends packets of neither carrier, so that what the guard of the test below is worth is seen, too. */
    @Test
    void shouldForwardALabelOfTwoCarriersFromNowhereButWhereItWasGivenAndToNobodyElse() throws Exception {
        try (RunningLab lab = start(TWO)) {
            final LabelGuard guard = new LabelGuard(lab, CarriersCarrierTest::carrier);
            final SpoofMatrix.Result result = new SpoofMatrix(lab, InetAddress.ofLiteral(SITE3), InetAddress.ofLiteral(SITE4)).run();
            assertThat(result.differences()).isEmpty();
            // The CEs' two labels from one side each, the level 1 PEs' four, the VRFs' from one, and two of the P router from both.
            assertThat(result.forwarded()).isEqualTo(4 * 2 + 2 * 4 + 4 + 2 * 2);
            assertThat(result.ways()).containsAllEntriesOf(Map.of(
                "pe1 to-a 36", "pe1-p [2004, 46]", "pe1 to-p 31", "a-ce1-pe1 [21]",
                "pe1 to-b 136", "pe1-p [2004, 146]", "pe1 to-p 131", "b-ce1-pe1 [21]",
                "pe2 to-a 41", "p-pe2 [2003, 31]", "pe2 to-p 46", "a-pe2-ce2 [56]",
                "pe2 to-b 141", "p-pe2 [2003, 131]", "pe2 to-p 146", "b-pe2-ce2 [56]"));
            assertThat(guard.violations()).contains("a-ce1-pe1: spoof matrix's packet with labels [136] on a link of red",
                "b-pe2-ce2: spoof matrix's packet with labels [56] on a link of blue");
        }
    }

    private static String carrier(final String link) {
        return link.startsWith("a-") ? "red" : link.startsWith("b-") ? "blue" : null;
    }

    /** Carrier A's routers take routes with their own AS in the path, B's do not; nobody replaces it. */
    @Test
    void shouldJoinTwoSitesOfOneAsOnlyWhereTheirRoutersAllowIt() throws Exception {
        try (RunningLab lab = RunningLab.start(LabFile.read(withoutAsOverride()), directory);
             Pinger there = new Pinger(lab.router("a-cust3"), "red", SITE3, SITE4);
             Pinger back = new Pinger(lab.router("a-cust4"), "red", SITE4, SITE3)) {
            assertThat(there.recovers() && back.recovers()).isTrue();
            new Convergence(lab, progress -> { }).settle(PATIENCE);
            assertThat(lab.trace("a-cust3", VrfIntent.GLOBAL, InetAddress.ofLiteral(SITE4), InetAddress.ofLiteral(SITE3)).seen())
                .filteredOn(each -> !each.reply()).extracting(Sightings.Sighting::stack).containsExactly(List.of(), List.of(26, 304),
                    List.of(36, 304), List.of(2004, 46, 304), List.of(46, 304), List.of(56, 304), List.of(304), List.of());
            assertThat(paths(lab, "a-ce1", null, "l1", "6.6.6.9/32", false)).containsExactly("100 200");
            assertThat(paths(lab, "a-pe3", null, "ce1", "6.6.6.9/32", false)).containsExactly("100 200");
            // B's router is told the same, and takes it from nobody.
            assertThat(paths(lab, "pe1", "vpn-b", "b", "6.6.6.9/32", true)).containsExactly("100 200");
            assertThat(paths(lab, "b-ce1", null, null, "6.6.6.9/32", false)).isEmpty();
            assertThat(lab.ping("b-cust3", VrfIntent.GLOBAL, InetAddress.ofLiteral(SITE4), InetAddress.ofLiteral(SITE3), 1,
                Probe.SILENCE_MILLIS).answered()).isZero();
        }
    }

    private Path withoutAsOverride() throws IOException {
        final StringBuilder text = new StringBuilder();
        String router = "";
        for (final String line : Files.readAllLines(TWO)) {
            router = line.startsWith("  - router: ") ? line.substring("  - router: ".length()) : router;
            final String kept = line.replace("as-override: true, ", "");
            final boolean own = router.matches("a-(ce|pe).") && kept.matches(" +- \\{name: (l1|ce[12]), .*}");
            text.append(own ? kept.replace("}", ", allow-as: 1}") : kept).append('\n');
        }
        assertThat(text.toString().split("allow-as: 1", -1)).hasSize(1 + 4);
        return Files.writeString(directory.resolve("allow-as.yaml"), text);
    }

    private static List<String> paths(final RunningLab lab, final String router, final String vrf, final String peer, final String prefix,
                                      final boolean told) throws Exception {
        final List<BgpRouteView> routes = lab.router(router).bgp().routes(new BgpRouteFilter(null, vrf, Prefix.parse(prefix),
            BgpRouteFilter.Match.EXACT, peer, told)).next(10);
        return routes == null ? List.of() : routes.stream().flatMap(each -> each.paths().stream()).map(BgpPathView::asPath).toList();
    }

    @Test
    void shouldKeepTwoCarriersApartWhileLinksAreCutAndSessionsCleared() throws Exception {
        try (RunningLab lab = start(TWO)) {
            final LabelGuard guard = new LabelGuard(lab, CarriersCarrierTest::carrier);
            try (Pinger red = new Pinger(lab.router("a-cust3"), "red", SITE3, SITE4);
                 Pinger blue = new Pinger(lab.router("b-cust4"), "blue", SITE4, SITE3)) {
                for (final String link : List.of("a-ce1-pe1", "b-ce2-pe4", "p-pe2")) {
                    lab.setLink(link, false);
                    new Convergence(lab, progress -> { }).settle(PATIENCE);
                    guard.learn();
                    if (link.startsWith("a-")) {
                        assertThat(blue.recovers()).isTrue();
                    } else if (link.startsWith("b-")) {
                        assertThat(red.recovers()).isTrue();
                    }
                    lab.setLink(link, true);
                    recover(lab, guard, red, blue);
                }
                for (final String session : List.of("pe1 a", "pe2 pe1", "b-ce1 pe3", "a-pe3 pe4")) {
                    lab.router(session.split(" ")[0]).bgp().clear(session.split(" ")[1], BgpState.Clearing.HARD);
                    recover(lab, guard, red, blue);
                }
            }
            assertThat(ofCustomers(guard.violations())).isEmpty();
            assertThat(guard.labelled()).isPositive();
        }
    }

    @Test
    void shouldNeverUseALabelThatIsNotGivenWhileLinksAreCutAndSessionsCleared() throws Exception {
        try (RunningLab lab = start(EXAMPLE)) {
            final LabelGuard guard = new LabelGuard(lab);
            try (Pinger there = new Pinger(lab.router("ce3"), "red", SITE3, SITE4);
                 Pinger back = new Pinger(lab.router("ce4"), "red", SITE4, SITE3)) {
                for (final String link : List.of("pa-ce1", "ce1-pe1", "p-pe2", "pe4-ce4")) {
                    lab.setLink(link, false);
                    new Convergence(lab, progress -> { }).settle(PATIENCE);
                    guard.learn();
                    lab.setLink(link, true);
                    recover(lab, guard, there, back);
                }
                for (final String session : List.of("pe1 pe2", "ce2 pe2", "pe3 ce1", "pe4 pe3")) {
                    lab.router(session.split(" ")[0]).bgp().clear(session.split(" ")[1], BgpState.Clearing.HARD);
                    recover(lab, guard, there, back);
                }
            }
            assertThat(guard.violations()).isEmpty();
            assertThat(guard.labelled()).isPositive();
        }
    }

    private static void recover(final RunningLab lab, final LabelGuard guard, final Pinger... pingers) throws Exception {
        converge(lab);
        guard.learn();
        for (final Pinger each : pingers) {
            assertThat(each.recovers()).isTrue();
        }
    }

    /** Without the lab's own echo requests to sessions' peers, which are no customer's. */
    private static Collection<String> ofCustomers(final Collection<String> violations) {
        return violations.stream().filter(each -> !each.contains("swaplane lab, echo request")).toList();
    }
}
