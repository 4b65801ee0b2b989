package io.swaplane.benchmarks.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swaplane.io.kernel.Required;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison measures what it says, in the form that it promises; how fast anything is does not matter here. */
class CompareIoTest {
    private static final List<String> FIELDS = List.of("dut", "pps", "packets_per_cpu_s", "ratio_to_testpmd_afxdp",
        "packets_per_cpu_s_with_receive", "offered_pps", "rounds");
    private static final int WARM_UP_MILLIS = 1000;
    private static final int MILLIS = 1000;

    @TempDir
    private Path directory;

    @Test
    void shouldPrintAnObjectForEachForwarderWithItsShareOfTheYardstick() throws Exception {
        final Entry generator = entry(new NoForwarder(), new Round(2, 8_000_000, 0, 2, 0, 2));
        final Entry swaplane = entry(new SwaplaneForwarder("swaplane-af-xdp", directory, "native", "socket"),
            new Round(2, 4_000_000, 3_000_000, 2, 2, 4), new Round(2, 4_000_000, 3_000_000, 2, 1, 3),
            new Round(2, 4_000_000, 1_000_000, 2, 2, 4));
        final Entry testpmd = entry(new TestpmdForwarder(Comparison.YARDSTICK, "net_af_xdp", "", false),
            new Round(2, 4_000_000, 2_000_000, 2, 2, 4));
        final Entry linux = entry(new KernelForwarder("linux-ip-forward-inline", false), new Round(2, 1_000_000, 900_000, 2, 0, 2));
        final JsonNode list = new ObjectMapper().readTree(new Comparison(List.of(swaplane, testpmd, linux), generator).json());
        assertThat(list).hasSize(3).allSatisfy(CompareIoTest::hasTheFields);
        assertThat(list.get(0).get("dut").asText()).isEqualTo("swaplane-af-xdp");
        assertThat(list.get(0).get("pps").asLong()).isEqualTo(1_500_000);
        assertThat(list.get(0).get("packets_per_cpu_s").asLong()).isEqualTo(1_500_000);
        assertThat(list.get(0).get("ratio_to_testpmd_afxdp").asDouble()).isEqualTo(1.5);
        assertThat(list.get(0).get("offered_pps").asLong()).isEqualTo(2_000_000);
        assertThat(list.get(0).get("rounds").asInt()).isEqualTo(3);
        assertThat(list.get(1).get("ratio_to_testpmd_afxdp").asDouble()).isEqualTo(1);
        assertThat(list.get(2).get("packets_per_cpu_s").isNull()).as("it shares the generator's CPU").isTrue();
        assertThat(list.get(2).get("ratio_to_testpmd_afxdp").isNull()).isTrue();
    }

    @Test
    void shouldMeasureARealRoundOfSwaplaneInEachOfItsModes() throws Exception {
        Required.root();
        Required.ethtool();
        final Path launcher = launcher();
        try (Bed bed = Bed.make()) {
            final Entry generator = measure(bed, new NoForwarder());
            final List<Entry> entries = List.of(measure(bed, new SwaplaneForwarder("swaplane-af-xdp", launcher, "native", "socket")),
                measure(bed, new SwaplaneForwarder("swaplane-xdp-transmit", launcher, "native", "xdp")),
                measure(bed, new SwaplaneForwarder("swaplane-af-packet", launcher, "packet", "socket")));
            final JsonNode list = new ObjectMapper().readTree(new Comparison(entries, generator).json());
            assertThat(list).hasSize(3).allSatisfy(each -> {
                hasTheFields(each);
                assertThat(each.get("pps").asLong()).isPositive();
                assertThat(each.get("packets_per_cpu_s").asLong()).isPositive();
                assertThat(each.get("offered_pps").asLong()).isPositive();
                assertThat(each.get("ratio_to_testpmd_afxdp").isNull()).as("there was no testpmd").isTrue();
            });
            assertThat(list).extracting(each -> each.get("dut").asText()).containsExactly("swaplane-af-xdp", "swaplane-xdp-transmit",
                "swaplane-af-packet");
            assertThat(generator.rounds()).allSatisfy(round -> {
                assertThat(round.arrived()).isPositive();
                assertThat(round.left()).isZero();
            });
        }
    }

    @Test
    void shouldExplainItselfAndRefuseArgumentsThatItDoesNotKnow() throws Exception {
        final Process help = new ProcessBuilder("./compare-io", "--help").start();
        assertThat(new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).contains("--json", "--quick", "Exit codes");
        assertThat(help.waitFor()).isZero();
        final Process wrong = new ProcessBuilder("./compare-io", "--jsn").start();
        assertThat(new String(wrong.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)).contains("usage:");
        assertThat(wrong.getInputStream().readAllBytes()).isEmpty();
        assertThat(wrong.waitFor()).isEqualTo(2);
    }

    private static void hasTheFields(final JsonNode object) {
        assertThat(object.fieldNames()).toIterable().containsExactlyElementsOf(FIELDS);
        assertThat(object.get("dut").isTextual()).isTrue();
        assertThat(FIELDS.subList(1, FIELDS.size())).allSatisfy(field ->
            assertThat(object.get(field).isNumber() || object.get(field).isNull()).as(field).isTrue());
    }

    private static Entry entry(final Forwarder forwarder, final Round... rounds) {
        final Entry entry = new Entry(forwarder);
        for (final Round round : rounds) {
            entry.add(round);
        }
        return entry;
    }

    private Entry measure(final Bed bed, final Forwarder forwarder) throws IOException {
        return entry(forwarder, Round.run(bed, forwarder, directory, WARM_UP_MILLIS, MILLIS));
    }

    /** Runs the classes under test as the repository's launcher runs the jar that it builds. */
    private Path launcher() throws IOException {
        final Path file = Files.writeString(directory.resolve("swaplane"), "#!/bin/sh\nexec '" + System.getProperty("java.home")
            + "/bin/java' --enable-native-access=ALL-UNNAMED --add-exports java.base/jdk.internal.misc=ALL-UNNAMED -cp '"
            + System.getProperty("java.class.path") + "' io.swaplane.router.cli.Swaplane \"$@\"\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
