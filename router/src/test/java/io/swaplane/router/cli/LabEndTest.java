package io.swaplane.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.io.pcap.PcapReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM to {@code swaplane lab} as a process of its own: what it leaves. */
class LabEndTest {
    private static final Path STATIC = Path.of("src/test/resources/lab/static.yaml");
    private static final List<String> LINKS = List.of("ce1-pe1.pcap", "p-pe2.pcap", "pe1-p.pcap", "pe2-ce2.pcap", "pe2-ce3.pcap");
    private static final int ENDED_BY_SIGTERM = 143;
    private static final long LIMIT_SECONDS = 120;

    @TempDir
    private Path directory;
    private Path captures;
    private Path temporary;
    private Process lab;

    /** Starts it; what it prints goes into a file, and its input is a pipe that stays open. */
    private void start(final Path file, final String... more) throws IOException {
        captures = directory.resolve("captures");
        temporary = Files.createDirectory(directory.resolve("temporary"));
        final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED", "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + temporary, "-cp", System.getProperty("java.class.path"), Swaplane.class.getName(), "lab",
            file.toString(), "--out", captures.toString()));
        command.addAll(List.of(more));
        lab = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output().toFile()).start();
    }

    private Path output() {
        return directory.resolve("output");
    }

    @AfterEach
    void kill() throws InterruptedException {
        if (lab != null) {
            lab.destroyForcibly().waitFor();
        }
    }

    private String story() {
        try {
            return Files.readString(output());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void until(final String what, final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(lab.isAlive() && System.nanoTime() - deadline < 0).as(() -> what + ": " + story()).isTrue();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** The directory with its control sockets; null while there is none. */
    private Path sockets() {
        return files(temporary).filter(each -> each.getFileName().toString().startsWith("swaplane-lab-")).findFirst().orElse(null);
    }

    private static Stream<Path> files(final Path in) {
        try (Stream<Path> files = Files.list(in)) {
            return files.toList().stream();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void shouldEndCleanly() throws Exception {
        // The process's own method would close its streams.
        lab.toHandle().destroy();
        assertThat(lab.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as(this::story).isTrue();
        assertThat(lab.exitValue()).as(this::story).isEqualTo(ENDED_BY_SIGTERM);
        assertThat(story()).doesNotContain("Exception", "internal error");
        assertThat(sockets()).as("control sockets that are left").isNull();
        assertThat(files(captures).map(each -> each.getFileName().toString())).containsExactlyInAnyOrderElementsOf(LINKS);
        for (final String link : LINKS) {
            PcapReader.readAll(captures.resolve(link));
        }
    }

    @Test
    void shouldLeaveNothingButWholeCapturesWhenItEndsWhileItStarts() throws Exception {
        start(STATIC);
        until("begins", () -> sockets() != null);
        shouldEndCleanly();
    }

    @Test
    void shouldLeaveWhatHasPassedWhenItEndsDuringItsChecks() throws Exception {
        final String text = Files.readString(STATIC, StandardCharsets.UTF_8);
        final String check = "  - {ping: ce3, to: 10.11.0.1, fails: true}\n";
        assertThat(text).contains(check);
        // Each of them is waited for half a second.
        start(Files.writeString(directory.resolve("long.yaml"), text.replace(check, check.replace("fails", "count: 1000, fails"))));
        until("drops what ce3 sends", () -> drops("pe2") > 1);
        shouldEndCleanly();
        assertThat(PcapReader.readAll(captures.resolve("p-pe2.pcap"))).as("requests and replies").hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void shouldLeaveWhatHasPassedWhenItEndsAtItsPrompt() throws Exception {
        start(STATIC, "--interactive");
        lab.outputWriter(StandardCharsets.UTF_8).append("ping 10.22.0.1\nuse p\n").flush();
        until("has done what it was told", () -> story().contains("> use p"));
        shouldEndCleanly();
        assertThat(PcapReader.readAll(captures.resolve("p-pe2.pcap"))).as("requests and replies").hasSizeGreaterThanOrEqualTo(12);
        assertThat(story()).contains("\nPASS\n", "ce1: ping 10.22.0.1 from 10.1.0.2: 1 of 1 answered");
    }

    /** How many packets a router has dropped; 0 while it does not answer. */
    private long drops(final String router) {
        final Path sockets = sockets();
        if (sockets == null || Files.notExists(sockets.resolve(router + ".sock"))) {
            return 0;
        }
        try (ControlClient client = new ControlClient(sockets.resolve(router + ".sock"))) {
            return client.drops().stream().mapToLong(each -> each.packets()).sum();
        } catch (final IOException notYet) {
            return 0;
        }
    }
}
