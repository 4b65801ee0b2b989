package io.swaplane.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.pcap.PcapPacket;
import io.swaplane.io.pcap.PcapReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Labs with labelled unicast: the examples, two carriers with the same addresses and labels, and links that are cut. */
class LabExamplesTest {
    private static final Path EXAMPLES = Path.of("../examples");
    private static final Path TWO = Path.of("src/test/resources/lab/two-carriers.yaml");

    private static final int MPLS = 0x8847;
    private static final int TYPE = 12;

    @TempDir
    private Path directory;
    private String out;

    private int run(final Path lab, final String... more) {
        final StringWriter printed = new StringWriter();
        final CommandLine line = Swaplane.commandLine().setOut(new PrintWriter(printed)).setErr(new PrintWriter(printed));
        final List<String> args = new ArrayList<>(List.of("lab", lab.toString(), "--out", directory.toString(), "--timeout", "120"));
        args.addAll(List.of(more));
        final int status = line.execute(args.toArray(String[]::new));
        out = printed.toString();
        return status;
    }

    private int type(final Path lab, final String... lines) {
        final var before = System.in;
        System.setIn(new ByteArrayInputStream((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
        try {
            return run(lab, "--interactive");
        } finally {
            System.setIn(before);
        }
    }

    /** What the line with this number, from 0, printed at the prompt. */
    private List<String> printed(final int typed) {
        final List<String> lines = out.lines().toList();
        final List<Integer> prompts = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            if (lines.get(line).matches("[a-z0-9-]+> .*")) {
                prompts.add(line);
            }
        }
        assertThat(prompts).as(out).hasSizeGreaterThan(typed);
        return lines.subList(prompts.get(typed) + 1, typed + 1 < prompts.size() ? prompts.get(typed + 1) : lines.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"carriers-carrier.yaml", "carriers-carrier-ibgp.yaml", "carriers-carrier-ldp.yaml", "option-a.yaml",
        "option-c.yaml"})
    void shouldPassWithTheStacksOfEveryLinkAndWhatEveryRouterShows(final String example) {
        assertThat(run(EXAMPLES.resolve(example))).as(() -> out).isZero();
        assertThat(out).contains("\nPASS\n");
    }

    @Test
    void shouldKeepTwoCarriersWithTheSameAddressesAndLabelsApart() {
        assertThat(run(TWO)).as(() -> out).isZero();
        for (final String carrier : List.of("a", "b")) {
            for (final String sender : List.of("cust3", "cust4")) {
                final String begin = "\n" + carrier + "-" + sender + ": trace ";
                final List<String> seen = out.substring(out.indexOf(begin) + 1).lines().takeWhile(each -> !each.isEmpty())
                    .filter(each -> each.contains(" request ") || each.contains(" reply ")).toList();
                assertThat(seen).as(begin).hasSize(8).noneMatch(each -> each.contains(carrier.equals("a") ? " b-" : " a-"));
            }
        }
    }

    @Test
    void shouldLoseOneCarriersPacketsOnlyWhenItsLinkIsCut() {
        assertThat(type(TWO, "use a-cust3", "cut a-pe2-ce2", "ping 10.44.0.1 source 10.33.0.1", "use b-cust3",
            "ping 10.44.0.1 source 10.33.0.1", "path 10.44.0.1 source 10.33.0.1", "use pe1", "show mpls forwarding brief",
            "restore a-pe2-ce2", "wait", "use a-cust3", "ping 10.44.0.1 source 10.33.0.1", "show mpls forwarding brief", "check"))
            .as(() -> out).isZero();
        assertThat(printed(2)).containsExactly("a-cust3: ping 10.44.0.1 from 10.33.0.1: 0 of 1 answered");
        assertThat(printed(4)).containsExactly("b-cust3: ping 10.44.0.1 from 10.33.0.1: 1 of 1 answered");
        assertThat(printed(5)).noneMatch(each -> each.contains(" a-") && each.contains("IP"));
        assertThat(printed(7)).noneMatch(each -> each.startsWith("36 ")).anyMatch(each -> each.startsWith("136 "));
        assertThat(printed(9)).containsExactly("converged");
        assertThat(printed(11)).containsExactly("a-cust3: ping 10.44.0.1 from 10.33.0.1: 1 of 1 answered");
    }

    /** Echo requests and replies of the capture of each link, by identifier and sequence, are of one carrier's links. */
    @Test
    void shouldBringNoPacketToTheOtherCarrierWhileLinksAndSessionsFail() throws IOException {
        final List<String> typed = new ArrayList<>();
        for (final String event : List.of("cut a-ce1-pe1", "restore a-ce1-pe1", "cut p-pe2", "restore p-pe2", "use pe1\nclear ip bgp pe2",
            "use pe2\nclear ip bgp b")) {
            typed.addAll(List.of(event, "use a-cust3", "ping 10.44.0.1 source 10.33.0.1 count 2", "use b-cust4",
                "ping 10.33.0.1 source 10.44.0.1 count 2"));
        }
        typed.addAll(List.of("wait", "check"));
        assertThat(type(TWO, typed.toArray(String[]::new))).as(() -> out).isZero();
        final Map<Integer, Set<Character>> carriers = new HashMap<>();
        for (final Path capture : captures()) {
            final char carrier = capture.getFileName().toString().charAt(0);
            for (final PcapPacket packet : PcapReader.readAll(capture)) {
                final Integer echo = echo(ByteBuffer.wrap(packet.data()));
                if (echo != null) {
                    carriers.computeIfAbsent(echo, each -> new TreeSet<>()).add(carrier);
                }
            }
        }
        assertThat(carriers.values()).hasSizeGreaterThan(24).allSatisfy(each -> assertThat(each).hasSize(1))
            .contains(Set.of('a'), Set.of('b'));
    }

    /** Captures of the links that belong to one carrier. */
    private List<Path> captures() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(each -> each.getFileName().toString().matches("[ab]-.*\\.pcap")).toList();
        }
    }

    /** Identifier and sequence of an echo request or reply over IPv4, below whatever labels; null for other packets. */
    private static Integer echo(final ByteBuffer frame) {
        int at = TYPE + 2;
        if (Short.toUnsignedInt(frame.getShort(TYPE)) == MPLS) {
            do {
                at += Integer.BYTES;
            } while ((frame.getInt(at - Integer.BYTES) & 0x100) == 0);
        }
        final boolean icmp = frame.limit() > at + 28 && frame.get(at) == 0x45 && frame.get(at + 9) == 1;
        return icmp ? Integer.valueOf(frame.getInt(at + 24)) : null;
    }

    @Test
    void shouldLoseTheSessionOverLabelsWithEachLinkOnItsWayAndRegainIt() {
        final List<String> typed = new ArrayList<>(List.of("use pe3"));
        for (final String link : List.of("pa-ce1", "ce1-pe1", "p-pe2", "pe2-ce2", "pb-pe4")) {
            typed.addAll(List.of("cut " + link, "show ip bgp summary", "restore " + link, "wait", "show ip bgp summary"));
        }
        typed.addAll(List.of("use ce3", "ping 10.44.0.1 source 10.33.0.1"));
        assertThat(type(EXAMPLES.resolve("carriers-carrier.yaml"), typed.toArray(String[]::new))).as(() -> out).isZero();
        for (int cut = 0; cut < 5; cut++) {
            assertThat(session(2 + 5 * cut)).as(typed.get(1 + 5 * cut)).doesNotEndWith(" established");
            assertThat(printed(4 + 5 * cut)).containsExactly("converged");
            assertThat(session(5 + 5 * cut)).endsWith(" established");
        }
        assertThat(printed(typed.size() - 1)).containsExactly("ce3: ping 10.44.0.1 from 10.33.0.1: 1 of 1 answered");
    }

    private String session(final int typed) {
        return printed(typed).stream().filter(each -> each.startsWith("pe4 ")).findFirst().orElseThrow();
    }
}
