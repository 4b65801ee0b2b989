package io.swaplane.io.xdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.io.bpf.BpfMap;
import io.swaplane.io.bpf.XdpProgram;
import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.NetDevice;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netlink.XdpFeatures;
import io.swaplane.memory.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sending as XDP frames, on virtual interfaces of the running kernel. */
class XdpTransmitTest {
    private static final String PLAIN = "8847";

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @ParameterizedTest
    @EnumSource(value = XdpMode.class, names = {"NATIVE_COPY", "GENERIC"})
    void shouldSendFramesOfAnyLengthUnchangedAndInOrder(final XdpMode mode) throws Exception {
        try (Bench bench = new Bench(4096, 4096, 3310)) {
            bench.openSendingXdpFrames(mode);
            assertThat(bench.egress.transmitWay()).isEqualTo(TransmitWay.XDP);
            for (final String types : new String[] {"8847", "81000064 8847"}) {
                for (int length = 60; length <= 3320; length += 20) {
                    bench.sender.send(Bench.frame(types, length, length));
                    assertThat(bench.forward(1)).as("%d bytes", length).isEqualTo(1);
                    assertThat(bench.receiver.receiveMpls(2000)).isEqualTo(Bench.swapped(types, length, length));
                }
            }
            assertThat(bench.out().outstanding()).isZero();
            assertThat(bench.store.available()).isEqualTo(4096 - 2 * 512);
        }
    }

    @Test
    void shouldSendBurstsOfAThousandFramesWithoutLossOrMixUp() throws Exception {
        try (Bench bench = new Bench(4096, 2048, 1500)) {
            bench.openSendingXdpFrames(XdpMode.NATIVE_COPY);
            for (int round = 0; round < 10; round++) {
                final long[] frames = frames(bench, 1 + round * 113, 60 + 140 * round);
                assertThat(bench.out().transmit(frames, frames.length)).isEqualTo(frames.length);
                for (int i = 0; i < frames.length; i++) {
                    assertThat(bench.receiver.receiveMpls(2000)).isEqualTo(Bench.frame(PLAIN, 16 + i, 60 + 140 * round));
                }
                assertThat(bench.receiver.receiveMpls(0)).isNull();
            }
        }
    }

    @Test
    void shouldAcceptOnlyWhatTheDriverTook() throws Exception {
        try (Bench bench = new Bench(4096, 2048, 1500)) {
            bench.openSendingXdpFrames(XdpMode.NATIVE_COPY);
            final long[] frames = frames(bench, 100, 60);
            bench.router.ip("link", "set", "out0", "down");
            assertThat(bench.out().transmit(frames, 100)).isZero();
            bench.router.ip("link", "set", "out0", "up");
            Bench.receiveOffload(bench.right, "right0", false);
            assertThat(bench.out().transmit(frames, 100)).isZero();
            assertThat(bench.out().transmitFull()).isEqualTo(2);
            assertThat(bench.out().transmitFailed()).isZero();
            Bench.receiveOffload(bench.right, "right0", true);
            assertThat(bench.out().transmit(frames, 100)).isEqualTo(100);
            assertThat(bench.store.available()).isEqualTo(4096 - 2 * 512);
            for (int i = 0; i < 100; i++) {
                assertThat(bench.receiver.receiveMpls(2000)).isEqualTo(Bench.frame(PLAIN, 16 + i, 60));
            }
            assertThat(bench.receiver.receiveMpls(0)).isNull();
        }
    }

    @Test
    void shouldAcceptAsManyAsTheDriverCountsWhenTheReceiverIsSlower() throws Exception {
        try (Bench bench = new Bench(4096, 2048, 1500)) {
            bench.openSendingXdpFrames(XdpMode.NATIVE_COPY);
            // Now a thread of its own receives, from a queue of 256 frames.
            bench.right.shell("echo 1 > /sys/class/net/right0/threaded");
            long accepted = 0;
            for (int round = 0; round < 100; round++) {
                final long[] frames = frames(bench, 1000, 60);
                final int taken = bench.out().transmit(frames, frames.length);
                for (int i = taken; i < frames.length; i++) {
                    bench.store.free(FrameRef.address(frames[i]));
                }
                accepted += taken;
            }
            assertThat(driverCounter(bench, "tx_queue_0_xdp_xmit")).isEqualTo(accepted).isPositive();
            assertThat(driverCounter(bench, "tx_queue_0_xdp_xmit_errors")).isEqualTo(100_000 - accepted);
            assertThat(bench.store.available()).isEqualTo(4096 - 2 * 512);
        }
    }

    @Test
    void shouldNotCountAFrameThatIsLongerThanTheInterfaceTakes() throws Exception {
        try (Bench bench = new Bench(4096, 4096, 1500)) {
            bench.openSendingXdpFrames(XdpMode.NATIVE_COPY);
            final long[] frames = {one(bench, 16, 60), one(bench, 17, 1600), one(bench, 18, 3600), one(bench, 19, 60)};
            assertThat(bench.out().transmit(frames, frames.length)).isEqualTo(2);
            assertThat(bench.receiver.receiveMpls(2000)).isEqualTo(Bench.frame(PLAIN, 16, 60));
            assertThat(bench.receiver.receiveMpls(2000)).isEqualTo(Bench.frame(PLAIN, 19, 60));
            assertThat(bench.receiver.receiveMpls(0)).isNull();
        }
    }

    @Test
    void shouldTellWhyTheKernelDoesNotRunTheProgram() throws Exception {
        try (Bench bench = new Bench(4096, 2048, 1500)) {
            Bench.receiveOffload(bench.right, "right0", true);
            final long[] frames = frames(bench, 10, 60);
            bench.router.in(() -> {
                try (XdpTransmit transmit = XdpTransmit.open("out0", new NetDevice("out0").index());
                     BpfMap sockets = BpfMap.xsks("swaplane_xsks", 1); BpfMap counters = BpfMap.counters("swaplane_counts", 1)) {
                    final XdpProgram program = XdpProgram.load(
                    MplsSteering.code(sockets, counters, transmit.code(), IpTraffic.NONE, null), "swaplane_mpls", false);
                    transmit.start(program);
                    final XdpPort port = port(bench, transmit);
                    program.close();
                    assertThat(port.transmit(frames, 10)).isZero();
                    assertThat(port.transmitFailed()).isOne();
                    assertThat(port.transmitError()).isEqualTo(Errno.EBADF);
                    assertThat(port.transmitFull()).isZero();
                    port.close();
                }
                return frames;
            });
        }
    }

    /** A port that sends so, on an interface whose queue is free. */
    private static XdpPort port(final Bench bench, final XdpTransmit transmit) throws Exception {
        final Umem umem = new Umem(bench.store);
        return new XdpPort("out0", XskSocket.open("out0", new NetDevice("out0").index(), 0, umem, false, Bench.SMALL), umem, transmit);
    }

    @Test
    void shouldRefuseAnInterfaceThatTakesNoXdpFrames() throws Exception {
        try (Bench bench = new Bench(4096, 4096, 1500)) {
            final int index = bench.router.in(() -> new NetDevice("out0").index());
            assertThat(bench.router.in(() -> XdpFeatures.of(index)).takesRedirects()).isFalse();
            assertThatThrownBy(() -> bench.open("out0", List.of(XdpMode.NATIVE_COPY), Bench.XDP_FRAMES))
                .isInstanceOf(IOException.class).hasMessageContaining("out0 takes no XDP frames").hasMessageContaining("gro on");
            Bench.receiveOffload(bench.right, "right0", true);
            assertThat(bench.router.in(() -> XdpFeatures.of(index)).takesRedirects()).isTrue();
            bench.router.ip("link", "set", "out0", "mtu", "3400");
            assertThatThrownBy(() -> bench.open("out0", List.of(XdpMode.NATIVE_COPY), Bench.XDP_FRAMES))
                .isInstanceOf(IOException.class).hasMessageContaining("largest that works is 3310");
            assertThat(bench.router.ip("link", "show", "out0")).doesNotContain("xdp");
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenReopened() throws Exception {
        try (Bench bench = new Bench(4096, 2048, 1500)) {
            final long descriptors = descriptors();
            for (int i = 0; i < 20; i++) {
                bench.openSendingXdpFrames(XdpMode.NATIVE_COPY);
                bench.sender.send(Bench.frame(PLAIN, 100 + i, 60));
                assertThat(bench.forward(1)).isEqualTo(1);
                assertThat(bench.receiver.receiveMpls(2000)).isEqualTo(Bench.swapped(PLAIN, 100 + i, 60));
                bench.ingress.close();
                bench.egress.close();
            }
            assertThat(descriptors()).isLessThanOrEqualTo(descriptors + 2);
            assertThat(bench.store.available()).isEqualTo(4096);
        }
    }

    private static long driverCounter(final Bench bench, final String name) throws IOException {
        return bench.router.shell("ethtool -S out0").lines().map(String::strip).filter(line -> line.startsWith(name + ":"))
            .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1).strip())).sum();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    private static long[] frames(final Bench bench, final int count, final int length) {
        final long[] frames = new long[count];
        for (int i = 0; i < count; i++) {
            frames[i] = one(bench, 16 + i, length);
        }
        return frames;
    }

    private static long one(final Bench bench, final int label, final int length) {
        final byte[] bytes = Bench.frame(PLAIN, label, length);
        final long address = bench.store.allocate();
        Memory.copyIn(bytes, 0, address, bytes.length);
        return FrameRef.of(address, bytes.length);
    }
}
