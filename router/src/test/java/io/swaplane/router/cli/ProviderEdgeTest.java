package io.swaplane.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.pcap.PcapReader;
import io.swaplane.io.pcap.PcapWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/pe.yaml} on the command line: two customers with the same addresses. */
class ProviderEdgeTest extends RunsCommands {
    private static final String CONFIG = "../examples/pe.yaml";
    private static final String UDP = "03e807d000080000";
    /** DSCP 46, from 10.1.0.2 to 10.2.0.1, TTL 64 and 63. */
    private static final String SENT = "45b8001c00010000401166130a0100020a020001" + UDP;
    private static final String RECEIVED = "45b8001c000100003f1167130a0100020a020001" + UDP;
    /** DSCP 0, from 10.2.0.1 to 10.1.0.2, TTL 61 and 60. */
    private static final String BACK = "4500001c000100003d1169cb0a0200010a010002" + UDP;
    private static final String BACK_RECEIVED = "4500001c000100003c116acb0a0200010a010002" + UDP;

    @TempDir
    private Path directory;

    private Path capture(final String name, final String... frames) throws IOException {
        final Path file = directory.resolve(name);
        try (PcapWriter writer = new PcapWriter(file)) {
            for (final String frame : frames) {
                writer.write(1_700_000_000_000_000_000L, HexFormat.of().parseHex(frame));
            }
        }
        return file;
    }

    private List<String> captured(final String port) throws IOException {
        return PcapReader.readAll(directory.resolve("out").resolve(port + ".pcap")).stream()
            .map(each -> HexFormat.of().formatHex(each.data())).toList();
    }

    @Test
    void shouldCheckTheExample() {
        assertThat(run("check", CONFIG)).as(() -> err.toString()).isZero();
        assertThat(out.toString())
            .isEqualTo(CONFIG + ": good: router pe1, 3 interfaces on 3 ports, 2 next hops, 0 labels, 2 VRFs, 7 routes\n");
    }

    @Test
    void shouldLabelEachCustomersPacketsAndGiveThemBack() throws IOException {
        final Path red = capture("red.pcap", "020000010001" + "0200000c0001" + "0800" + SENT);
        final Path blue = capture("blue.pcap", "020000010002" + "0200000c0002" + "0800" + SENT);
        final Path core = capture("core.pcap", "020000010003" + "0200000a0001" + "8847" + "0001013d" + BACK,
            "020000010003" + "0200000a0001" + "8847" + "0001113d" + BACK);

        assertThat(run("replay", CONFIG, "--in", "ce-red=" + red, "--in", "ce-blue=" + blue, "--in", "core=" + core,
            "--out", directory.resolve("out").toString(), "--loop", "1")).as(() -> err.toString()).isZero();

        // Labels 100 and 50 or 60, class 5, TTL 63.
        assertThat(captured("core")).containsExactlyInAnyOrder(
            "0200000a0001" + "020000010003" + "8847" + "00064a3f" + "00032b3f" + RECEIVED,
            "0200000a0001" + "020000010003" + "8847" + "00064a3f" + "0003cb3f" + RECEIVED);
        assertThat(captured("ce-red")).containsExactly("0200000c0001" + "020000010001" + "0800" + BACK_RECEIVED);
        assertThat(captured("ce-blue")).containsExactly("0200000c0002" + "020000010002" + "0800" + BACK_RECEIVED);
    }
}
