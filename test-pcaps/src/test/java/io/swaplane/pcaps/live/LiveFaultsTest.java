package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.control.api.ControlClient;
import io.swaplane.control.view.InterfaceView;
import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.Required;
import io.swaplane.router.cli.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong around the running program: it refuses clearly, or survives and goes on. */
class LiveFaultsTest {
    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "generic", "packet"})
    void shouldLeaveNoProgramBehindWhenKilledAndStartAgainAtOnce(final String mode) throws Exception {
        final Path config = Setup.in(directory, mode).write();
        try (Site site = new Site(1500)) {
            try (Program first = Program.router(site, config)) {
                assertThat(site.hasProgram()).isEqualTo(!"packet".equals(mode));
                forwards(site);
                site.send(Site.WEST, Traffic.numbered(100, 200));
                first.kill();
            }
            assertThat(site.hasProgram()).isFalse();
            try (Program second = Program.router(site, config)) {
                forwards(site);
                assertThat(second.isAlive()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "generic", "packet", Setup.XDP_TRANSMIT})
    void shouldGoOnAfterAnInterfaceWasDownAndUpRenamedAndBereftOfItsPeer(final String mode) throws Exception {
        final Path config = Setup.in(directory, mode).write();
        try (Site site = Site.of(1500, mode); Program router = Program.router(site, config);
             ControlClient client = Program.client(directory)) {
            forwards(site);
            for (final String port : List.of(Site.WEST, Site.EAST)) {
                site.router().ip("link", "set", port, "down");
                LiveForwardingTest.awaitPort(client, port, false);
                if (port.equals(Site.EAST)) {
                    site.send(Site.WEST, Traffic.numbered(100, 20));
                    LiveShowTest.awaitDrops(client, "port-down", 20);
                }
                site.router().ip("link", "set", port, "up");
                LiveForwardingTest.awaitPort(client, port, true);
                forwards(site);
                assertThat(router.times("port " + port + " is down")).isOne();
                assertThat(router.times("port " + port + " is up")).isOne();
            }

            site.router().ip("link", "set", Site.EAST, "name", "renamed");
            assertThat(router.says("interface east is called renamed now")).isTrue();
            forwards(site);

            site.host(Site.NORTH).ip("link", "delete", Site.WIRE);
            assertThat(router.says("port north: interface north is gone")).isTrue();
            assertThat(LiveForwardingTest.port(client, Site.NORTH).up()).isFalse();
            assertThat(client.interfaces()).extracting(InterfaceView::interfaceName).contains("north", "east", "west");
            site.send(Site.WEST, Traffic.numbered(109, 20));
            LiveShowTest.awaitDrops(client, "port-down", 40);
            forwards(site);
            assertThat(router.isAlive()).isTrue();
            assertThat(router.times("is gone")).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "packet"})
    void shouldNotTakeAnInterfaceThatLeftAndCameBackForThePortThatItWas(final String mode) throws Exception {
        final Path config = Setup.in(directory, mode).write();
        try (Site site = new Site(1500); Program router = Program.router(site, config); ControlClient client = Program.client(directory)) {
            site.router().ip("link", "set", Site.NORTH, "netns", site.host(Site.EAST).name());
            assertThat(router.says("port north: interface north is gone")).isTrue();
            site.host(Site.EAST).ip("link", "set", Site.NORTH, "netns", site.router().name());
            site.router().ip("link", "set", Site.NORTH, "up");
            // The control thread hears of the kernel's events in their order.
            site.router().ip("link", "set", Site.EAST, "down");
            LiveForwardingTest.awaitPort(client, Site.EAST, false);
            assertThat(LiveForwardingTest.port(client, Site.NORTH).up()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "generic", "packet"})
    void shouldRefuseASecondInstanceAndGoOnWithTheFirst(final String mode) throws Exception {
        final Path config = Setup.in(directory, mode).write();
        try (Site site = new Site(1500); Program first = Program.router(site, config)) {
            final Path other = Files.createDirectory(directory.resolve("other"));
            try (Program second = Program.run(site.router(), "run", Setup.in(other, mode).write().toString())) {
                assertThat(second.exitCode()).as(second::output).isEqualTo(ExitCode.START.status());
                assertThat(second.output()).contains("port west: another swaplane forwards what arrives on west");
            }
            forwards(site);
            assertThat(first.isAlive()).isTrue();
        }
    }

    @Test
    void shouldRefuseASecondInstanceOnTheSameControlSocket() throws Exception {
        final Path config = Setup.in(directory, "native").write();
        try (Site site = new Site(1500); Site elsewhere = new Site(1500); Program first = Program.router(site, config);
             Program second = Program.run(elsewhere.router(), "run", config.toString())) {
            assertThat(second.exitCode()).as(second::output).isEqualTo(ExitCode.START.status());
            assertThat(second.output()).contains("control.sock");
            assertThat(elsewhere.hasProgram()).isFalse();
            forwards(site);
            assertThat(first.isAlive()).isTrue();
        }
    }

    @Test
    void shouldRefuseToStartWithoutAnInterface() throws Exception {
        try (Site site = new Site(1500)) {
            refuses(site, Setup.in(directory, "native").westDevice("nowhere0").write(), "port west: there is no interface nowhere0");
        }
    }

    @Test
    void shouldRefuseToStartOnACpuThatCannotBeHad() throws Exception {
        try (Site site = new Site(1500)) {
            refuses(site, Setup.in(directory, "native").cpu(1023).write(), "workers.cpus: CPU 1023 cannot be had");
        }
    }

    @Test
    void shouldRefuseToStartInAModeThatCannotBeHad() throws Exception {
        try (Site site = new Site(1500)) {
            refuses(site, Setup.in(directory, "zero-copy").write(), "port west, mode zero-copy", "EOPNOTSUPP");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "generic", "packet"})
    void shouldTakeAsMuchFrameMemoryAsTheRingsNeedWhenTheConfigurationGivesLess(final String mode) throws Exception {
        final Path config = Setup.in(directory, mode).frames(1024).write();
        try (Site site = new Site(1500); Program router = Program.router(site, config)) {
            assertThat(router.output()).contains("14336 frames of 2048 bytes each");
            for (int i = 0; i < 10; i++) {
                forwards(site);
            }
            assertThat(router.isAlive()).isTrue();
        }
    }

    /** It does not start, says why in one line, and leaves nothing behind. */
    static void refuses(final Site site, final Path config, final String... why) throws Exception {
        try (Program router = Program.run(site.router(), "run", config.toString())) {
            assertThat(router.exitCode()).as(router::output).isEqualTo(ExitCode.START.status());
            assertThat(router.output()).contains(why);
            assertThat(router.output().lines()).as("one clear line").hasSize(1);
            assertThat(site.hasProgram()).isFalse();
        }
    }

    /** Frames go from west to east. */
    static void forwards(final Site site) throws Exception {
        site.at(Site.EAST).clear();
        site.send(Site.WEST, Traffic.numbered(100, 50));
        assertThat(site.at(Site.EAST).atLeast(50)).as("what east gets").hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "generic", "packet"})
    void shouldCountPacketsForANeighbourThatDoesNotAnswerAndFollowTheOneThatDoes(final String mode) throws Exception {
        final Path config = Setup.in(directory, mode).resolved().write();
        try (Site site = new Site(1500); Program router = Program.router(site, config); ControlClient client = Program.client(directory)) {
            site.router().ip("address", "add", "10.0.3.1/24", "dev", Site.NORTH);
            site.send(Site.WEST, Traffic.numbered(109, 20));
            LiveShowTest.awaitDrops(client, "unresolved", 20);

            site.address(Site.EAST);
            LiveShowTest.awaitNeighbour(client, "10.0.2.2", Site.hostMac(Site.EAST));
            forwards(site);
            assertThat(router.times("neighbour 10.0.2.2 on east is at " + Site.hostMac(Site.EAST))).isOne();

            changeMac(site.host(Site.EAST));
            LiveShowTest.awaitNeighbour(client, "10.0.2.2", "02:00:00:00:00:77");
            site.at(Site.EAST).clear();
            site.send(Site.WEST, Traffic.numbered(100, 10));
            assertThat(site.at(Site.EAST).atLeast(10)).hasSize(10).allMatch(frame -> frame.startsWith("020000000077"));

            site.send(Site.WEST, Traffic.numbered(109, 20));
            LiveShowTest.awaitDrops(client, "unresolved", 40);
            assertThat(router.times("10.0.3.2")).as("the log about the one that never answers: %s", router.output()).isOne();
        }
    }

    private static void changeMac(final Namespace host) throws Exception {
        host.ip("link", "set", Site.WIRE, "address", "02:00:00:00:00:77");
        // A gratuitous answer, as a host sends one after a change.
        final Process announce = new ProcessBuilder("ip", "netns", "exec", host.name(), "ping", "-c", "1", "-W", "5", "10.0.2.1")
            .redirectErrorStream(true).start();
        announce.getInputStream().readAllBytes();
    }
}
