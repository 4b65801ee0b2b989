package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Required;
import io.swaplane.router.cli.ExitCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as a user without any right but the documented capabilities. */
class UnprivilegedTest {
    private static final String USER = "nobody";
    private static final String GROUP = "nogroup";
    private static final List<String> CAPABILITIES = List.of("net_raw", "net_admin", "bpf", "ipc_lock");
    /** What an unprivileged process may lock on an ordinary Debian: less than the frame memory. */
    private static final String LOCKED_BYTES = "8388608";

    private Path directory;

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    /** A directory that the user may enter, unlike those of the build. */
    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory("swaplane-user",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        final UserPrincipalLookupService users = directory.getFileSystem().getUserPrincipalLookupService();
        Files.setOwner(directory, users.lookupPrincipalByName(USER));
    }

    @AfterEach
    void deleteDirectory() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void shouldForwardWithTheDocumentedCapabilities() throws Exception {
        final Path config = Setup.in(directory, "native").tap("punt0").resolved().write();
        try (Site site = new Site(1500)) {
            site.address(Site.EAST);
            try (Program router = Program.ready(run(site, config, CAPABILITIES))) {
                assertThat(status(router, "Uid")).matches("\\d+(\\s+\\d+)*").doesNotStartWith("0");
                assertThat(status(router, "CapEff")).isEqualTo(status(router, "CapBnd")).isEqualTo("0000008000007000");
                assertThat(router.says("neighbour 10.0.2.2 on east is at")).isTrue();
                LiveFaultsTest.forwards(site);
                router.terminate();
                assertThat(router.exitCode()).as(router::output).isIn(ExitCode.OK.status(), 143);
                assertThat(site.hasProgram()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        net_raw   | socket(AF_XDP) on west queue 0: EPERM
        net_admin | bpf(MAP_CREATE) on map swaplane_xsks: EPERM
        bpf       | bpf(MAP_CREATE) on map swaplane_xsks: EPERM
        ipc_lock  | setsockopt(XDP_UMEM_REG)
        """)
    void shouldRefuseToStartWithoutOneOfThem(final String missing, final String why) throws Exception {
        final Path config = Setup.in(directory, "native").write();
        final List<String> rest = CAPABILITIES.stream().filter(each -> !each.equals(missing)).toList();
        try (Site site = new Site(1500); Program router = run(site, config, rest)) {
            assertThat(router.exitCode()).as(router::output).isEqualTo(ExitCode.START.status());
            assertThat(router.output()).contains("port west, mode native", why);
            assertThat(router.output().lines()).as("one clear line").hasSize(1);
            assertThat(site.hasProgram()).isFalse();
        }
    }

    /** As docs/OPERATIONS.md says, with a limit on locked memory as it is for users. */
    private Program run(final Site site, final Path config, final List<String> capabilities) throws IOException {
        final String set = "-all," + capabilities.stream().map(each -> "+" + each).collect(Collectors.joining(","));
        return Program.run(site.router(), List.of("prlimit", "--memlock=" + LOCKED_BYTES, "setpriv", "--reuid", USER, "--regid", GROUP,
            "--clear-groups", "--no-new-privs", "--inh-caps=" + set, "--ambient-caps=" + set, "--bounding-set=" + set), classes(),
            "run", config.toString());
    }

    /** The classes under test in a place that the user may read; returns their class path. */
    private String classes() throws IOException {
        final List<String> copies = new ArrayList<>();
        final List<String> entries = Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
        for (int i = 0; i < entries.size(); i++) {
            final Path copy = directory.resolve("classes-" + i);
            copy(Path.of(entries.get(i)), copy);
            copies.add(copy.toString());
        }
        return String.join(File.pathSeparator, copies);
    }

    private static void copy(final Path from, final Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (final Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /** A line of the process's state, as the kernel tells it. */
    private static String status(final Program program, final String key) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(program.pid()), "status"))) {
            return lines.filter(line -> line.startsWith(key + ":")).findFirst().orElseThrow().substring(key.length() + 1).strip();
        }
    }
}
