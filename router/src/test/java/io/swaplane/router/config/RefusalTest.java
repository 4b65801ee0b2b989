package io.swaplane.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every bad file of {@code refusals.txt} gets exactly the messages that stand below it. In that file {@code ##} begins a case, a line
 * {@code +} stands for the good beginning {@link #GOOD}, and {@code =>} begins an expected message without the file's name.
 */
class RefusalTest {
    private static final String GOOD = """
        router: r1
        router-id: 1.1.1.1
        interfaces:
          - {name: a, port: pa, mac: "02:00:00:00:00:01", mpls: core}
          - {name: b, port: pb, mac: "02:00:00:00:00:02", mpls: external}
          - {name: c, port: pc, mac: "02:00:00:00:00:03"}
        neighbours:
          - {interface: a, address: 10.0.0.1, mac: "02:00:00:00:01:01"}
          - {interface: c, address: 10.0.2.1, mac: "02:00:00:00:01:03"}
        next-hops:
          - {index: 1, interface: a, neighbour: 10.0.0.1}
        """;

    @TempDir
    private Path directory;

    private record Case(String title, String yaml, List<String> messages) {
        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Case> cases() throws IOException {
        final List<Case> cases = new ArrayList<>();
        try (InputStream in = RefusalTest.class.getResourceAsStream("refusals.txt")) {
            final String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (final String each : all.substring(all.indexOf("## ") + 3).split("\n## ")) {
                final List<String> lines = each.lines().toList();
                final List<String> yaml = lines.subList(1, lines.size()).stream().filter(line -> !line.startsWith("=> ")).toList();
                cases.add(new Case(lines.getFirst(), (String.join("\n", yaml) + "\n").replaceFirst("(?m)^\\+\n", GOOD),
                    lines.stream().filter(line -> line.startsWith("=> ")).map(line -> line.substring(3)).toList()));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void shouldTellEveryProblemWithItsPlace(final Case bad) throws IOException {
        assertThat(refusal(Files.writeString(directory.resolve("bad.yaml"), bad.yaml)).problems())
            .extracting(problem -> problem.toString().substring(problem.file().length() + 1))
            .containsExactlyElementsOf(bad.messages);
    }

    @Test
    void shouldBeginEveryMessageWithTheFileAsTheUserNamedIt() {
        assertThat(refusal(Path.of("no/such.yaml"))).hasMessage("no/such.yaml:1: there is no such file");
    }

    @Test
    void shouldRefuseADirectory() {
        assertThat(refusal(directory)).hasMessage(directory + ":1: cannot be read: Is a directory");
    }

    @Test
    void shouldRefuseAFileThatIsNotText() throws IOException {
        assertThat(refusal(Files.write(directory.resolve("x.yaml"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1})).problems())
            .extracting(Problem::message).containsExactly("not YAML: the file is not UTF-8 text");
    }

    @Test
    void shouldRefuseABinaryFileOfAsciiBytes() throws IOException {
        assertThat(refusal(Files.write(directory.resolve("x.yaml"), new byte[] {'r', 0, 1})).problems())
            .singleElement().satisfies(problem -> assertThat(problem.message()).startsWith("not YAML: special characters are not allowed"));
    }

    @Test
    void shouldRefuseAHugeFile() throws IOException {
        final Path huge = Files.write(directory.resolve("huge.yaml"), new byte[YamlSource.MAX_BYTES + 1]);

        assertThat(refusal(huge).problems()).extracting(Problem::message)
            .containsExactly("the file is larger than 32 MiB: split it, or leave static LSPs out");
    }

    private static ConfigException refusal(final Path file) {
        final ConfigException refused = catchThrowableOfType(ConfigException.class, () -> ConfigFile.read(file));
        assertThat(refused).as("the file is refused").isNotNull();
        return refused;
    }
}
