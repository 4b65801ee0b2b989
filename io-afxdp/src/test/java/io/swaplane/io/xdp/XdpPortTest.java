package io.swaplane.io.xdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.io.bpf.LiveFrames;
import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.NetDevice;
import io.swaplane.io.kernel.Required;
import io.swaplane.memory.Memory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** AF_XDP ports on virtual interfaces of the running kernel. */
class XdpPortTest {
    private static final String PLAIN = "8847";
    /** How often a port is opened and closed; {@code -Dswaplane.cycles=10000} for the long run. */
    private static final int CYCLES = Integer.getInteger("swaplane.cycles", 200);

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @ParameterizedTest
    @EnumSource(value = XdpMode.class, names = {"NATIVE_COPY", "GENERIC"})
    void shouldForwardMplsByteForByteAndLeaveTheRestToTheHost(final XdpMode mode) throws Exception {
        try (Bench bench = new Bench(4096, 2048, 1500)) {
            bench.open(mode);
            assertThat(bench.ingress.mode()).isEqualTo(mode);
            bench.left.ip("address", "add", "10.9.0.1/24", "dev", "left0");
            bench.router.ip("address", "add", "10.9.0.2/24", "dev", "in0");
            for (final String types : List.of(PLAIN, "81000064 8847", "88a80064 81000065 8847")) {
                for (final int length : new int[] {60, 61, 999, 1514}) {
                    bench.sender.send(Bench.frame(types, 1000, length));
                    assertThat(bench.forward(1)).as("%s, %d bytes", types, length).isEqualTo(1);
                    assertThat(bench.receiver.receiveMpls(2000)).isEqualTo(Bench.swapped(types, 1000, length));
                }
            }
            assertThat(Hosts.transfer(bench.left, bench.router, "10.9.0.2", 1 << 20)).isEqualTo(1 << 20);
            bench.settle();
            assertThat(bench.ingress.unserved()).isZero();
            assertThat(bench.in().receiveDrops()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(value = XdpMode.class, names = {"NATIVE_COPY", "GENERIC"})
    void shouldForwardManyFramesInOrderWithoutLosingOne(final XdpMode mode) throws Exception {
        try (Bench bench = new Bench(4096, 2048, 1500)) {
            bench.open(mode);
            int expected = 0;
            for (int round = 0; round < 40; round++) {
                for (int i = 0; i < 250; i++) {
                    bench.sender.send(Bench.frame(PLAIN, 16 + round * 250 + i, 60));
                }
                assertThat(bench.forward(250)).isEqualTo(250);
                for (int i = 0; i < 250; i++, expected++) {
                    assertThat(bench.receiver.receiveMpls(2000)).isEqualTo(Bench.swapped(PLAIN, 16 + expected, 60));
                }
            }
            bench.settle();
            assertThat(bench.store.census()).doesNotContainKey("the holder");
            bench.ingress.close();
            bench.egress.close();
            assertThat(bench.store.available()).isEqualTo(bench.store.capacity());
        }
    }

    @Test
    void shouldForwardOrCountEveryFrameOfALiveGenerator() throws Exception {
        try (Bench bench = new Bench(4096, 2048, 1500)) {
            bench.open(XdpMode.NATIVE_COPY);
            final byte[] frame = Bench.frame(PLAIN, 4096, 64);
            final int index = bench.left.in(() -> new NetDevice("left0").index());
            try (LiveFrames generator = LiveFrames.labelled(frame, index, 14, 1024)) {
                int forwarded = 0;
                for (int round = 0; round < 50; round++) {
                    bench.left.in(() -> {
                        generator.send(200);
                        return null;
                    });
                    forwarded += bench.forward(200);
                }
                assertThat(forwarded + bench.in().receiveDrops()).isEqualTo(50 * 200);
            }
            bench.settle();
            final byte[] first = bench.receiver.receiveMpls(2000);
            final int label = ByteBuffer.wrap(first).getInt(14) >>> 12;
            assertThat(label).isBetween(4097, 4097 + 1023);
            assertThat(first).isEqualTo(Bench.swapped(PLAIN, label - 1, 64));
        }
    }

    @Test
    void shouldTellItsProgramAndItsHugePages() throws Exception {
        try (Bench bench = new Bench(4096, 2048, 1500)) {
            bench.open(XdpMode.NATIVE_COPY);
            assertThat(bench.ingress.programText()).startsWith("0: r6 = r1\n").contains("call #51").endsWith("exit\n");
            assertThat(bench.ingress.hugePageBytes()).isBetween(0L, bench.store.sizeBytes());
        }
    }

    @Test
    void shouldLeaveFramesAsReceivedAndDrainAfterDetaching() throws Exception {
        try (Bench bench = new Bench(4096, 2048, 1500)) {
            bench.open(XdpMode.NATIVE_COPY);
            assertThat(bench.router.in(() -> bench.ingress.device().stripsVlanTags())).isFalse();
            bench.sender.send(Bench.frame(PLAIN, 70, 60));
            bench.ingress.detach();
            assertThat(bench.router.ip("link", "show", "in0")).doesNotContain("xdp");
            bench.sender.send(Bench.frame(PLAIN, 71, 60));
            assertThat(bench.forward(1)).isEqualTo(1);
            assertThat(bench.receiver.receiveMpls(2000)).isEqualTo(Bench.swapped(PLAIN, 70, 60));
            assertThat(bench.step()).isZero();
        }
    }

    @Test
    void shouldSayWhyItDidNotGetABetterMode() throws Exception {
        try (Bench bench = new Bench(4096, 2048, 1500)) {
            bench.ingress = bench.open("in0", List.of(XdpMode.values()), Bench.SMALL);
            assertThat(bench.ingress.mode()).isEqualTo(XdpMode.NATIVE_COPY);
            assertThat(bench.ingress.refusals()).singleElement().satisfies(refusal -> {
                assertThat(refusal.mode()).isEqualTo(XdpMode.ZERO_COPY);
                assertThat(refusal.reason()).contains("bind(AF_XDP) on in0 queue 0: EOPNOTSUPP", "no zero-copy mode");
            });
            assertThatThrownBy(() -> bench.open("out0", List.of(XdpMode.ZERO_COPY), Bench.SMALL))
                .isInstanceOf(XdpRefusedException.class).hasMessageStartingWith("no AF_XDP on out0: native zero-copy: bind(AF_XDP)");
            assertThat(bench.router.ip("link", "show", "out0")).doesNotContain("xdp");
            assertThat(bench.store.available()).isEqualTo(bench.store.capacity() - Bench.SMALL.fillEntries());
        }
    }

    @Test
    void shouldRefuseASecondOwnerOfAnInterface() throws Exception {
        try (Bench bench = new Bench(4096, 2048, 1500)) {
            bench.open(XdpMode.NATIVE_COPY);
            assertThatThrownBy(() -> bench.open("in0", List.of(XdpMode.NATIVE_COPY, XdpMode.GENERIC), Bench.SMALL))
                .isInstanceOf(XdpRefusedException.class).hasMessageContaining("native XDP of in0: EBUSY")
                .hasMessageContaining("Another XDP program is on the interface");
            final Umem umem = new Umem(bench.store);
            assertThatThrownBy(() -> bench.router.in(() ->
                XskSocket.open("in0 queue 0", bench.ingress.device().index(), 0, umem, false, Bench.SMALL)))
                .isInstanceOf(KernelException.class).hasMessageContaining("EBUSY").hasMessageContaining("another Swaplane");
            bench.sender.send(Bench.frame(PLAIN, 50, 60));
            assertThat(bench.forward(1)).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseWhatCannotWorkWithTheNumbersToChange() throws Exception {
        try (Bench bench = new Bench(600, 2048, 3000)) {
            assertThatThrownBy(() -> bench.open(XdpMode.NATIVE_COPY)).isInstanceOf(IOException.class)
                .hasMessageContaining("the MTU of in0 is 3000").hasMessageContaining("largest that works is 1770");
            bench.router.ip("link", "set", "in0", "mtu", "1500");
            assertThatThrownBy(() -> bench.open("in0", List.of(XdpMode.NATIVE_COPY), XdpOptions.DEFAULT))
                .hasMessageContaining("600 free chunks").hasMessageContaining("2048");
            assertThatThrownBy(() -> bench.router.in(() -> XdpInterface.open(new NetDevice("in0"),
                List.of(bench.store, bench.store, bench.store), List.of(XdpMode.NATIVE_COPY), Bench.SMALL)))
                .hasMessageContaining("not one for each of 3 workers");
            assertThatThrownBy(() -> bench.open("absent0", List.of(XdpMode.GENERIC), Bench.SMALL))
                .isInstanceOf(KernelException.class).hasMessageContaining("absent0: ENODEV");
        }
    }

    @Test
    void shouldLeaveNoProgramBehindWhenTheProcessIsKilled() throws Exception {
        try (Bench bench = new Bench(4096, 2048, 1500)) {
            final Process child = PortHolder.start(bench.router, "in0");
            try {
                assertThat(child.inputReader().readLine()).isEqualTo(PortHolder.READY);
                assertThat(bench.router.ip("link", "show", "in0")).contains("xdp");
                assertThatThrownBy(() -> bench.open("in0", List.of(XdpMode.NATIVE_COPY), Bench.SMALL)).hasMessageContaining("EBUSY");
            } finally {
                child.destroyForcibly().waitFor();
            }
            assertThat(bench.router.ip("link", "show", "in0")).doesNotContain("xdp");
            bench.open(XdpMode.NATIVE_COPY);
            bench.sender.send(Bench.frame(PLAIN, 60, 60));
            assertThat(bench.forward(1)).isEqualTo(1);
        }
    }

    @Test
    void shouldForwardWithBusyPolling() throws Exception {
        try (Bench bench = new Bench(4096, 2048, 1500)) {
            final XdpOptions busy = new XdpOptions(512, 512, 512, 256, 20);
            bench.ingress = bench.open("in0", List.of(XdpMode.NATIVE_COPY), busy);
            bench.egress = bench.open("out0", List.of(XdpMode.NATIVE_COPY), busy);
            bench.sender.send(Bench.frame(PLAIN, 61, 60));
            assertThat(bench.forward(1)).isEqualTo(1);
            assertThat(bench.receiver.receiveMpls(2000)).isEqualTo(Bench.swapped(PLAIN, 61, 60));
        }
    }

    @Test
    void shouldServeEachQueueWithAPortOfItsOwn() throws Exception {
        try (Bench bench = new Bench(4096, 2048, 1500)) {
            bench.router.ip("link", "add", "many0", "numrxqueues", "2", "numtxqueues", "2", "type", "veth", "peer", "name", "many1",
                "numrxqueues", "2", "numtxqueues", "2");
            bench.router.ip("link", "set", "many0", "up");
            bench.router.ip("link", "set", "many1", "up");
            try (FrameStore second = new FrameStore(1024, 2048)) {
                final XdpInterface both = bench.router.in(() -> XdpInterface.open(new NetDevice("many0"), List.of(bench.store, second),
                    List.of(XdpMode.NATIVE_COPY), Bench.SMALL));
                assertThat(both.ports()).hasSize(2).extracting(XdpPort::toString).containsExactly("many0 queue 0", "many0 queue 1");
                both.close();
                assertThat(second.available()).isEqualTo(1024);
            }
        }
    }

    @Test
    void shouldReopenWithoutLeavingDescriptorsMappingsOrChunksBehind() throws Exception {
        try (Bench bench = new Bench(1024, 2048, 1500)) {
            reopen(bench, 5);
            final long descriptors = descriptors();
            final long mappings = mappings();
            reopen(bench, CYCLES);
            assertThat(descriptors()).isLessThanOrEqualTo(descriptors + 2);
            assertThat(mappings()).isLessThanOrEqualTo(mappings + 20);
            assertThat(bench.router.ip("link", "show", "in0")).doesNotContain("xdp");
        }
    }

    private static void reopen(final Bench bench, final int times) throws Exception {
        for (int i = 0; i < times; i++) {
            bench.open("in0", List.of(XdpMode.NATIVE_COPY), Bench.SMALL).close();
            assertThat(bench.store.available()).isEqualTo(bench.store.capacity());
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    private static long mappings() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.count();
        }
    }

    @ParameterizedTest
    @EnumSource(value = XdpMode.class, names = {"NATIVE_COPY", "GENERIC"})
    void shouldCountWhatIsLostWhileNoChunkIsFreeAndRecover(final XdpMode mode) throws Exception {
        try (Bench bench = new Bench(1024, 2048, 1500)) {
            bench.open(mode);
            assertThat(bench.store.available()).isZero();
            final long[] held = new long[512];
            for (int i = 0; i < 700; i++) {
                bench.sender.send(Bench.frame(PLAIN, 77, 60));
            }
            int received = 0;
            for (int round = 0; round < 100; round++) {
                received += bench.in().receive(held, 512 - received);
            }
            assertThat(received).isEqualTo(512);
            assertThat(bench.in().receiveDrops()).isEqualTo(700 - 512);
            final XdpStatistics statistics = bench.in().statistics();
            assertThat(statistics.receiveDropped()).as("each lost frame").isEqualTo(700 - 512);
            assertThat(statistics.fillRingEmpty()).as("the same frames, not others").isEqualTo(700 - 512);
            assertThat(statistics.receiveRingFull()).isZero();
            assertThat(statistics.receiveInvalid()).isZero();
            for (int i = 0; i < received; i++) {
                bench.store.free(FrameRef.address(held[i]));
            }
            assertThat(bench.in().receive(held, 512)).isZero();
            bench.sender.send(Bench.frame(PLAIN, 78, 60));
            assertThat(bench.forward(1)).isEqualTo(1);
            assertThat(bench.receiver.receiveMpls(2000)).isEqualTo(Bench.swapped(PLAIN, 78, 60));
        }
    }

    @Test
    void shouldCountAWorkerThatIsTooSlowOnceAndNotAsInvalidWhicheverRingIsTheShorter() throws Exception {
        for (final int receive : new int[] {512, 256}) {
            try (Bench bench = new Bench(4096, 2048, 1500)) {
                bench.ingress = bench.open("in0", List.of(XdpMode.NATIVE_COPY), new XdpOptions(512, receive, 512, 256, 0));
                bench.egress = bench.open("out0", List.of(XdpMode.NATIVE_COPY), Bench.SMALL);
                for (int i = 0; i < 700; i++) {
                    bench.sender.send(Bench.frame(PLAIN, 77, 60));
                }
                final int lost = 700 - receive;
                final XdpStatistics statistics = bench.in().statistics();
                assertThat(statistics.lostFrames()).isEqualTo(lost);
                assertThat(statistics.receiveRingFull()).isEqualTo(receive < 512 ? lost : 0);
                assertThat(statistics.fillRingEmpty()).isEqualTo(receive < 512 ? 0 : lost);
                assertThat(statistics.receiveInvalid()).isZero();
                assertThat(bench.forward(receive)).isEqualTo(receive);
            }
        }
    }

    @Test
    void shouldAcceptOnlyWhatFitsAndSendAllOfItWhenTheLinkComesUp() throws Exception {
        try (Bench bench = new Bench(4096, 2048, 1500)) {
            bench.open(XdpMode.NATIVE_COPY);
            bench.router.ip("link", "set", "out0", "down");
            final byte[] template = Bench.frame(PLAIN, 99, 60);
            final long[] frames = new long[600];
            for (int i = 0; i < frames.length; i++) {
                final long address = bench.store.allocate();
                Memory.copyIn(template, 0, address, template.length);
                frames[i] = FrameRef.of(address, template.length);
            }
            assertThat(bench.out().transmit(frames, frames.length)).isEqualTo(512);
            bench.out().flush();
            assertThat(bench.out().lastError()).isEqualTo(Errno.ENETDOWN);
            assertThat(bench.out().transmit(new long[] {frames[512]}, 1)).isZero();
            assertThat(bench.out().outstanding()).isEqualTo(512);
            bench.router.ip("link", "set", "out0", "up");
            bench.settle();
            assertThat(bench.out().outstanding()).isZero();
            for (int i = 0; i < 512; i++) {
                assertThat(bench.receiver.receiveMpls(2000)).isEqualTo(template);
            }
            assertThat(bench.receiver.receiveMpls(0)).isNull();
            for (int i = 512; i < frames.length; i++) {
                bench.store.free(FrameRef.address(frames[i]));
            }
            assertThat(bench.store.available()).isEqualTo(4096 - 2 * 512);
        }
    }

    @Test
    void shouldTellWhyFramesWaitedAndHowManyItGaveUpWhenTheLinkIsDownAtTheEnd() throws Exception {
        try (Bench bench = new Bench(4096, 2048, 1500)) {
            bench.open(XdpMode.NATIVE_COPY);
            final XdpPort port = bench.out();
            assertThat(port.transmitError()).isNull();
            bench.router.ip("link", "set", "out0", "down");
            final long[] frames = new long[600];
            for (int i = 0; i < frames.length; i++) {
                frames[i] = FrameRef.of(bench.store.allocate(), 60);
            }
            assertThat(port.transmit(frames, frames.length)).isEqualTo(512);
            port.flush();
            assertThat(port.transmitFull()).isOne();
            assertThat(port.transmitFailed()).isOne();
            assertThat(port.transmitError()).isEqualTo(Errno.ENETDOWN);
            bench.egress.close();
            assertThat(port.abandoned()).isEqualTo(512);
            bench.ingress.close();
            for (int i = 512; i < frames.length; i++) {
                bench.store.free(FrameRef.address(frames[i]));
            }
            assertThat(bench.store.available()).isEqualTo(4096);
        }
    }

    @Test
    void shouldGiveUpNothingThatCanStillLeave() throws Exception {
        try (Bench bench = new Bench(4096, 2048, 1500)) {
            bench.open(XdpMode.NATIVE_COPY);
            final XdpPort port = bench.out();
            final long[] frames = new long[300];
            for (int i = 0; i < frames.length; i++) {
                frames[i] = FrameRef.of(bench.store.allocate(), 60);
            }
            assertThat(port.transmit(frames, frames.length)).isEqualTo(300);
            bench.egress.close();
            assertThat(port.abandoned()).isZero();
            assertThat(port.transmitFull()).isZero();
        }
    }

    @Test
    void shouldGoOnAfterTheIngressLinkWasDown() throws Exception {
        try (Bench bench = new Bench(4096, 2048, 1500)) {
            bench.open(XdpMode.NATIVE_COPY);
            bench.router.ip("link", "set", "in0", "down");
            assertThat(bench.step()).isZero();
            bench.router.ip("link", "set", "in0", "up");
            bench.sender.send(Bench.frame(PLAIN, 20, 60));
            assertThat(bench.forward(1)).isEqualTo(1);
            assertThat(bench.receiver.receiveMpls(2000)).isEqualTo(Bench.swapped(PLAIN, 20, 60));
        }
    }

    @Test
    void shouldReturnEveryChunkWhenTheInterfaceIsDeleted() throws Exception {
        try (Bench bench = new Bench(4096, 2048, 1500)) {
            bench.open(XdpMode.NATIVE_COPY);
            bench.router.ip("link", "delete", "out0");
            final long frame = bench.store.allocate();
            assertThat(bench.out().transmit(new long[] {FrameRef.of(frame, 60)}, 1)).isEqualTo(1);
            bench.out().flush();
            assertThat(bench.out().lastError()).isIn(Errno.ENXIO, Errno.ENETDOWN);
            bench.egress.close();
            bench.ingress.close();
            assertThat(bench.store.available()).isEqualTo(4096);
        }
    }

    @Test
    void shouldCountAFrameOfSeveralPiecesThatOutgrowsItsMemory() throws Exception {
        try (Bench bench = new Bench(2048, 8192, 7914)) {
            bench.open(XdpMode.NATIVE_COPY);
            bench.left.ip("link", "set", "left0", "mtu", "12000");
            bench.router.ip("link", "set", "in0", "mtu", "12000");
            bench.sender.send(Bench.frame(PLAIN, 333, 12000));
            bench.sender.send(Bench.frame(PLAIN, 334, 7928));
            assertThat(bench.forward(1)).isEqualTo(1);
            assertThat(bench.receiver.receiveMpls(2000)).isEqualTo(Bench.swapped(PLAIN, 334, 7928));
            assertThat(bench.in().receiveOversize()).isOne();
            bench.settle();
            assertThat(bench.store.census()).doesNotContainKey("the holder");
        }
    }

    @ParameterizedTest
    @EnumSource(value = XdpMode.class, names = {"NATIVE_COPY", "GENERIC"})
    void shouldForwardJumboFramesInOneChunkOrSeveral(final XdpMode mode) throws Exception {
        for (final int chunk : new int[] {4096, 16384}) {
            final int mtu = chunk == 4096 ? 3818 : 9000;
            try (Bench bench = new Bench(2048, chunk, mtu)) {
                bench.open(mode);
                for (final int length : new int[] {60, 3400, 3818, mtu + 14, 64}) {
                    bench.sender.send(Bench.frame(PLAIN, 333, length));
                    assertThat(bench.forward(1)).as("%d bytes in chunks of %d", length, chunk).isEqualTo(1);
                    assertThat(bench.receiver.receiveMpls(2000)).isEqualTo(Bench.swapped(PLAIN, 333, length));
                }
                bench.settle();
                assertThat(bench.store.census()).doesNotContainKey("the holder");
            }
        }
    }
}
