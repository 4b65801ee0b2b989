package io.swaplane.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The prompt of a lab on a terminal, as somebody types there. */
class LabTerminalTest {
    private static final String LAB = """
        lab: two
        routers:
          - router: left
            router-id: 10.0.0.1
            interfaces: [{name: a, vrf: global, addresses: [10.1.0.1/30]}]
          - router: right
            router-id: 10.0.0.2
            interfaces: [{name: b, vrf: global, addresses: [10.1.0.2/30]}]
        links:
          - {name: wire, ends: [left a, right b]}
        """;
    /** The arrow upwards, as a terminal sends it to who edits lines. */
    private static final String UP = "\u001bOA";
    private static final String LINKS = "wire: left a - right b, up";

    @TempDir
    private Path directory;
    private final StringBuilder seen = new StringBuilder();
    private int read;

    @Test
    void shouldRememberLinesAndCompleteThem() throws Exception {
        Files.writeString(directory.resolve("two.yaml"), LAB);
        final String java = Path.of(System.getProperty("java.home"), "bin", "java") + " --enable-native-access=ALL-UNNAMED"
            + " --add-exports java.base/jdk.internal.misc=ALL-UNNAMED -cp " + System.getProperty("java.class.path") + " "
            + Swaplane.class.getName() + " lab two.yaml --out . --interactive";
        final ProcessBuilder builder = new ProcessBuilder("script", "--quiet", "--return", "--command",
            "stty rows 24 cols 80; exec timeout --foreground 120 " + java, "/dev/null").directory(directory.toFile())
            .redirectErrorStream(true);
        builder.environment().put("TERM", "xterm");
        final Process process = builder.start();
        try (InputStream from = process.getInputStream(); OutputStream to = process.getOutputStream()) {
            until(from, "left> ");
            type(to, "links\r");
            until(from, LINKS);
            until(from, "left> ");
            type(to, "use right\r");
            until(from, "right> ");
            type(to, UP + UP + "\r");
            until(from, LINKS);
            until(from, "right> ");
            type(to, "rest\t");
            until(from, "restore ");
            type(to, "\u0015exit\r");
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(seen.toString()).isTrue();
            assertThat(process.exitValue()).as(seen.toString()).isZero();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void type(final OutputStream to, final String keys) throws IOException {
        to.write(keys.getBytes(StandardCharsets.UTF_8));
        to.flush();
    }

    /** Reads on until this has come behind what was waited for last. */
    private void until(final InputStream from, final String text) throws IOException {
        int at = seen.indexOf(text, read);
        final byte[] some = new byte[1 << 12];
        while (at < 0) {
            final int length = from.read(some);
            assertThat(length).as("what came instead of '%s': %s", text, seen).isPositive();
            seen.append(new String(some, 0, length, StandardCharsets.UTF_8));
            at = seen.indexOf(text, read);
        }
        read = at + text.length();
    }
}
