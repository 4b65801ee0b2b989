package io.swaplane.pcaps.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Required;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide as a reader goes through it: its {@code sh} blocks in one shell from the repository's root, where each command must succeed,
 * and what they print.
 *
 * <p>The shell has a process namespace and a {@code /run} of its own, so that its end, however it comes, is that of all daemons and network
 * namespaces.
 */
class GuideTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final long LIMIT_MINUTES = 8;

    @TempDir
    private Path directory;

    private Path output(final int step) {
        return directory.resolve("step-" + step + ".out");
    }

    private Path errors(final int step) {
        return directory.resolve("step-" + step + ".err");
    }

    private Path script(final List<GuideStep> steps) throws IOException {
        final StringBuilder script = new StringBuilder("set -e\nmount -t tmpfs tmpfs /run\n");
        for (int i = 0; i < steps.size(); i++) {
            script.append("exec > ").append(output(i)).append(" 2> ").append(errors(i)).append('\n').append(steps.get(i).commands());
        }
        return Files.writeString(directory.resolve("script"), script);
    }

    private int run(final Path script) throws IOException, InterruptedException {
        final ProcessBuilder builder = new ProcessBuilder("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "bash",
            script.toString()).directory(ROOT.toFile()).redirectInput(new File("/dev/null")).redirectErrorStream(true)
            .redirectOutput(directory.resolve("shell.err").toFile());
        builder.environment().put("TMPDIR", Files.createDirectory(directory.resolve("scratch")).toString());
        final Process shell = builder.start();
        try {
            assertThat(shell.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)).as(this::story).isTrue();
            return shell.exitValue();
        } finally {
            shell.destroyForcibly();
        }
    }

    /** What the shell, the daemons and the router said. */
    private String story() {
        final StringBuilder story = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.filter(each -> each.toString().matches(".*\\.(log|err)")).sorted().toList()) {
                final String text = Files.readString(file);
                story.append(text.isEmpty() ? "" : "-- " + file.getFileName() + "\n" + text);
            }
        } catch (final IOException e) {
            story.append(e);
        }
        return story.toString();
    }

    @Test
    void shouldWorkAsItIsWritten() throws Exception {
        Required.root();
        Required.gobgp();
        Required.frr();
        Required.tshark();
        Required.python();
        final List<GuideStep> steps = GuideStep.of(Files.readAllLines(ROOT.resolve("docs/GUIDE.md")));
        assertThat(steps).isNotEmpty();
        final int exit = run(script(steps));
        final SoftAssertions each = new SoftAssertions();
        for (int i = 0; i < steps.size(); i++) {
            each.assertThat(difference(i, steps.get(i))).isEmpty();
        }
        each.assertThat(exit).as(this::story).isZero();
        try (Stream<Path> left = Files.list(directory.resolve("scratch"))) {
            each.assertThat(left).as("what the guide leaves behind").isEmpty();
        }
        each.assertAll();
    }

    private String difference(final int i, final GuideStep step) throws IOException {
        final String where = "line " + step.line() + " of the guide: ";
        if (Files.notExists(output(i))) {
            return where + "not reached";
        }
        final String printed = Files.readString(output(i));
        return step.prints(printed) ? "" : where + "prints\n\n" + printed + "\nin the place of\n\n" + step.output().orElseThrow();
    }
}
