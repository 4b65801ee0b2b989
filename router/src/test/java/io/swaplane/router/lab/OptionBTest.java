package io.swaplane.router.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.control.view.BgpPathView;
import io.swaplane.control.view.BgpRouteFilter;
import io.swaplane.control.view.BgpRouteView;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionBTest extends RunsLabs {
    private static final String EXAMPLE = "inter-as-option-b.yaml";
    private static final String VPNS = "inter-as-option-b-vpns.yaml";

    private static InetAddress address(final String text) {
        return InetAddress.ofLiteral(text);
    }

    @Test
    void shouldForwardALabelOfTheExampleFromNowhereButWhereItWasGiven() throws Exception {
        try (RunningLab lab = start(held(EXAMPLE))) {
            final SpoofMatrix.Result result = new SpoofMatrix(lab, address("10.10.10.44"), address("10.10.10.11")).run();
            assertThat(result.differences()).isEmpty();
            // 10 in-labels that differ, 16 special-purpose labels, 3 that nobody gave; 14 interfaces with a link.
            assertThat(result.cells()).isEqualTo((10 + 16 + 3) * 14);
            // Six from one side each, and the four of the P routers from both of their core interfaces.
            assertThat(result.forwarded()).isEqualTo(14);
        }
    }

    /** What the guard of the tests below is worth: the matrix sends what it must find. */
    @Test
    void shouldNoticeLabelsThatWereNotGivenAndPacketsOfOtherCustomers() throws Exception {
        try (RunningLab lab = start(held(EXAMPLE))) {
            final LabelGuard guard = new LabelGuard(lab);
            new SpoofMatrix(lab, address("10.10.10.44"), address("10.10.10.11")).run();
            assertThat(guard.violations()).contains("asbr2 ATM6-0.21 was sent [50]: it has no such label",
                "asbr2 ATM6-0.21 was sent [45]: it has not given this label to that side",
                "asbr2 ATM6-0.21 was sent label 45, which was never bound for it",
                "ce1-pe1: spoof matrix's packet from 10.10.10.44 to 10.10.10.11 in VRF [A]");
        }
    }

    @Test
    void shouldForwardALabelOfTwoVpnsFromNowhereButWhereItWasGiven() throws Exception {
        try (RunningLab lab = start(held(VPNS))) {
            final SpoofMatrix.Result result = new SpoofMatrix(lab, address("10.1.3.2"), address("10.1.3.1")).run();
            assertThat(result.differences()).isEmpty();
            assertThat(result.forwarded()).isEqualTo(20);
        }
    }

    @Test
    void shouldNeverUseALabelThatIsNotGivenWhileLinksAreCutAndSessionsCleared() throws Exception {
        try (RunningLab lab = start(held(EXAMPLE))) {
            final LabelGuard guard = new LabelGuard(lab);
            try (Pinger there = new Pinger(lab.router("ce2"), "A", "10.10.10.44", "10.10.10.11");
                 Pinger back = new Pinger(lab.router("ce1"), "A", "10.10.10.11", "10.10.10.44")) {
                for (final String link : List.of("asbr2-asbr3", "p42-asbr2", "pe4-ce2")) {
                    cut(lab, guard, link);
                    restore(lab, guard, List.of(link), there, back);
                }
                for (final String session : List.of("asbr2 asbr3", "asbr2 pe1", "pe1 ce1", "pe4 asbr3")) {
                    clear(lab, guard, session, there, back);
                }
            }
            shouldHaveSeenNothingWrong(guard);
            assertThat(lab.trace("ce2", VrfIntent.GLOBAL, address("10.10.10.11"), address("10.10.10.44")).seen())
                .filteredOn(each -> !each.reply()).extracting(Sightings.Sighting::stack)
                .containsExactly(List.of(), List.of(35, 50), List.of(50), List.of(44), List.of(34, 16), List.of(16), List.of());
        }
    }

    @Test
    void shouldKeepCustomersApartWhileOnesPrefixesMoveToAnotherProviderEdge() throws Exception {
        try (RunningLab lab = start(held(VPNS))) {
            final LabelGuard guard = new LabelGuard(lab);
            assertThat(outLabelOf(lab, "10.1.2.1/32")).isEqualTo(43);
            try (Pinger red = new Pinger(lab.router("red3"), "red", "10.1.3.1", "10.1.2.1");
                 Pinger blue = new Pinger(lab.router("blue3"), "blue", "10.1.3.1", "10.1.2.1");
                 Pinger other = new Pinger(lab.router("red3"), "red", "10.1.3.2", "10.1.1.1")) {
                for (int round = 0; round < 3; round++) {
                    cut(lab, guard, "red2-pe2");
                    shouldAnswer(red, blue, other);
                    assertThat(outLabelOf(lab, "10.1.2.1/32")).isEqualTo(41);
                    restore(lab, guard, List.of("red2-pe2"), red, blue, other);
                    assertThat(outLabelOf(lab, "10.1.2.1/32")).isEqualTo(43);
                }
                clear(lab, guard, "asbr3 asbr2", red, blue, other);
            }
            shouldHaveSeenNothingWrong(guard);
        }
    }

    @Test
    void shouldFollowALabelThatAProviderEdgeChanges() throws Exception {
        try (RunningLab lab = start(withASharedPrefixAndALabelForEachSite())) {
            final LabelGuard guard = new LabelGuard(lab);
            cut(lab, guard, "red2-pe2");
            try (Pinger red = new Pinger(lab.router("red3"), "red", "10.1.3.1", "10.1.8.8");
                 Pinger blue = new Pinger(lab.router("blue3"), "blue", "10.1.3.1", "10.1.1.1")) {
                final int red1 = outLabelOf(lab, "asbr2", "pe1", "10.1.8.8/32");
                shouldAnswer(red, blue);
                cut(lab, guard, "red1-pe1");
                shouldAnswer(red, blue);
                final int red2 = outLabelOf(lab, "asbr2", "pe1", "10.1.8.8/32");
                assertThat(red2).isNotEqualTo(red1);
                restore(lab, guard, List.of("red1-pe1", "red2-pe2"), red, blue);
                assertThat(outLabelOf(lab, "asbr2", "pe1", "10.1.8.8/32")).isNotEqualTo(red2);
            }
            shouldHaveSeenNothingWrong(guard);
        }
    }

    /** Red1 and red2 both have 10.1.8.8, and PE1 gives a label for each of them instead of one for their VRF. */
    private static String withASharedPrefixAndALabelForEachSite() throws IOException {
        String text = held(VPNS);
        for (final int site : new int[] {1, 2}) {
            text = replaced(text, "      - {prefix: 10.1." + site + ".1/32, receive: true}\n",
                "$0      - {prefix: 10.1.8.8/32, receive: true}\n");
            text = replaced(text, "networks: [10.1." + site + ".1/32, ", "$0" + "10.1.8.8/32, ");
        }
        final int pe1 = text.indexOf("- router: pe1");
        final int pe2 = text.indexOf("- router: pe2");
        final String changed = replaced(replaced(text.substring(pe1, pe2), "- {name: red, ", "$0label-mode: per-next-hop, "),
            "      - {vrf: red, in-label: 16}\n", "");
        return text.substring(0, pe1) + changed + text.substring(pe2);
    }

    /** With all occurrences replaced, of which there is one at least; {@code $0} stands for what was there. */
    private static String replaced(final String text, final String from, final String to) {
        assertThat(text).contains(from);
        return text.replace(from, to.replace("$0", from));
    }

    /** What ASBR3 heard from ASBR2 for red's prefix. */
    private static Integer outLabelOf(final RunningLab lab, final String prefix) throws Exception {
        return outLabelOf(lab, "asbr3", "asbr2", prefix);
    }

    private static Integer outLabelOf(final RunningLab lab, final String router, final String peer, final String prefix) throws Exception {
        final List<BgpRouteView> routes = lab.router(router).bgp().routes(new BgpRouteFilter("vpnv4", null, Prefix.parse(prefix),
            BgpRouteFilter.Match.EXACT, peer, false)).next(10);
        return routes.stream().filter(each -> each.rd().equals("42:1")).flatMap(each -> each.paths().stream()).map(BgpPathView::outLabel)
            .findFirst().orElseThrow();
    }
}
