package io.swaplane.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.memory.Memory;
import io.swaplane.table.AcceptClass;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.Geometry;
import io.swaplane.table.InterfaceEntry;
import io.swaplane.table.NextHopEntry;
import io.swaplane.table.PayloadType;
import io.swaplane.table.fib.AddressFamily;
import io.swaplane.table.fib.Fib;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PacketTraceTest {
    private static final byte[] OURS = {2, 0, 0, 0, 0, 1};
    private static final byte[] L2_OUT = {2, 0, 0, 0, 0, 9, 2, 0, 0, 0, 0, 2, (byte) 0x88, 0x47};
    private static final int FRAMES = 600;

    private final ForwardingTables tables = new ForwardingTables(new Geometry(1, 1, 2, 2));
    private final FrameStore store = new FrameStore(FRAMES, 2048);
    private final Port port = new Port();
    private final PacketPort[] ports = {port, port};
    private final Worker worker = new Worker(0, ports, new Forwarder(tables, 0, store, ports, (frame, ingress, reason, about) -> false),
        tables.epochs());
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void program() {
        worker.onStart();
        tables.publishInterface(1, new InterfaceEntry(OURS, true, false, 0, new int[] {AcceptClass.ROUTER}, List.of()));
        tables.ports().bindUntagged(0, 1);
        tables.ports().setState(1, true);
        tables.nextHops().publish(5, new NextHopEntry(1, 1500, L2_OUT, new int[0], 5, 255, 0));
        tables.publishLabel(0, 100, ForwardingWord.swap(200, 5));
        tables.publishLabel(0, 101, ForwardingWord.swap(201, 5));
        tables.publishLabel(0, 102, ForwardingWord.receive());
    }

    @AfterEach
    void close() {
        worker.onClose();
        store.close();
        tables.close();
    }

    private void receive(final int... labels) {
        for (final int label : labels) {
            port.waiting.add(frame(label));
        }
        worker.doWork();
    }

    private long frame(final int label) {
        final long at = store.allocate();
        Memory.zero(at, 400);
        Memory.copyIn(OURS, 0, at, 6);
        Memory.putShortBigEndian(at + 12, Ethernet.MPLS);
        Memory.putIntBigEndian(at + 14, Lse.of(label, 0, true, 64));
        Memory.putByte(at + 18, (byte) 0x45);
        return FrameRef.of(at, 400);
    }

    private int read(final PacketTrace trace) {
        int packets = 0;
        final TextTracer text = new TextTracer(number -> "p" + number, lines::add);
        while (trace.read(text)) {
            packets++;
        }
        return packets;
    }

    @Test
    void shouldTellWhatHappenedToPacketsWithTheLabelInTheWordsOfAReplay() {
        try (PacketTrace trace = new PacketTrace(TracedPackets.withLabel(100), 10)) {
            worker.trace(trace);
            receive(101, 100, 101);
            assertThat(read(trace)).isEqualTo(1);
        }
        assertThat(lines).containsExactly(
            "#1 p0 in   400 bytes 00:00:00:00:00:00 > 02:00:00:00:00:01 mpls [100 tc 0 ttl 64 S] ipv4 ttl 0",
            "  100: swap to 200, next hop 5",
            "  out p1  400 bytes 02:00:00:00:00:02 > 02:00:00:00:00:09 mpls [200 tc 0 ttl 63 S] ipv4 ttl 0");
        assertThat(port.sent).as("in their order").containsExactly(201, 200, 201);
    }

    @Test
    void shouldTellOfTheTableAndTheRouteBehindALabel() {
        tables.fibs().create(7);
        tables.fibs().fib(7, AddressFamily.IPV4).put(Fib.key(0x0A010000), 0, 16, ForwardingWord.push(300, 5));
        tables.publishLabel(0, 103, ForwardingWord.vrf(PayloadType.IP, 7));
        try (PacketTrace trace = new PacketTrace(TracedPackets.withLabel(103), 10)) {
            worker.trace(trace);
            final long frame = frame(103);
            final byte[] packet = TestPacket.ipv4().to("10.1.2.3").packet();
            Memory.copyIn(packet, 0, FrameRef.address(frame) + 18, packet.length);
            port.waiting.add(frame);
            worker.doWork();
            assertThat(read(trace)).isEqualTo(1);
        }
        assertThat(lines).element(1).isEqualTo("  103: pop, route in VRF 7");
        assertThat(lines).element(2).isEqualTo("  table 7 10.1.2.3: push 300, next hop 5");
        assertThat(lines).element(3).asString().startsWith("  out p1  78 bytes").endsWith("mpls [300 tc 0 ttl 63 S] ipv4 ttl 63");
    }

    @Test
    void shouldTellOfIpPacketsByTheirTableAndDestination() {
        for (final int table : new int[] {7, 8}) {
            tables.fibs().create(table);
            tables.fibs().fib(table, AddressFamily.IPV4).put(Fib.key(0x0A010000), 0, 16, ForwardingWord.push(300, 5));
        }
        tables.publishInterface(1, new InterfaceEntry(OURS, true, false, 0, new int[] {AcceptClass.ROUTER}, List.of(), 7));
        try (PacketTrace trace = new PacketTrace(TracedPackets.to(7, new byte[] {10, 1, 2, 3}), 10);
             PacketTrace six = new PacketTrace(TracedPackets.to(7, IpRig.address("2001:db8:2::1")), 10);
             PacketTrace otherTable = new PacketTrace(TracedPackets.to(8, new byte[] {10, 1, 2, 3}), 10)) {
            worker.trace(trace);
            receiveIp(TestPacket.ipv4().to("10.1.2.4"), TestPacket.ipv4().to("10.1.2.3"), TestPacket.ipv4().to("10.1.2.3").vlan(0),
                TestPacket.ipv4().to("10.1.2.3").vlan(9), TestPacket.ipv6());
            assertThat(read(trace)).isEqualTo(2);
            worker.trace(otherTable);
            receiveIp(TestPacket.ipv4().to("10.1.2.3"));
            assertThat(read(otherTable)).isZero();
            worker.trace(six);
            receiveIp(TestPacket.ipv6().to("2001:db8:2::1"), TestPacket.ipv6().to("2001:db8:2::2"));
            assertThat(read(six)).isEqualTo(1);
        }
        assertThat(lines).element(1).isEqualTo("  table 7 10.1.2.3: push 300, next hop 5");
        assertThat(lines).contains("  table 7 2001:db8:2::1: no route");
    }

    private void receiveIp(final TestPacket... packets) {
        for (final TestPacket packet : packets) {
            final byte[] bytes = packet.frame();
            final long at = store.allocate();
            Memory.copyIn(bytes, 0, at, bytes.length);
            port.waiting.add(FrameRef.of(at, bytes.length));
        }
        worker.doWork();
    }

    @Test
    void shouldTellOfDropsAndPunts() {
        try (PacketTrace unknown = new PacketTrace(TracedPackets.withLabel(999), 10);
             PacketTrace received = new PacketTrace(TracedPackets.withLabel(102), 10)) {
            worker.trace(unknown);
            receive(999);
            worker.trace(received);
            receive(102);
            read(unknown);
            read(received);
        }
        assertThat(lines).hasSize(7).element(2).asString().startsWith("  drop unknown-label (");
        assertThat(lines.subList(4, 7)).element(1).asString().startsWith("  punt receive (");
        assertThat(lines.getLast()).startsWith("  drop punt-full (");
    }

    @Test
    void shouldTellOfNoMoreThanAskedFor() {
        try (PacketTrace trace = new PacketTrace(TracedPackets.withLabel(100), 2)) {
            worker.trace(trace);
            receive(100, 100, 100, 100);
            assertThat(read(trace)).isEqualTo(2);
            assertThat(trace.lost()).isZero();
            assertThat(port.sent).hasSize(4);
        }
    }

    @Test
    void shouldLoseAndCountWholePacketsWhenNobodyReads() {
        try (PacketTrace trace = new PacketTrace(TracedPackets.withLabel(100), 10, 8)) {
            worker.trace(trace);
            receive(100, 100, 100, 100);
            assertThat(trace.lost()).isEqualTo(2);
            assertThat(read(trace)).isEqualTo(2);
            receive(100, 100);
            assertThat(read(trace)).isEqualTo(2);
            assertThat(lines).hasSize(12);
            assertThat(port.sent).as("forwarding goes on").hasSize(6);
        }
    }

    @Test
    void shouldForwardAsEverOnceItIsOff() {
        try (PacketTrace trace = new PacketTrace(TracedPackets.withLabel(100), 10)) {
            worker.trace(trace);
            receive(100);
            worker.trace(null);
            receive(100, 100);
            assertThat(read(trace)).isEqualTo(1);
            assertThat(port.sent).hasSize(3);
        }
    }

    /** Hands out what waits to whoever asks first, and remembers the labels of what it is to send. */
    private final class Port implements PacketPort {
        private final List<Long> waiting = new ArrayList<>();
        private final List<Integer> sent = new ArrayList<>();

        @Override
        public int receive(final long[] frames, final int max) {
            final int count = waiting.size();
            for (int i = 0; i < count; i++) {
                frames[i] = waiting.get(i);
            }
            waiting.clear();
            return count;
        }

        @Override
        public int transmit(final long[] frames, final int count) {
            for (int i = 0; i < count; i++) {
                sent.add(Lse.label(Memory.getIntBigEndian(FrameRef.address(frames[i]) + 14)));
                store.free(FrameRef.address(frames[i]));
            }
            return count;
        }

        @Override
        public void flush() {
            assertThat(waiting).isEmpty();
        }

        @Override
        public void close() {
            waiting.clear();
        }
    }
}
