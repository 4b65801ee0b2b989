package io.swaplane.io.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.fastpath.Forwarder;
import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.PacketPort;
import io.swaplane.fastpath.Worker;
import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.RawSocket;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import io.swaplane.io.netns.Frames;
import io.swaplane.io.netns.Wires;
import io.swaplane.memory.Memory;
import io.swaplane.table.AcceptClass;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.Geometry;
import io.swaplane.table.InterfaceEntry;
import io.swaplane.table.NextHopEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two hosts and a router between them, in namespaces: {@code a (mac 1) — (2) router (3) — (4) b}. */
@Timeout(120)
class PacketSocketPortTest {
    private static final int CHUNKS = 512;
    private static final int WAIT_MILLIS = 10_000;

    private final FrameStore store = new FrameStore(CHUNKS, 2048);
    private final List<AutoCloseable> open = new ArrayList<>();
    private Namespace router;
    private Namespace hostA;
    private Namespace hostB;
    private RawSocket a;
    private RawSocket b;

    @BeforeEach
    void build() throws Exception {
        Required.root();
        hostA = keep(Wires.quiet("a"));
        router = keep(Wires.quiet("router"));
        hostB = keep(Wires.quiet("b"));
        Wires.join(hostA, "a0", 1, router, "left", 2);
        Wires.join(router, "right", 3, hostB, "b0", 4);
        a = keep(new RawSocket(hostA, "a0"));
        b = keep(new RawSocket(hostB, "b0"));
    }

    @AfterEach
    void close() throws Exception {
        for (final AutoCloseable resource : open.reversed()) {
            resource.close();
        }
        store.close();
    }

    @Test
    void shouldForwardBetweenTwoHostsByteForByte() throws Exception {
        final ForwardingTables tables = keep(new ForwardingTables(new Geometry(1, 2, 4, 8)));
        final PacketPort[] ports = {port("left"), port("right")};
        tables.publishInterface(1, new InterfaceEntry(Frames.hex(Frames.mac(2)), true, false, 0, new int[] {AcceptClass.ROUTER},
            List.of()));
        tables.ports().bindUntagged(0, 1);
        tables.ports().setState(1, true);
        final byte[] l2 = Frames.hex(Frames.mac(4) + Frames.mac(3) + "8847");
        tables.nextHops().publish(5, new NextHopEntry(1, 1500, l2, new int[0], 5, 255, 0));
        tables.publishLabel(0, 100, ForwardingWord.swap(200, 5));
        final Forwarder forwarder = new Forwarder(tables, 0, store, ports, (frame, port, reason, about) -> false);
        final Worker worker = new Worker(0, ports, forwarder, tables.epochs());
        worker.onStart();
        final int frames = 300;
        for (int i = 0; i < frames; i++) {
            a.send(Frames.mpls(2, 1, 100, 64 + i, i));
        }
        Await.until("all frames sent", () -> {
            worker.doWork();
            return tables.portCounters(1).outPackets() == frames;
        });
        for (int i = 0; i < frames; i++) {
            final byte[] expected = Frames.mpls(4, 3, 200, 64 + i, i);
            expected[17] = 63;
            assertThat(b.receiveMpls(WAIT_MILLIS)).isEqualTo(expected);
        }
        assertThat(store.available()).isEqualTo(CHUNKS);
        assertThat(tables.portCounters(0).inPackets()).isEqualTo(frames);
        worker.onClose();
    }

    @Test
    void shouldPutBackTheVlanTagsThatTheKernelTookOut() throws Exception {
        final PacketSocketPort left = port("left");
        final List<byte[]> sent = List.of(Frames.mpls(2, 1, 100, 64, 1), Frames.tagged(2, 1, "8100 a064", 100, 68, 2),
            Frames.tagged(2, 1, "88a8 0065", 100, 68, 3), Frames.tagged(2, 1, "88a8 0066 8100 0067", 100, 72, 4),
            Frames.tagged(2, 1, "8100 0000", 100, 68, 5));
        for (final byte[] frame : sent) {
            a.send(frame);
        }
        assertThat(receive(left, sent.size())).containsExactlyElementsOf(sent);
    }

    @Test
    void shouldSeeNeitherOtherEthertypesNorWhatThisHostSends() throws Exception {
        final PacketSocketPort left = port("left");
        final RawSocket neighbourProcess = keep(new RawSocket(router, "left"));
        final byte[] ip = Frames.mpls(2, 1, 100, 64, 1);
        ip[12] = 8;
        ip[13] = 0;
        a.send(ip);
        a.send(Frames.hex("ffffffffffff 020000000001 8100 0064 0806 0001"));
        neighbourProcess.send(Frames.mpls(1, 2, 100, 64, 2));
        transmit(left, Frames.mpls(1, 2, 100, 64, 3));
        final byte[] marker = Frames.mpls(2, 1, 100, 64, 4);
        final byte[] upstream = Frames.mpls(2, 1, 100, 64, 5);
        upstream[13] = 0x48;
        a.send(marker);
        a.send(upstream);
        assertThat(receive(left, 2)).containsExactly(marker, upstream);
        assertThat(a.receiveMpls(WAIT_MILLIS)).isEqualTo(Frames.mpls(1, 2, 100, 64, 2));
        assertThat(a.receiveMpls(WAIT_MILLIS)).isEqualTo(Frames.mpls(1, 2, 100, 64, 3));
    }

    @Test
    void shouldRefuseFramesLongerThanTheMtuAndSendTheRest() throws Exception {
        final PacketSocketPort right = port("right");
        final byte[] longest = Frames.mpls(4, 3, 100, 1514, 1);
        final byte[] longestTagged = Frames.tagged(4, 3, "8100 0064", 100, 1518, 2);
        assertThat(transmit(right, Frames.mpls(4, 3, 100, 1515, 0), longest, Frames.tagged(4, 3, "8100 0064", 100, 1519, 0),
            longestTagged, Frames.tagged(4, 3, "88a8 0064", 100, 1518, 0), Frames.mpls(4, 3, 100, 1700, 0),
            Frames.mpls(4, 3, 100, 60, 3))).isEqualTo(7);
        assertThat(b.receiveMpls(WAIT_MILLIS)).isEqualTo(longest);
        assertThat(b.receiveMpls(WAIT_MILLIS)).isEqualTo(longestTagged);
        assertThat(b.receiveMpls(WAIT_MILLIS)).isEqualTo(Frames.mpls(4, 3, 100, 60, 3));
        assertThat(right.statistics().transmitOversize()).isEqualTo(4);
        assertThat(store.available()).isEqualTo(CHUNKS);
        right.mtu(1000);
        assertThat(transmit(right, longest)).isEqualTo(1);
        assertThat(right.statistics().transmitOversize()).isEqualTo(5);
    }

    @Test
    void shouldRefuseToSendWhileTheInterfaceIsDownAndGoOnAfterwards() throws Exception {
        final PacketSocketPort right = port("right");
        router.ip("link", "set", "right", "down");
        assertThat(transmit(right, Frames.mpls(4, 3, 100, 64, 1))).isZero();
        assertThat(right.statistics().transmitFailed()).isEqualTo(1);
        assertThat(right.transmitError()).isEqualTo(Errno.ENETDOWN);
        router.ip("link", "set", "right", "up");
        Await.until("a frame is taken", () -> transmit(right, Frames.mpls(4, 3, 100, 64, 2)) == 1);
        assertThat(b.receiveMpls(WAIT_MILLIS)).isEqualTo(Frames.mpls(4, 3, 100, 64, 2));
        b.send(Frames.mpls(3, 4, 100, 64, 3));
        assertThat(receive(right, 1)).containsExactly(Frames.mpls(3, 4, 100, 64, 3));
        assertThat(store.available()).isEqualTo(CHUNKS);
    }

    @Test
    void shouldTellThePendingErrorOnceAfterTheInterfaceWentDown() throws Exception {
        final PacketSocketPort right = port("right");
        assertThat(right.takeError()).isEmpty();
        router.ip("link", "set", "right", "down");
        assertThat(right.takeError()).isEqualTo("ENETDOWN");
        assertThat(right.takeError()).isEmpty();
    }

    @Test
    void shouldRefuseToSendWhenTheInterfaceIsDeleted() throws Exception {
        final PacketSocketPort right = port("right");
        hostB.ip("link", "delete", "b0");
        assertThat(transmit(right, Frames.mpls(4, 3, 100, 64, 1))).isZero();
        assertThat(receiveNow(right)).isEmpty();
        assertThat(right.statistics().transmitFailed()).isEqualTo(1);
    }

    @Test
    void shouldLeaveFramesInTheRingWhileNoFrameMemoryIsFree() throws Exception {
        final PacketSocketPort left = port("left");
        final List<Long> taken = new ArrayList<>();
        for (int i = 0; i < CHUNKS - 2; i++) {
            taken.add(store.allocate());
        }
        for (int i = 0; i < 5; i++) {
            a.send(Frames.mpls(2, 1, 100, 64, i));
        }
        final long[] burst = new long[8];
        final int[] held = {0};
        Await.until("two frames received", () -> {
            final long[] more = new long[8];
            final int received = left.receive(more, more.length);
            System.arraycopy(more, 0, burst, held[0], received);
            held[0] += received;
            return held[0] == 2;
        });
        assertThat(left.receive(new long[8], 8)).isZero();
        taken.forEach(store::free);
        assertThat(receive(left, 3)).extracting(frame -> (int) frame[63]).containsExactly(2, 3, 4);
        assertThat(left.receiveDrops()).isZero();
    }

    @Test
    void shouldCountEveryFrameThatFoundTheRingFull() throws Exception {
        final int index = Wires.index(router, "left");
        final PacketSocketSettings small = new PacketSocketSettings("left", index, 1500, 1 << 17, 2, 1 << 20);
        final PacketSocketPort left = keep(router.in(() -> PacketSocketPort.open(small, store)));
        final int sent = 5000;
        for (int i = 0; i < sent; i++) {
            a.send(Frames.mpls(2, 1, 100, 64, i));
        }
        final int[] received = {0};
        Await.until("every frame is received or counted", () -> {
            received[0] += receiveNow(left).size();
            return received[0] + left.receiveDrops() == sent;
        });
        assertThat(left.statistics().ringDrops()).isPositive();
        assertThat(received[0]).isPositive();
    }

    @Test
    void shouldCountFramesThatDoNotFitInAChunk() throws Exception {
        hostA.ip("link", "set", "a0", "mtu", "3000");
        router.ip("link", "set", "left", "mtu", "3000");
        final PacketSocketPort left = port("left");
        a.send(Frames.mpls(2, 1, 100, 1900, 1));
        a.send(Frames.mpls(2, 1, 100, 1792, 2));
        assertThat(receive(left, 1)).containsExactly(Frames.mpls(2, 1, 100, 1792, 2));
        assertThat(left.statistics().receiveOversize()).isEqualTo(1);
        assertThat(left.receiveDrops()).isEqualTo(1);
    }

    @Test
    void shouldSayWhyAPortCannotBeOpened() {
        assertThatThrownBy(() -> PacketSocketPort.open(PacketSocketSettings.of("gone0", 999_999, 1500), store))
            .isInstanceOf(KernelException.class).hasMessageContaining("gone0")
            .satisfies(e -> assertThat(((KernelException) e).errno()).isEqualTo(Errno.ENODEV));
        assertThatThrownBy(() -> new PacketSocketSettings("x", 1, 1500, 1000, 32, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldLeakNoDescriptorWhenOpenedAndClosedOverAndOver() throws Exception {
        final PacketSocketSettings settings = PacketSocketSettings.of("left", Wires.index(router, "left"), 1500);
        router.in(() -> {
            PacketSocketPort.open(settings, store).close();
            final long before = descriptors();
            for (int i = 0; i < 200; i++) {
                PacketSocketPort.open(settings, store).close();
            }
            assertThat(descriptors()).isEqualTo(before);
            return null;
        });
    }

    private static long descriptors() throws Exception {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }

    private PacketSocketPort port(final String name) throws Exception {
        final int index = Wires.index(router, name);
        return keep(router.in(() -> PacketSocketPort.open(PacketSocketSettings.of(name, index, 1500), store)));
    }

    private <T extends AutoCloseable> T keep(final T resource) {
        open.add(resource);
        return resource;
    }

    /** Sends frames in one burst and frees those that the port left; returns how many it took. */
    private int transmit(final PacketSocketPort port, final byte[]... frames) {
        final long[] burst = new long[frames.length];
        for (int i = 0; i < frames.length; i++) {
            final long at = store.allocate();
            Memory.copyIn(frames[i], 0, at, frames[i].length);
            burst[i] = FrameRef.of(at, frames[i].length);
        }
        final int taken = port.transmit(burst, burst.length);
        for (int i = taken; i < burst.length; i++) {
            store.free(FrameRef.address(burst[i]));
        }
        return taken;
    }

    private List<byte[]> receive(final PacketSocketPort port, final int count) {
        final List<byte[]> frames = new ArrayList<>();
        Await.until(count + " frames received", () -> {
            frames.addAll(receiveNow(port));
            return frames.size() >= count;
        });
        return frames;
    }

    private List<byte[]> receiveNow(final PacketSocketPort port) {
        final long[] burst = new long[64];
        final int received = port.receive(burst, burst.length);
        final List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < received; i++) {
            final byte[] bytes = new byte[FrameRef.length(burst[i])];
            Memory.copyOut(FrameRef.address(burst[i]), bytes, 0, bytes.length);
            store.free(FrameRef.address(burst[i]));
            frames.add(bytes);
        }
        return frames;
    }
}
