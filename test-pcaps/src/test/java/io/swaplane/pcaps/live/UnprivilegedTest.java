package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Required;
import io.swaplane.router.cli.ExitCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final List<String> CAPABILITIES = List.of("net_raw", "net_admin", "bpf", "ipc_lock");
    /** Their bits: 39 is BPF, 14 to 12 are IPC_LOCK, NET_RAW and NET_ADMIN. */
    private static final String BITS = "0000008000007000";
    /** And 38 is PERFMON. */
    private static final String BITS_AND_PERFMON = "000000c000007000";
    /** What a user may lock on an ordinary Debian: less than the frame memory. */
    private static final String LOCKED_BYTES = "8388608";

    private PublicDirectory directory;

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = new PublicDirectory();
        directory.owner(USER);
    }

    @AfterEach
    void deleteDirectory() throws IOException {
        directory.close();
    }

    @Test
    void shouldForwardWithTheDocumentedCapabilities() throws Exception {
        final Path config = Setup.in(directory.path(), "native").tap("punt0").resolved().write();
        try (Site site = new Site(1500)) {
            site.address(Site.EAST);
            try (Program router = Program.ready(run(site, config, CAPABILITIES))) {
                assertThat(status(router, "Uid")).doesNotContainPattern("\\b0\\b");
                assertThat(status(router, "CapEff")).isEqualTo(BITS);
                assertThat(status(router, "CapBnd")).isEqualTo(BITS);
                assertThat(router.says("neighbour 10.0.2.2 on east is at")).isTrue();
                LiveFaultsTest.forwards(site);
                router.terminate();
                assertThat(router.exitCode()).as(router::output).isIn(ExitCode.OK.status(), 143);
                assertThat(site.hasProgram()).isFalse();
            }
        }
    }

    @Test
    void shouldSendAsXdpFramesWithOneCapabilityMore() throws Exception {
        final Path config = Setup.in(directory.path(), Setup.XDP_TRANSMIT).write();
        final List<String> more = Stream.concat(CAPABILITIES.stream(), Stream.of("perfmon")).toList();
        try (Site site = Site.of(1500, Setup.XDP_TRANSMIT); Program router = Program.ready(run(site, config, more))) {
            assertThat(status(router, "CapEff")).isEqualTo(BITS_AND_PERFMON);
            assertThat(router.output()).contains("+xdp-transmit");
            LiveFaultsTest.forwards(site);
        }
    }

    @Test
    void shouldRefuseToSendAsXdpFramesWithoutThatCapability() throws Exception {
        final Path config = Setup.in(directory.path(), Setup.XDP_TRANSMIT).write();
        try (Site site = Site.of(1500, Setup.XDP_TRANSMIT); Program router = run(site, config, CAPABILITIES)) {
            assertThat(router.exitCode()).as(router::output).isEqualTo(ExitCode.START.status());
            assertThat(router.output()).contains("Counting what west sends as XDP frames needs CAP_PERFMON");
            assertThat(site.hasProgram()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        net_raw   | socket(AF_XDP) on west queue 0: EPERM
        net_admin | west takes VLAN tags off or merges packets, which can't be turned off here (ethtool(SFLAGS) on west: EPERM
        bpf       | bpf(MAP_CREATE) on map swaplane_xsks: EPERM
        ipc_lock  | setsockopt(XDP_UMEM_REG)
        """)
    void shouldRefuseToStartWithoutOneOfThem(final String missing, final String why) throws Exception {
        final Path config = Setup.in(directory.path(), "native").write();
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
        final List<String> prefix = List.of("prlimit", "--memlock=" + LOCKED_BYTES, "setpriv", "--reuid", USER, "--regid", "nogroup",
            "--clear-groups", "--no-new-privs", "--inh-caps=" + set, "--ambient-caps=" + set, "--bounding-set=" + set);
        final String classPath = PublicDirectory.classes(directory.path()).stream().map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
        return Program.run(site.router(), prefix, classPath, "run", config.toString());
    }

    /** A line of the process's state, as the kernel tells it. */
    private static String status(final Program program, final String key) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(program.pid()), "status"))) {
            return lines.filter(line -> line.startsWith(key + ":")).findFirst().orElseThrow().substring(key.length() + 1).strip();
        }
    }
}
