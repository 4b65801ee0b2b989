package io.swaplane.benchmarks.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.Main;

/** Runs jcstress on this module's stress tests, briefly, in a process of its own. */
class StressTest {
    private static final Path RESULTS = Path.of("target", "jcstress");
    private static final Pattern RESULT =
        Pattern.compile("\\(Results: (\\d+) planned; (\\d+) passed, (\\d+) failed, (\\d+) soft errs, (\\d+) hard errs\\)");

    @Test
    void shouldNeverShowAWorkerAForbiddenState() throws IOException, InterruptedException {
        assumeTrue(Runtime.getRuntime().availableProcessors() >= 2, "stress tests need two processors: conductor and worker");
        Files.createDirectories(RESULTS);
        final Path log = RESULTS.resolve("output.txt");
        final int exit = runJcstress(log);
        final String output = Files.readString(log);
        final MatchResult result = RESULT.matcher(output).results().reduce((first, second) -> second).orElseThrow(
            () -> new AssertionError("jcstress ran no test:\n" + output));
        assertThat(exit).as(output).isZero();
        assertThat(result.group(1)).as("planned").isNotEqualTo("0");
        assertThat(result.group(2)).as("passed").isEqualTo(result.group(1));
        for (final Class<?> test : List.of(EpochHandshakeStress.class, FibNestedStress.class, FibNewRouteStress.class,
            FibReuseStress.class, GroupRepointStress.class, LabelRewriteStress.class,
            NewLabelStress.class, NextHopRepointStress.class, RecordReuseStress.class)) {
            assertThat(output).contains("[OK] " + test.getName());
        }
    }

    private static int runJcstress(final Path log) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"), Main.class.getName(),
            "-m", "quick", "-iters", "3", "-sc", "false", "-c", "2", "-t", "io\\.swaplane\\..*", "-r", "report", "-v")
            .directory(RESULTS.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("jcstress hangs:\n" + Files.readString(log));
        }
        return process.exitValue();
    }
}
