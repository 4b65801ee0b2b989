package io.swaplane.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionBExamplesTest extends RunsCommands {
    private static final Path EXAMPLES = Path.of("../examples");

    @TempDir
    private Path directory;

    private int lab(final Path file) {
        return run("lab", file.toString(), "--out", directory.toString(), "--timeout", "120");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inter-as-option-b.yaml", "inter-as-option-b-vpns.yaml"})
    void shouldPass(final String example) {
        assertThat(lab(EXAMPLES.resolve(example))).as(() -> out.toString() + err).isZero();
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
}
