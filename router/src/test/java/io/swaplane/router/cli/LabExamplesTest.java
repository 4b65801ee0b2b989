package io.swaplane.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples as a user runs them, two carriers with the same addresses and labels, and links that are cut. */
class LabExamplesTest extends RunsLabs {
    private static final Path TWO = Path.of("src/test/resources/lab/two-carriers.yaml");
    private static final String PING = "ping 10.44.0.1 source 10.33.0.1";

    @ParameterizedTest
    @ValueSource(strings = {"inter-as-option-b.yaml", "inter-as-option-b-vpns.yaml", "carriers-carrier.yaml", "carriers-carrier-ibgp.yaml",
        "carriers-carrier-ldp.yaml", "option-a.yaml", "option-c.yaml"})
    void shouldPassWithTheStacksOfEveryLinkAndWhatEveryRouterShows(final String example) {
        assertThat(lab(EXAMPLES.resolve(example))).as(this::story).isZero();
        assertThat(out.toString()).contains("\nPASS\n").doesNotContain("expected:");
    }

    @Test
    void shouldSayWhichLabelsDifferWhenTheProviderEdgeGivesAnother() throws IOException {
        final Path changed = directory.resolve("changed.yaml");
        final String text = Files.readString(EXAMPLES.resolve("inter-as-option-b.yaml"));
        final String pinned = "- {vrf: A, in-label: 16} ";
        assertThat(text).containsOnlyOnce(pinned);
        Files.writeString(changed, text.replace(pinned, "- {vrf: A, in-label: 33} "));
        assertThat(lab(changed)).isEqualTo(1);
        assertThat(out.toString()).contains("""
            : 'show ip bgp vpn all field in-label' on pe1, line 2 of the output
                expected: 10.10.10.11/32 16
                got:      10.10.10.11/32 33
            """, """
            : request from ce2 to 10.10.10.11 on link pe1-p42
                expected: 16 IP
                got:      33 IP
            """).doesNotContain("ping from").doesNotContain("on link ce1-pe1");
    }

    @Test
    void shouldKeepTwoCarriersWithTheSameAddressesAndLabelsApart() {
        assertThat(lab(TWO)).as(this::story).isZero();
        for (final String carrier : List.of("a", "b")) {
            for (final String sender : List.of("cust3", "cust4")) {
                final String begin = "\n" + carrier + "-" + sender + ": trace ";
                final List<String> seen = out.toString().substring(out.toString().indexOf(begin) + 1).lines()
                    .takeWhile(each -> !each.isEmpty()).filter(each -> each.contains(" request ") || each.contains(" reply ")).toList();
                assertThat(seen).as(begin).hasSize(8).noneMatch(each -> each.contains(carrier.equals("a") ? " b-" : " a-"));
            }
        }
    }

    @Test
    void shouldLoseOneCarriersPacketsOnlyWhenItsLinkIsCut() {
        assertThat(type(TWO, List.of("use a-cust3", "cut a-pe2-ce2", PING, "use b-cust3", PING, "path 10.44.0.1 source 10.33.0.1",
            "use pe1", "show mpls forwarding brief", "restore a-pe2-ce2", "wait", "use a-cust3", PING, "check"))).as(this::story).isZero();
        assertThat(printed("a-cust3> " + PING)).containsExactly("a-cust3: ping 10.44.0.1 from 10.33.0.1: 0 of 1 answered");
        assertThat(printed("b-cust3> " + PING)).containsExactly("b-cust3: ping 10.44.0.1 from 10.33.0.1: 1 of 1 answered");
        assertThat(printed("b-cust3> path 10.44.0.1 source 10.33.0.1")).noneMatch(each -> each.contains(" a-") && each.contains("IP"));
        assertThat(printed("pe1> show mpls forwarding brief")).contains("36  bgp discard withdrawn",
            "136 bgp swap to 146, push 2004 on to-p, nbr 30.1.1.2");
        assertThat(printed("pe1> wait")).containsExactly("converged");
        assertThat(printed("a-cust3> " + PING, 1)).containsExactly("a-cust3: ping 10.44.0.1 from 10.33.0.1: 1 of 1 answered");
    }

    @Test
    void shouldLoseTheSessionOverLabelsWithEachLinkOnItsWayAndRegainIt() {
        final List<String> links = List.of("pa-ce1", "ce1-pe1", "p-pe2", "pe2-ce2", "pb-pe4");
        final List<String> typed = new ArrayList<>(List.of("use pe3"));
        for (final String link : links) {
            typed.addAll(List.of("cut " + link, "show ip bgp summary", "restore " + link, "wait", "show ip bgp summary"));
        }
        typed.addAll(List.of("use ce3", PING));
        assertThat(type(EXAMPLES.resolve("carriers-carrier.yaml"), typed)).as(this::story).isZero();
        for (int cut = 0; cut < links.size(); cut++) {
            assertThat(session(2 * cut)).as(links.get(cut)).doesNotEndWith(" established");
            assertThat(printed("pe3> wait", cut)).containsExactly("converged");
            assertThat(session(2 * cut + 1)).as(links.get(cut)).endsWith(" established");
        }
        assertThat(printed("ce3> " + PING)).containsExactly("ce3: ping 10.44.0.1 from 10.33.0.1: 1 of 1 answered");
    }

    private String session(final int shown) {
        return printed("pe3> show ip bgp summary", shown).stream().filter(each -> each.startsWith("pe4 ")).findFirst().orElseThrow();
    }
}
