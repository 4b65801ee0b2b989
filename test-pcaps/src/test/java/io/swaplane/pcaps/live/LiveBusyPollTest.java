package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.bpf.BpfAssembler;
import io.swaplane.io.bpf.BpfCode;
import io.swaplane.io.bpf.BpfLink;
import io.swaplane.io.bpf.Register;
import io.swaplane.io.bpf.XdpProgram;
import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.LibC;
import io.swaplane.io.kernel.NetDevice;
import io.swaplane.io.kernel.Required;
import io.swaplane.router.cli.ExitCode;
import io.swaplane.router.run.Running;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers poll their interfaces by their own calls when the configuration asks for it. */
class LiveBusyPollTest {
    private static final int BUDGET = 37;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @ParameterizedTest
    @ValueSource(strings = {"block", "backoff", "spin"})
    void shouldForwardAsReplayDoesWithBusyPolling(final String idle) throws Exception {
        final Path config = Setup.in(directory, "native").busyPoll(BUDGET, idle).write();
        try (Site site = new Site(1500); Program router = Program.router(site, config)) {
            assertThat(router.output()).contains("port west: xdp-copy, 1 queue, busy polling 37 frames a call");
            final List<byte[]> frames = Traffic.all(1500);
            LiveForwardingTest.compare(site, frames, Expected.of(config, frames));
            assertThat(router.isAlive()).isTrue();
        }
    }

    @Test
    void shouldSetItOnTheSocketOfEachPort() throws Exception {
        final Path config = Setup.in(directory, "native").busyPoll(BUDGET, "block").write();
        try (Site site = new Site(1500)) {
            assertThat(busyPollingSockets()).isZero();
            try (Running running = site.router().in(() -> Running.start(config, "test"))) {
                assertThat(running.summary()).isNotEmpty();
                assertThat(busyPollingSockets()).isEqualTo(Site.HOSTS.size());
            }
        }
    }

    /** Sockets of this process for which the kernel polls, in preference to interrupts. (The budget cannot be asked for.) */
    private static long busyPollingSockets() throws Exception {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(path -> Integer.parseInt(path.getFileName().toString()))
                .filter(fd -> option(fd, KernelAbi.SO_BUSY_POLL) > 0 && option(fd, KernelAbi.SO_PREFER_BUSY_POLL) == 1).count();
        }
    }

    /** A descriptor that is no socket has none, which is a negative number. */
    private static int option(final int fd, final int option) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
            final MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, Integer.BYTES);
            final int result = LibC.getsockopt(fd, KernelAbi.SOL_SOCKET, option, value.address(), length.address());
            return result < 0 ? result : value.get(ValueLayout.JAVA_INT, 0);
        }
    }

    @Test
    void shouldRefuseToStartRatherThanFallBackToAModeWithoutBusyPolling() throws Exception {
        final BpfCode nothing = new BpfAssembler().move(Register.R0, KernelAbi.Bpf.XDP_PASS).exit().assemble();
        try (Site site = new Site(1500); XdpProgram other = XdpProgram.load(nothing, "other", false);
             BpfLink held = site.router().in(() -> other.attach(new NetDevice(Site.WEST).index(), false));
             Program router = Program.run(site.router(), "run", Setup.in(directory, "auto").busyPoll(BUDGET, "block").write().toString())) {
            assertThat(router.exitCode()).as("while %s: %s", held, router.output()).isEqualTo(ExitCode.START.status());
            assertThat(router.output()).contains("port west, mode auto: an AF_PACKET port has no busy polling, and 'busy-poll' asks for it"
                + "; xdp-zero-copy: bpf(LINK_CREATE) on native XDP of west: E").contains("xdp-generic: bpf(LINK_CREATE)").hasLineCount(1);
        }
    }
}
