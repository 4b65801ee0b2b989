package io.swaplane.io.tap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.fastpath.Forwarder;
import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.PacketPort;
import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.Namespace;
import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import io.swaplane.io.netns.Frames;
import io.swaplane.io.netns.Wires;
import io.swaplane.memory.Memory;
import io.swaplane.table.AcceptClass;
import io.swaplane.table.DropReason;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.Geometry;
import io.swaplane.table.InterfaceEntry;
import io.swaplane.table.PuntReason;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The host's kernel behind a TAP device, in a namespace of its own: 10.9.0.1 is the host, 10.9.0.2 someone behind the router. */
@Timeout(60)
class TapTest {
    private static final int CHUNKS = 64;
    private static final int PORT = 4711;
    private static final int PEER_MAC = 7;

    private final FrameStore store = new FrameStore(CHUNKS, 2048);
    private final ForwardingTables tables = new ForwardingTables(new Geometry(1, 1, 4, 4));
    private Namespace host;
    private TapDevice device;

    @BeforeEach
    void create() throws Exception {
        Required.root();
        host = Wires.quiet("host");
        device = host.in(() -> TapDevice.create("punt0", 1500));
        host.ip("address", "add", "10.9.0.1/24", "dev", "punt0");
        host.ip("neighbour", "add", "10.9.0.2", "lladdr", Frames.mac(PEER_MAC), "dev", "punt0");
        tables.epochs().online(0);
        tables.publishInterface(1, new InterfaceEntry(Frames.hex(Frames.mac(2)), true, false, 0, new int[] {AcceptClass.ROUTER},
            List.of()));
        tables.ports().bindUntagged(0, 1);
        tables.ports().bindVlan(0, 100, 1);
        tables.publishLabel(0, 500, ForwardingWord.receive());
        tables.publishLabel(0, 1, ForwardingWord.punt(PuntReason.ROUTER_ALERT));
    }

    @AfterEach
    void close() throws Exception {
        if (device != null) {
            device.close();
        }
        if (host != null) {
            host.close();
        }
        tables.close();
        store.close();
    }

    @Test
    void shouldLeaveNothingBehindWhenTheKernelGivesTheDeviceAnotherName() throws Exception {
        assertThatThrownBy(() -> host.in(() -> TapDevice.create("other%d", 1500))).isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("other%d");
        assertThat(host.ip("link", "show")).contains("punt0").doesNotContain("other");
    }

    @Test
    void shouldDeliverAPacketToTheHostAndSendItsAnswer() throws Exception {
        final TapPort port = new TapPort(device, store);
        final TapPuntSink sink = new TapPuntSink(device, store);
        final Forwarder forwarder = new Forwarder(tables, 0, store, new PacketPort[1], sink);
        try (DatagramSocket socket = host.in(() -> new DatagramSocket(new InetSocketAddress("10.9.0.1", PORT)))) {
            socket.setSoTimeout(10_000);
            for (final String tags : List.of("", "8100 0064")) {
                forwarder.forward(0, new long[] {frame(labelled(tags, "question"))}, 1);
                final DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                socket.receive(packet);
                assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII)).isEqualTo("question");
                assertThat(packet.getAddress()).isEqualTo(InetAddress.getByName("10.9.0.2"));
                socket.send(new DatagramPacket("answer".getBytes(StandardCharsets.US_ASCII), 6, packet.getSocketAddress()));
                final byte[] answer = receive(port);
                assertThat(Arrays.copyOf(answer, 6)).isEqualTo(Frames.hex(Frames.mac(PEER_MAC)));
                assertThat(Arrays.copyOfRange(answer, 6, 12)).isEqualTo(device.mac().bytes());
                assertThat(new String(answer, 42, 6, StandardCharsets.US_ASCII)).isEqualTo("answer");
            }
        }
        assertThat(sink.delivered()).isEqualTo(2);
        assertThat(tables.punts(0, PuntReason.RECEIVE)).isEqualTo(2);
        assertThat(store.available()).isEqualTo(CHUNKS);
    }

    @Test
    void shouldDeliverAJumboPacketThoughTheDevicesMtuIsSmaller() throws Exception {
        final String text = "jumbo".repeat(1790);
        try (FrameStore large = new FrameStore(2, 16384);
             DatagramSocket socket = host.in(() -> new DatagramSocket(new InetSocketAddress("10.9.0.1", PORT)))) {
            socket.setSoTimeout(10_000);
            final byte[] popped = Frames.hex(Frames.mac(2) + Frames.mac(1) + "0800");
            final byte[] ip = ipPacket(text);
            final long at = large.allocate();
            Memory.copyIn(popped, 0, at, popped.length);
            Memory.copyIn(ip, 0, at + popped.length, ip.length);
            final long frame = FrameRef.of(at, popped.length + ip.length);
            assertThat(new TapPuntSink(device, large).punt(frame, 0, PuntReason.RECEIVE, 0)).isTrue();
            final DatagramPacket packet = new DatagramPacket(new byte[10_000], 10_000);
            socket.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII)).isEqualTo(text);
            assertThat(large.available()).isEqualTo(2);
        }
    }

    @Test
    void shouldFreeAndCountWhatIsStillLabelled() {
        final TapPuntSink sink = new TapPuntSink(device, store);
        final Forwarder forwarder = new Forwarder(tables, 0, store, new PacketPort[1], sink);
        final byte[] alert = labelled("8100 0064", "x");
        ByteBuffer.wrap(alert).putInt(18, 1 << 12 | 1 << 8 | 64);
        forwarder.forward(0, new long[] {frame(alert)}, 1);
        assertThat(tables.punts(0, PuntReason.ROUTER_ALERT)).isEqualTo(1);
        assertThat(sink.notForHost()).isEqualTo(1);
        assertThat(sink.delivered()).isZero();
        assertThat(store.available()).isEqualTo(CHUNKS);
    }

    @Test
    void shouldRefuseWhileTheDeviceIsDown() throws Exception {
        final TapPuntSink sink = new TapPuntSink(device, store);
        final Forwarder forwarder = new Forwarder(tables, 0, store, new PacketPort[1], sink);
        host.ip("link", "set", "punt0", "down");
        forwarder.forward(0, new long[] {frame(labelled("", "x"))}, 1);
        assertThat(sink.refused()).isEqualTo(1);
        assertThat(tables.drops(0, DropReason.PUNT_FULL)).isEqualTo(1);
        final long[] burst = {frame(labelled("", "x"))};
        assertThat(new TapPort(device, store).transmit(burst, 1)).isZero();
        store.free(FrameRef.address(burst[0]));
        assertThat(store.available()).isEqualTo(CHUNKS);
    }

    @Test
    void shouldHandWholeFramesToTheKernelByThePort() throws Exception {
        final TapPort port = new TapPort(device, store);
        try (DatagramSocket socket = host.in(() -> new DatagramSocket(new InetSocketAddress("10.9.0.1", PORT)))) {
            socket.setSoTimeout(10_000);
            final byte[] ip = ipPacket("direct");
            final ByteBuffer bytes = ByteBuffer.allocate(14 + ip.length);
            bytes.put(device.mac().bytes()).put(Frames.hex(Frames.mac(PEER_MAC))).putShort((short) 0x0800).put(ip);
            assertThat(port.transmit(new long[] {frame(bytes.array())}, 1)).isEqualTo(1);
            final DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            socket.receive(packet);
            assertThat(packet.getLength()).isEqualTo("direct".length());
        }
        assertThat(store.available()).isEqualTo(CHUNKS);
    }

    @Test
    void shouldCountFramesThatGotTooLongWhenTheMtuWasRaised() throws Exception {
        final TapPort port = new TapPort(device, store);
        host.ip("link", "set", "punt0", "mtu", "4000");
        try (DatagramSocket socket = host.in(() -> new DatagramSocket(new InetSocketAddress("10.9.0.1", PORT)))) {
            socket.send(new DatagramPacket(new byte[3000], 3000, InetAddress.getByName("10.9.0.2"), 9999));
            socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName("10.9.0.2"), 9999));
            assertThat(receive(port)).hasSize(43);
        }
        assertThat(port.receiveDrops()).isEqualTo(1);
        assertThat(store.available()).isEqualTo(CHUNKS);
    }

    @Test
    void shouldGoWithItsDescriptor() throws Exception {
        assertThat(host.ip("link")).contains("punt0");
        device.close();
        assertThat(host.ip("link")).doesNotContain("punt0");
    }

    @Test
    void shouldSayWhyADeviceCannotBeCreated() throws Exception {
        assertThatThrownBy(() -> host.in(() -> TapDevice.create("punt0", 1500)))
            .isInstanceOf(KernelException.class).hasMessageContaining("punt0")
            .satisfies(e -> assertThat(((KernelException) e).errno()).isEqualTo(Errno.EBUSY));
        assertThatThrownBy(() -> TapDevice.create("a-name-of-sixteen", 1500)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> host.in(() -> TapDevice.create("punt1", 100_000)))
            .isInstanceOf(KernelException.class).hasMessageContaining("mtu greater than device maximum");
        assertThat(host.ip("link")).as("nothing is left of it").doesNotContain("punt1");
    }

    @Test
    void shouldRefuseADeviceWhoseFramesDoNotFit() throws Exception {
        final TapDevice wide = host.in(() -> TapDevice.create("punt2", 1800));
        try (wide) {
            assertThatThrownBy(() -> new TapPort(wide, store)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1822");
        }
    }

    /** A UDP datagram from 10.9.0.2 to the host behind label 500. */
    private static byte[] labelled(final String tags, final String text) {
        final byte[] l2 = Frames.hex(Frames.mac(2) + Frames.mac(1) + tags + "8847");
        final byte[] ip = ipPacket(text);
        return ByteBuffer.allocate(l2.length + 4 + ip.length).put(l2).putInt(500 << 12 | 1 << 8 | 64).put(ip).array();
    }

    private static byte[] ipPacket(final String text) {
        final byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        final ByteBuffer ip = ByteBuffer.allocate(28 + payload.length);
        ip.put((byte) 0x45).put((byte) 0).putShort((short) ip.capacity()).putInt(0).put((byte) 64).put((byte) 17).putShort((short) 0);
        ip.put(new byte[] {10, 9, 0, 2, 10, 9, 0, 1});
        ip.putShort((short) 9999).putShort((short) PORT).putShort((short) (8 + payload.length)).putShort((short) 0).put(payload);
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += ip.getShort(i) & 0xFFFF;
        }
        ip.putShort(10, (short) ~(sum + (sum >>> 16)));
        return ip.array();
    }

    private long frame(final byte[] bytes) {
        final long at = store.allocate();
        Memory.copyIn(bytes, 0, at, bytes.length);
        return FrameRef.of(at, bytes.length);
    }

    /** The next IPv4 frame that the kernel sends. */
    private byte[] receive(final TapPort port) {
        final long[] burst = new long[1];
        final byte[][] found = new byte[1][];
        Await.until("the host sends a packet", () -> {
            if (port.receive(burst, 1) == 1) {
                final byte[] bytes = new byte[FrameRef.length(burst[0])];
                Memory.copyOut(FrameRef.address(burst[0]), bytes, 0, bytes.length);
                store.free(FrameRef.address(burst[0]));
                found[0] = bytes[12] == 8 && bytes[13] == 0 ? bytes : null;
            }
            return found[0] != null;
        });
        return found[0];
    }
}
