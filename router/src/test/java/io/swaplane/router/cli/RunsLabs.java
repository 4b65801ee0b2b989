package io.swaplane.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;

/** A test that runs {@code swaplane lab} in this process, with captures in a directory of its own. */
abstract class RunsLabs extends RunsCommands {
    static final Path EXAMPLES = Path.of("../examples");
    static final Path STATIC = Path.of("src/test/resources/lab/static.yaml");

    @TempDir
    Path directory;

    /** Runs a lab; returns its exit status. */
    final int lab(final Path file, final String... more) {
        final List<String> args = new ArrayList<>(List.of("lab", file.toString(), "--out", directory.toString(), "--timeout", "120"));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    /** The same with lines typed at its prompt. */
    final int type(final Path file, final List<String> lines) {
        final InputStream before = System.in;
        System.setIn(new ByteArrayInputStream((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
        try {
            return lab(file, "--interactive");
        } finally {
            System.setIn(before);
        }
    }

    /** What a line typed at a prompt printed, written {@code ROUTER> LINE}, of equal ones the first. */
    final List<String> printed(final String line) {
        return printed(line, 0);
    }

    /** The same of the n-th of equal ones, from 0. */
    final List<String> printed(final String line, final int n) {
        final List<String> lines = out.toString().lines().toList();
        final int[] at = IntStream.range(0, lines.size()).filter(each -> lines.get(each).equals(line)).toArray();
        assertThat(at).as("'%s' in %s", line, out).hasSizeGreaterThan(n);
        return lines.stream().skip(at[n] + 1L).takeWhile(each -> !each.matches("[a-z0-9-]+> .*")).toList();
    }

    /** What it printed and complained of, for a failed test. */
    final String story() {
        return out.toString() + err;
    }
}
