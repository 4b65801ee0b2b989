package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The systemd unit of the examples under a real systemd, with its user, its capabilities and its whole sandbox. */
class SystemdUnitTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    @BeforeAll
    static void needsRootAndSystemd() {
        Required.root();
        Required.systemd();
    }

    @Test
    void shouldForwardAsAServiceAndStopCleanly() throws Exception {
        try (PublicDirectory directory = new PublicDirectory(); Site site = new Site(1500)) {
            final Path script = prepare(directory);
            try (Program systemd = Program.start(site.router(), List.of(script.toString(), directory.path().toString()))) {
                final Path facts = directory.path().resolve("facts");
                try {
                    awaitLine(systemd, facts, "started");
                    assertThat(Files.readString(facts)).as(systemd.output()).contains("start 0", "running; SIGTERM stops it",
                        "user swaplane", "CapEff: 0000008000007000", "CapBnd: 0000008000007000", "NoNewPrivs: 1", "Seccomp: 2",
                        "socket srw-rw---- swaplane swaplane");
                    LiveFaultsTest.forwards(site);
                    assertThat(site.hasProgram()).isTrue();
                } finally {
                    Files.createFile(directory.path().resolve("stop"));
                    assertThat(systemd.exitCode()).as(systemd::output).isZero();
                }
                assertThat(Files.readString(facts)).contains("stop 0", "Result=success", "ActiveState=inactive").endsWith("stopped\n");
                assertThat(site.hasProgram()).isFalse();
            }
        }
    }

    private static Path prepare(final PublicDirectory directory) throws IOException {
        final Path library = Files.createDirectory(directory.path().resolve("lib"));
        jar(library.resolve("swaplane.jar"), PublicDirectory.classes(library));
        Files.copy(EXAMPLES.resolve("systemd/swaplane@.service"), directory.path().resolve("swaplane@.service"));
        Files.createSymbolicLink(directory.path().resolve("java"), Path.of(System.getProperty("java.home"), "bin", "java"));
        final Path config = Setup.in(directory.path(), "native").tap("punt0").write();
        Files.writeString(directory.path().resolve("trial.yaml"), Files.readString(config)
            .replace(Setup.socket(directory.path()).toString(), "/run/swaplane/trial/control.sock"));
        final Path script = directory.path().resolve("systemd-trial");
        try (InputStream in = SystemdUnitTest.class.getResourceAsStream("/live/systemd-trial")) {
            Files.copy(in, script);
        }
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A jar that starts the classes beside it as the real one starts its own. */
    private static void jar(final Path file, final List<Path> classes) throws IOException {
        final Manifest manifest = new Manifest();
        final Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, "io.swaplane.router.cli.Swaplane");
        main.put(Attributes.Name.CLASS_PATH, classes.stream()
            .map(each -> each.getFileName() + (Files.isDirectory(each) ? "/" : "")).collect(Collectors.joining(" ")));
        main.putValue("Add-Exports", "java.base/jdk.internal.misc");
        main.putValue("Enable-Native-Access", "ALL-UNNAMED");
        try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.flush();
        }
    }

    private static void awaitLine(final Program systemd, final Path facts, final String line) {
        Await.until(line + " " + systemd.output(), () -> {
            try {
                return Files.exists(facts) && Files.readAllLines(facts).contains(line) || !systemd.isAlive();
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
