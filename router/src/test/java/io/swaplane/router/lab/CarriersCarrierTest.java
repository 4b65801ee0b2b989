package io.swaplane.router.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.view.BgpPathView;
import io.swaplane.control.view.BgpPeerView;
import io.swaplane.control.view.BgpRouteFilter;
import io.swaplane.control.view.BgpRouteView;
import io.swaplane.router.config.Lab;
import io.swaplane.router.config.LabFile;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarriersCarrierTest extends RunsLabs {
    private static final String EXAMPLE = "carriers-carrier.yaml";
    private static final Path IPV6 = Path.of("src/test/resources/lab/carriers-carrier-ipv6.yaml");
    private static final Path TWO = Path.of("src/test/resources/lab/two-carriers.yaml");
    private static final String SITE3 = "10.33.0.1";
    private static final String SITE4 = "10.44.0.1";
    private static final int MOST_LOOKS = 100;
    private static final String RED = "red";
    private static final String BLUE = "blue";

    private static SpoofMatrix.Result spoof(final RunningLab lab) throws Exception {
        return new SpoofMatrix(lab, InetAddress.ofLiteral(SITE3), InetAddress.ofLiteral(SITE4)).run();
    }

    @ParameterizedTest
    @ValueSource(strings = {"carriers-carrier.yaml", "carriers-carrier-ibgp.yaml", "carriers-carrier-ldp.yaml"})
    void shouldForwardALabelFromNowhereButWhereItWasGiven(final String example) throws Exception {
        try (RunningLab lab = start(held(example))) {
            final SpoofMatrix.Result result = spoof(lab);
            assertThat(result.differences()).isEmpty();
            // The CEs' and level 1 PEs' two labels from one side each, the VRFs' from one, and two of each P router from both of its sides.
            assertThat(result.forwarded()).isEqualTo(4 * 2 + 2 + 3 * 4);
        }
    }

    @Test
    void shouldForwardALabelOfAnIpv6CarrierFromNowhereButWhereItWasGiven() throws Exception {
        try (RunningLab lab = start(Files.readString(IPV6))) {
            final SpoofMatrix.Result result = spoof(lab);
            assertThat(result.differences()).isEmpty();
            // As above, without P routers in the sites.
            assertThat(result.forwarded()).isEqualTo(4 * 2 + 2 + 4);
        }
    }

    @Test
    void shouldForwardALabelOfTwoCarriersFromNowhereButWhereItWasGivenAndToNobodyElse() throws Exception {
        try (RunningLab lab = start(Files.readString(TWO))) {
            final SpoofMatrix.Result result = spoof(lab);
            assertThat(result.differences()).isEmpty();
            // The CEs' two labels from one side each, the level 1 PEs' four, the VRFs' from one, and two of the P router from both.
            assertThat(result.forwarded()).isEqualTo(4 * 2 + 2 * 4 + 4 + 2 * 2);
            assertThat(result.ways()).containsAllEntriesOf(Map.of(
                "pe1 to-a 36", "pe1-p [2004, 46]", "pe1 to-p 31", "a-ce1-pe1 [21]",
                "pe1 to-b 136", "pe1-p [2004, 146]", "pe1 to-p 131", "b-ce1-pe1 [21]",
                "pe2 to-a 41", "p-pe2 [2003, 31]", "pe2 to-p 46", "a-pe2-ce2 [56]",
                "pe2 to-b 141", "p-pe2 [2003, 131]", "pe2 to-p 146", "b-pe2-ce2 [56]"));
        }
    }

    /** Carrier A's routers take routes with their own AS in the path, B's do not; nobody replaces it. */
    @Test
    void shouldJoinTwoSitesOfOneAsOnlyWhereTheirRoutersAllowIt() throws Exception {
        final Path file = Files.writeString(directory.resolve("allow-as.yaml"), withoutAsOverride());
        try (RunningLab lab = RunningLab.start(LabFile.read(file), directory);
             Pinger there = new Pinger(lab.router("a-cust3"), RED, SITE3, SITE4);
             Pinger back = new Pinger(lab.router("a-cust4"), RED, SITE4, SITE3)) {
            shouldAnswer(there, back);
            assertThat(trace(lab, "a-cust3").seen()).filteredOn(each -> !each.reply()).extracting(Sightings.Sighting::stack)
                .containsExactly(List.of(), List.of(26, 304), List.of(36, 304), List.of(2004, 46, 304), List.of(46, 304),
                    List.of(56, 304), List.of(304), List.of());
            assertThat(paths(lab, "a-ce1", null, "l1", false)).containsExactly("100 200");
            assertThat(paths(lab, "a-pe3", null, "ce1", false)).containsExactly("100 200");
            // B's router is told the same, and takes it from nobody.
            for (int look = 0; look < MOST_LOOKS && paths(lab, "pe1", "vpn-b", "b", true).isEmpty(); look++) {
                settle(lab);
            }
            settle(lab);
            assertThat(paths(lab, "pe1", "vpn-b", "b", true)).containsExactly("100 200");
            assertThat(paths(lab, "b-ce1", null, null, false)).isEmpty();
            assertThat(lab.router("b-ce1").bgp().summary().peers()).flatExtracting(BgpPeerView::faults).extracting(BgpPeerView.Fault::kind)
                .as("and says why").containsOnly("own-as");
            assertThat(lab.hindrance("b-pe3", "pe4")).isEqualTo(": b-pe3 has no route to 6.6.6.9");
            assertThat(lab.hindrance("a-pe3", "pe4")).isEmpty();
            assertThat(trace(lab, "b-cust3").answered()).isFalse();
        }
    }

    private static String withoutAsOverride() throws IOException {
        final StringBuilder text = new StringBuilder();
        String router = "";
        for (final String line : Files.readAllLines(TWO)) {
            router = line.startsWith("  - router: ") ? line.substring("  - router: ".length()) : router;
            final String kept = line.replace("as-override: true, ", "");
            final boolean ofSite = router.matches("a-(ce|pe).") && kept.matches(" +- \\{name: (l1|ce[12]), .*}");
            text.append(ofSite ? kept.replace("}", ", allow-as: 1}") : kept).append('\n');
        }
        assertThat(text.toString().split("allow-as: 1", -1)).hasSize(1 + 4);
        assertThat(text).doesNotContain("as-override");
        return text.toString();
    }

    private static Probe.Traced trace(final RunningLab lab, final String from) throws LabException {
        return lab.trace(from, VrfIntent.GLOBAL, InetAddress.ofLiteral(SITE4), InetAddress.ofLiteral(SITE3));
    }

    /** AS paths to the loopback of the far site's edge. */
    private static List<String> paths(final RunningLab lab, final String router, final String vrf, final String peer, final boolean told)
        throws Exception {
        final List<BgpRouteView> routes = lab.router(router).bgp().routes(new BgpRouteFilter(null, vrf, Prefix.parse("6.6.6.9/32"),
            BgpRouteFilter.Match.EXACT, peer, told)).next(10);
        return routes == null ? List.of() : routes.stream().flatMap(each -> each.paths().stream()).map(BgpPathView::asPath).toList();
    }

    @Test
    void shouldKeepTwoCarriersApartWhileLinksAreCutAndSessionsCleared() throws Exception {
        try (RunningLab lab = start(Files.readString(TWO))) {
            final LabelGuard guard = new LabelGuard(lab);
            final CarrierGuard carriers = new CarrierGuard();
            lab.watch(carriers);
            try (Pinger red = new Pinger(lab.router("a-cust3"), RED, SITE3, SITE4);
                 Pinger blue = new Pinger(lab.router("b-cust4"), BLUE, SITE4, SITE3)) {
                for (final String link : List.of("a-ce1-pe1", "b-ce2-pe4", "p-pe2")) {
                    cut(lab, guard, link);
                    if (link.startsWith("a-")) {
                        shouldAnswer(blue);
                    } else if (link.startsWith("b-")) {
                        shouldAnswer(red);
                    }
                    restore(lab, guard, List.of(link), red, blue);
                }
                for (final String session : List.of("pe1 a", "pe2 pe1", "b-ce1 pe3", "a-pe3 pe4")) {
                    clear(lab, guard, session, red, blue);
                }
            }
            assertThat(ofCustomers(guard.violations())).isEmpty();
            assertThat(guard.labelled()).isPositive();
            assertThat(carriers.violations).isEmpty();
            assertThat(carriers.seen).containsExactlyInAnyOrder(RED, BLUE);
        }
    }

    /** Without the lab's own echo requests to sessions' peers, which are no customer's. */
    private static Collection<String> ofCustomers(final Collection<String> violations) {
        return violations.stream().filter(each -> !each.contains("swaplane lab, echo request")).toList();
    }

    /** Looks at the links of one carrier for packets, with labels or without, of the other one's customer. */
    private static final class CarrierGuard implements LabLink.Tap {
        private final Queue<String> violations = new ConcurrentLinkedQueue<>();
        private final Set<String> seen = ConcurrentHashMap.newKeySet();

        @Override
        public void passes(final Lab.Link link, final Lab.End from, final byte[] frame) {
            final Echo echo = Echo.parse(frame, WireFrame.parse(frame).payload());
            final String customer = echo == null ? "" : new String(echo.data(), StandardCharsets.US_ASCII);
            if (customer.equals(RED) && link.name().startsWith("b-") || customer.equals(BLUE) && link.name().startsWith("a-")) {
                violations.add(customer + "'s packet on " + link.name());
            } else if (customer.equals(RED) && link.name().startsWith("a-") || customer.equals(BLUE) && link.name().startsWith("b-")) {
                seen.add(customer);
            }
        }
    }

    @Test
    void shouldNeverUseALabelThatIsNotGivenWhileLinksAreCutAndSessionsCleared() throws Exception {
        try (RunningLab lab = start(held(EXAMPLE))) {
            final LabelGuard guard = new LabelGuard(lab);
            try (Pinger there = new Pinger(lab.router("ce3"), RED, SITE3, SITE4);
                 Pinger back = new Pinger(lab.router("ce4"), RED, SITE4, SITE3)) {
                for (final String link : List.of("pa-ce1", "ce1-pe1", "p-pe2", "pe4-ce4")) {
                    cut(lab, guard, link);
                    restore(lab, guard, List.of(link), there, back);
                }
                for (final String session : List.of("pe1 pe2", "ce2 pe2", "pe3 ce1", "pe4 pe3")) {
                    clear(lab, guard, session, there, back);
                }
            }
            shouldHaveSeenNothingWrong(guard);
        }
    }
}
