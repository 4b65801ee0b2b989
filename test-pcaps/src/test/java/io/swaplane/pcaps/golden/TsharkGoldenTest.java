package io.swaplane.pcaps.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Required;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else's reading of the golden outputs: tshark finds nothing malformed, and the stacks that the cases' authors expect. */
class TsharkGoldenTest {
    private static final Pattern ENTRY = Pattern.compile("(\\d+)/(\\d+)/(\\d+)(/S)?");
    private static final String GOOD_CHECKSUM = "1";

    @TempDir
    private Path scratch;

    /** A frame that left in some case, and its picture by the case's author. */
    private record Frame(String where, String picture) { }

    @BeforeAll
    static void needsTshark() {
        Required.tshark();
    }

    @Test
    void shouldDissectEveryOutputAsExpected() throws Exception {
        final List<Path> captures = GoldenCases.all().stream().flatMap(golden -> captures(golden)
            .map(GoldenFiles.directory(golden.name())::resolve)).toList();
        final Path all = scratch.resolve("all.pcap");
        Tshark.concatenate(captures, all, scratch);
        final List<Frame> frames = GoldenCases.all().stream().flatMap(TsharkGoldenTest::frames).toList();
        final List<List<String>> dissected = Tshark.fields(all, scratch, "mpls.label", "mpls.exp", "mpls.bottom", "mpls.ttl", "ip.ttl",
            "ipv6.hlim", "ip.checksum.status", "_ws.malformed");
        assertThat(dissected).hasSameSizeAs(frames).hasSizeGreaterThan(100);
        for (int i = 0; i < frames.size(); i++) {
            assertThat(dissected.get(i)).as("%s: label, TC, S, TTL, IP TTL, hop limit, checksum status, malformed", frames.get(i).where())
                .isEqualTo(expected(frames.get(i).picture()));
        }
    }

    private static Stream<Frame> frames(final GoldenCase golden) {
        return captures(golden).flatMap(file ->
            GoldenFiles.read(GoldenFiles.directory(golden.name()).resolve(file)).stream().map(packet ->
                new Frame(golden + " " + file, picture(golden.inputs().get(GoldenFiles.input(packet.timestamp())).expected(), file))));
    }

    private static Stream<String> captures(final GoldenCase golden) {
        return GoldenFiles.results(golden.name()).stream().filter(file -> file.endsWith(".pcap"));
    }

    private static String picture(final Expected expected, final String file) {
        return switch (expected) {
            case Expected.Sent sent -> sent.picture();
            case Expected.SentByOneOf(List<Expected.Sent> ways) ->
                ways.stream().filter(way -> GoldenFiles.out(way.port()).equals(file)).findFirst().orElseThrow().picture();
            case Expected.Punted punted -> punted.picture();
            case Expected.Dropped dropped -> throw new IllegalStateException(file + " has a frame that was to be dropped");
        };
    }

    /** What tshark must print for a picture. */
    private static List<String> expected(final String picture) {
        final List<List<String>> entries = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        final Matcher entry = ENTRY.matcher(picture);
        while (entry.find()) {
            entries.get(0).add(entry.group(1));
            entries.get(1).add(entry.group(2));
            entries.get(2).add(entry.group(4) == null ? "0" : "1");
            entries.get(3).add(entry.group(3));
        }
        final List<String> fields = new ArrayList<>(entries.stream().map(values -> String.join(",", values)).toList());
        fields.add(after(picture, "ipv4/"));
        fields.add(after(picture, "ipv6/"));
        fields.add(picture.contains("ipv4/") ? GOOD_CHECKSUM : "");
        fields.add("");
        return fields;
    }

    private static String after(final String picture, final String prefix) {
        final int at = picture.indexOf(prefix);
        return at < 0 ? "" : picture.substring(at + prefix.length());
    }
}
