package io.swaplane.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swaplane.fastpath.FrameRef;
import io.swaplane.io.pcap.Capture;
import io.swaplane.io.pcap.PcapPacket;
import io.swaplane.io.pcap.PcapWriter;
import io.swaplane.memory.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest extends RunsCommands {
    private static final long TIME = 1_700_000_000_000_000_123L;
    private static final String CONFIG = "../examples/asbr2.yaml";
    private static final String IP = "4500001c00010000401166c60a0101010a0a0a0b" + "03e807d000080000";
    /** Label 44, TC 5, TTL 63, from ASBR 3. */
    private static final String GOOD = "020000020001" + "020000030002" + "8847" + "0002cb3f" + IP;
    /** Label 45, which has no entry. */
    private static final String UNKNOWN = "020000020001" + "020000030002" + "8847" + "0002d13f" + IP;
    /** Label 44 with TTL 1. */
    private static final String EXPIRED = "020000020001" + "020000030002" + "8847" + "0002c101" + IP;

    @TempDir
    private Path directory;
    private Path input;
    private Path output;

    @BeforeEach
    void writeCapture() throws IOException {
        input = directory.resolve("in.pcap");
        output = directory.resolve("out");
        try (PcapWriter writer = new PcapWriter(input)) {
            writer.write(TIME, HexFormat.of().parseHex(GOOD));
            writer.write(TIME + 1, HexFormat.of().parseHex(UNKNOWN));
            writer.write(TIME + 2, HexFormat.of().parseHex(EXPIRED));
            writer.write(new PcapPacket(TIME + 3, 46, HexFormat.of().parseHex(GOOD.substring(0, 40))));
        }
    }

    private int replay(final String... more) {
        final List<String> args = new ArrayList<>(List.of("replay", CONFIG, "--in", "asbr3=" + input, "--out", output.toString()));
        args.addAll(List.of(more));
        if (!args.contains("--loop")) {
            args.addAll(List.of("--loop", "2"));
        }
        return run(args.toArray(String[]::new));
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toString());
    }

    @Test
    void shouldListCommandsAndExitCodesInTheHelp() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("replay", "show", "check", "version", "generate-completion", "Exit codes:",
            "3   the configuration was refused", "5   the output cannot be written");
    }

    @Test
    void shouldPrintTheVersionThatTheBuildMade() {
        assertThat(run("version")).isZero();
        assertThat(out.toString()).matches("swaplane [0-9]+\\.[0-9]+\\.[0-9]+\\S*, Java [0-9.+]+\\S*, .*\\R");
    }

    @Test
    void shouldGenerateAShellCompletion() {
        assertThat(run("generate-completion")).isZero();
        assertThat(out.toString()).contains("_complete_swaplane", "next-hop");
    }

    @Test
    void shouldAskForACommandWhenThereIsNone() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("swaplane: give a command\nTry 'swaplane --help'.\n");
    }

    @Test
    void shouldSuggestAnOptionThatWasMistyped() {
        assertThat(replay("--trac")).isEqualTo(2);
        assertThat(err.toString()).contains("Unknown option: '--trac'", "--trace", "Try 'swaplane replay --help'.");
    }

    @Test
    void shouldCheckFilesAndGoOnAfterABadOne() throws IOException {
        final Path bad = Files.writeString(directory.resolve("bad.yaml"), "router: r1\n");

        assertThat(run("check", bad.toString(), CONFIG)).isEqualTo(3);
        assertThat(out.toString()).isEqualTo(CONFIG + ": good: router asbr2, 2 interfaces on 2 ports, 2 next hops, 1 label\n");
        assertThat(err.toString()).isEqualTo(bad + ":1: router-id: is missing: give an IPv4 address, as in 2.2.2.2\n"
            + bad + ":1: interfaces: is missing: give at least one interface\n");
    }

    @Test
    void shouldSayHowManyProblemsThereAreBeyondTheFirstHundred() throws IOException {
        final Path bad = Files.writeString(directory.resolve("bad.yaml"), "x: [\n" + "]\n" + "lsps:\n" + "  - {}\n".repeat(60));

        assertThat(run("check", bad.toString())).isEqualTo(3);
        assertThat(err.toString().lines().count()).isEqualTo(101);
        assertThat(err.toString()).endsWith(bad + ": and 24 more problems\n");
    }

    @Test
    void shouldForwardACaptureIntoCapturesThatKeepTheTime() throws IOException {
        assertThat(replay()).isZero();
        assertThat(frame(output.resolve("p42.pcap"), TIME)).as("swapped to 16 under 34, TC kept, TTL one less")
            .isEqualTo("0200000a0002" + "020000020002" + "8847" + "00022a3e" + "00010b3e" + IP);
        assertThat(frame(output.resolve("punt.pcap"), TIME + 2)).as("as it came").isEqualTo(EXPIRED);
        assertThat(output.resolve("asbr3.pcap")).hasSize(24);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldPrintTheTableTheCountersOfTheFirstPassAndTheSpeed() {
        assertThat(replay()).isZero();
        assertThat(out.toString()).startsWith("""
            MPLS forwarding table of asbr2
            platform label space:
            44 bgp swap to 16, push 34 on ATM6/1.20, nbr 10.20.20.1
            """).containsPattern("1 snapped +warning +asbr3=1").containsPattern("1 unknown-label +warning +asbr3=1")
            .containsPattern("1 ttl-expired +info +asbr3=1").containsPattern("p42 +up +0 +0 +1 +50 +0")
            .contains(output.resolve("p42.pcap") + ": 1 packet\n").containsPattern("packets/s on one thread, from memory \\(8 packets in");
    }

    @Test
    void shouldMeasureWithoutBeingToldHowOften() throws IOException {
        assertThat(run("replay", CONFIG, "--in", "asbr3=" + input, "--out", output.toString(), "--json")).isZero();
        assertThat(json().at("/measurement/repetitions").asInt()).isPositive();
    }

    @Test
    void shouldPrintNothingButOneDocumentAsJson() throws IOException {
        assertThat(replay("--json")).isZero();
        final JsonNode report = json();
        assertThat(report.at("/state/router").asText()).isEqualTo("asbr2");
        assertThat(report.at("/state/labels/0/statistics/packets").asLong()).isEqualTo(1);
        assertThat(report.at("/files/1").toString()).isEqualTo("{\"port\":\"p42\",\"path\":\"" + output.resolve("p42.pcap")
            + "\",\"packets\":1}");
        assertThat(report.at("/measurement/packets").asLong()).isEqualTo(8);
        assertThat(report.at("/measurement/packetsPerSecond").asLong()).isPositive();
    }

    @Test
    void shouldTraceEveryPacketOfTheFirstPass() {
        assertThat(replay("--trace")).isZero();
        assertThat(out.toString()).contains("#1 asbr3 in", "44: swap to 16, next hop 29", "out p42", "drop unknown-label", "#3 asbr3 in",
            "punt ttl-expired").doesNotContain("#4");
    }

    @Test
    void shouldTraceOnStandardErrorBesideJson() throws IOException {
        assertThat(replay("--trace", "--json")).isZero();
        assertThat(json().has("state")).isTrue();
        assertThat(err.toString()).startsWith("#1 asbr3 in");
    }

    @Test
    void shouldShowTheReplayedState() throws IOException {
        replay();
        final String from = output.toString();

        assertThat(run("show", "mpls", "forwarding", "brief", "--replay", from)).isZero();
        assertThat(out.toString()).isEqualTo("""
            platform label space:
            44 bgp swap to 16, push 34 on ATM6/1.20, nbr 10.20.20.1
            """);
        assertThat(run("show", "mpls", "forwarding", "label", "44", "--replay", from)).isZero();
        assertThat(out.toString()).contains("In label: 44", "Spoof check: neighbor 10.5.5.5 on ATM6/0.21",
            "MPLS next-hop: 30, label 16, resolved by MPLS next-hop 29", "1 in pkts");
        assertThat(run("show", "mpls", "forwarding", "--replay", from)).isZero();
        assertThat(out.toString()).startsWith("In label: 44");
        assertThat(run("show", "mpls", "next-hop", "29", "--replay", from)).isZero();
        assertThat(out.toString()).startsWith("MPLS next-hop: 29, resolved by MPLS next-hop 23, peer 1.1.1.1\n");
        assertThat(run("show", "mpls", "tunnels", "--replay", from)).isZero();
        assertThat(out.toString()).isEqualTo("""
            endpoint owner next-hop preference metric state     in-use
            1.1.1.1  ldp         23          0      3 reachable yes
            """);
        assertThat(run("show", "mpls", "indirect", "--replay", from)).isZero();
        assertThat(out.toString()).startsWith("Indirect next-hop 1.1.1.1\n").contains("Direct next-hop: MPLS next-hop 23");
        assertThat(run("show", "drops", "--replay", from)).isZero();
        assertThat(out.toString()).contains("unknown-label");
        assertThat(run("show", "punts", "--replay", from)).isZero();
        assertThat(out.toString()).contains("ttl-expired");
        assertThat(run("show", "ports", "--replay", from)).isZero();
        assertThat(out.toString()).contains("p42");
    }

    @Test
    void shouldShowTheSameAsJson() throws IOException {
        replay();
        final String from = output.toString();

        run("show", "mpls", "forwarding", "label", "44", "--json", "--replay", from);
        assertThat(json().at("/labels/0/label").asInt()).isEqualTo(44);
        assertThat(json().at("/nextHops").findValuesAsText("index")).containsExactly("30", "29", "23");
        run("show", "--json", "--replay", from, "mpls", "next-hop", "29");
        assertThat(json().at("/nextHops").findValuesAsText("index")).containsExactly("29", "23");
        run("show", "mpls", "forwarding", "brief", "--json", "--replay", from);
        assertThat(json().at("/labels")).hasSize(1);
        run("show", "drops", "--json", "--replay", from);
        assertThat(json().at("/drops").findValuesAsText("reason")).contains("snapped", "tx-full");
        run("show", "punts", "--json", "--replay", from);
        assertThat(json().at("/punts").findValuesAsText("reason")).contains("gal");
        run("show", "ports", "--json", "--replay", from);
        assertThat(json().at("/ports").findValuesAsText("port")).containsExactly("asbr3", "p42");
    }

    @Test
    void shouldSayThatThereIsNoSuchLabelOrNextHop() {
        replay();

        assertThat(run("show", "mpls", "forwarding", "label", "45", "--replay", output.toString())).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("label 45 has no entry\n");
        assertThat(run("show", "mpls", "next-hop", "99", "--replay", output.toString())).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("there is no next hop 99\n");
    }

    @Test
    void shouldSayWhereAReplaysStateIsMissedOrDamaged() throws IOException {
        assertThat(run("show", "drops", "--replay", output.toString())).isEqualTo(4);
        assertThat(err.toString()).startsWith(output.resolve("state.json") + ": there is no such file: run 'swaplane replay");

        Files.createDirectories(output);
        for (final String damaged : new String[] {"", "{}", "[1]", "{\"router\": 5", "null", "{\"x\": 1}"}) {
            Files.writeString(output.resolve("state.json"), damaged);
            assertThat(run("show", "drops", "--replay", output.toString())).as(damaged).isEqualTo(4);
            assertThat(err.toString()).isEqualTo(output.resolve("state.json") + ": is not a replay's state: run the replay again\n");
        }
    }

    @Test
    void shouldRefuseABadConfigurationBeforeAnythingElse() throws IOException {
        final Path bad = Files.writeString(directory.resolve("bad.yaml"), "router: [\n");

        assertThat(run("replay", bad.toString(), "--in", "asbr3=" + input, "--out", output.toString())).isEqualTo(3);
        assertThat(err.toString()).startsWith(bad + ":2: not YAML: ");
        assertThat(output).doesNotExist();
    }

    @Test
    void shouldRefuseInputsThatAreNone() {
        assertThat(run("replay", CONFIG, "--in", "asbr3", "--out", output.toString())).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("--in asbr3: write PORT=FILE\n");
        assertThat(run("replay", CONFIG, "--in", "p9=" + input, "--out", output.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("the configuration has no port 'p9', only asbr3, p42");
        assertThat(run("replay", CONFIG, "--in", "asbr3=" + input + ",asbr3=" + input, "--out", output.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("has a capture already");
        assertThat(replay("--loop", "-1")).isEqualTo(2);
    }

    @Test
    void shouldRefuseToOverwriteAnInput() throws IOException {
        Files.createDirectories(output);
        Files.move(input, output.resolve("p42.pcap"));
        input = output.resolve("p42.pcap");

        assertThat(replay()).isEqualTo(2);
        assertThat(err.toString()).isEqualTo(input + " would be overwritten, and is an input: choose another --out\n");
    }

    @Test
    void shouldSayWhichCaptureCannotBeRead() throws IOException {
        Files.writeString(input, "this is no capture, but long enough to be one");
        assertThat(replay()).isEqualTo(4);
        assertThat(err.toString()).startsWith(input.toString()).hasLineCount(1);

        Files.delete(input);
        assertThat(replay()).isEqualTo(4);
        assertThat(err.toString()).isEqualTo(input + ": there is no such file or directory\n");
    }

    @Test
    void shouldSayThatTheOutputCannotBeWritten() throws IOException {
        Files.writeString(output, "a file where the directory should be");

        assertThat(replay()).isEqualTo(5);
        assertThat(err.toString()).isEqualTo("cannot write: " + output + ": is a file, and no directory\n");
    }

    private static String frame(final Path file, final long timestamp) throws IOException {
        try (Capture capture = Capture.load(file)) {
            assertThat(capture.size()).isEqualTo(1);
            assertThat(capture.timestamp(0)).isEqualTo(timestamp);
            final byte[] bytes = new byte[FrameRef.length(capture.frame(0))];
            Memory.copyOut(FrameRef.address(capture.frame(0)), bytes, 0, bytes.length);
            return HexFormat.of().formatHex(bytes);
        }
    }
}
