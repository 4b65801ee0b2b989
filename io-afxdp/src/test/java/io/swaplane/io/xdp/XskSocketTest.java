package io.swaplane.io.xdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import io.swaplane.io.kernel.NetDevice;
import io.swaplane.io.kernel.Required;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is asked of the kernel for a socket, and what is said when it refuses. */
class XskSocketTest {
    private static final XdpOptions BUSY = Bench.SMALL.busyPolling(20);

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @Test
    void shouldHaveTheKernelPollTheDeviceOnRequestOnly() throws Exception {
        try (Bench bench = new Bench(1024, 2048, 1500)) {
            bench.ingress = bench.open("in0", List.of(XdpMode.NATIVE_COPY), BUSY);
            bench.egress = bench.open("out0", List.of(XdpMode.NATIVE_COPY), Bench.SMALL);
            assertThat(option(bench.in().fd(), KernelAbi.SO_BUSY_POLL)).isEqualTo(XskSocket.BUSY_POLL_MICROS);
            assertThat(option(bench.in().fd(), KernelAbi.SO_PREFER_BUSY_POLL)).isOne();
            assertThat(option(bench.out().fd(), KernelAbi.SO_PREFER_BUSY_POLL)).isZero();
        }
    }

    private static int option(final int fd, final int option) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
            final MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, Integer.BYTES);
            assertThat(LibC.getsockopt(fd, KernelAbi.SOL_SOCKET, option, value.address(), length.address())).isZero();
            return value.get(ValueLayout.JAVA_INT, 0);
        }
    }

    @Test
    void shouldSayWhatTheKernelMissesWhenItRefusesBusyPolling() throws Exception {
        try (Bench bench = new Bench(64, 2048, 1500)) {
            final Process child = BusyPoller.start(bench.router, "in0", "-net_admin");
            assertThat(new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("setsockopt(SO_PREFER_BUSY_POLL) on in0 queue 0: EPERM")
                .contains("Busy polling needs CAP_NET_ADMIN and a kernel with CONFIG_NET_RX_BUSY_POLL").hasLineCount(1);
            assertThat(child.waitFor()).isZero();
        }
    }

    @Test
    void shouldNameTheLargestMtuWhenTheDriverRefusesFramesOfSeveralBuffers() throws Exception {
        try (Bench bench = new Bench(64, 2048, 9000)) {
            // A program that knows nothing of several buffers is refused by a veth as any is by a driver that cannot do them.
            assertThatThrownBy(() -> bench.router.in(() -> XdpAttachment.open(new NetDevice("in0"), 1, false, false, IpTraffic.NONE, null)))
                .isInstanceOf(KernelException.class).hasMessageContaining("native XDP of in0: ERANGE")
                .hasMessageContaining("the MTU of 9000 is too large")
                .hasMessageContaining("the largest that works with every driver that has XDP is 1500");
        }
    }

    @Test
    void shouldNameTheLargestMtuWhenTheKernelRefusesFramesOfSeveralBuffers() {
        final String largest = "without them the largest MTU that works is 3818, with frames of 4096 bytes";
        assertThat(XskSocket.advice(Errno.EINVAL, false, true)).endsWith(largest);
        assertThat(XskSocket.advice(Errno.EOPNOTSUPP, true, true)).contains("no zero-copy mode").endsWith(largest);
        assertThat(XskSocket.advice(Errno.EINVAL, false, false)).doesNotContain("MTU");
    }
}
