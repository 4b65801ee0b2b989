package io.swaplane.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.memory.Memory;
import io.swaplane.table.AcceptClass;
import io.swaplane.table.Counters;
import io.swaplane.table.DropReason;
import io.swaplane.table.Egress;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.Geometry;
import io.swaplane.table.InterfaceEntry;
import io.swaplane.table.NextHopEntry;
import io.swaplane.table.PayloadType;
import io.swaplane.table.PortCounters;
import io.swaplane.table.PuntReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens at the edges of the forwarder: egress ports that refuse, are down or missing, a full punt sink, and frame ownership. */
class ForwarderTest {
    private static final byte[] OURS = {2, 0, 0, 0, 0, 1};
    private static final byte[] L2_OUT = {2, 0, 0, 0, 0, 9, 2, 0, 0, 0, 0, 2, (byte) 0x88, 0x47};
    private static final int FRAMES = 600;

    private final ForwardingTables tables = new ForwardingTables(new Geometry(1, 1, 4, 4));
    private final FrameStore store = new FrameStore(FRAMES, 2048);
    private final EgressPort egress = new EgressPort();
    private int puntRoom = Integer.MAX_VALUE;
    private final List<PuntReason> punted = new ArrayList<>();
    private final Forwarder forwarder = new Forwarder(tables, 0, store, new PacketPort[] {null, egress}, this::punt);

    @BeforeEach
    void program() {
        tables.epochs().online(0);
        tables.publishInterface(1, new InterfaceEntry(OURS, true, false, 0, new int[] {AcceptClass.ROUTER}, List.of()));
        tables.ports().bindUntagged(0, 1);
        tables.ports().setState(1, true);
        tables.nextHops().publish(5, new NextHopEntry(1, 1500, L2_OUT, new int[0], 5, 255, 0));
        tables.publishLabel(0, 100, ForwardingWord.swap(200, 5));
        tables.publishLabel(0, 101, ForwardingWord.receive());
        tables.nextHops().publish(6, new NextHopEntry(3, 1500, L2_OUT, new int[] {77}, 6, 255, 0));
        tables.publishLabel(0, 102, ForwardingWord.swap(201, 6));
    }

    @AfterEach
    void close() {
        store.close();
        tables.close();
    }

    @Test
    void shouldCountADiscardForLabelNextHopAndPortWhenTheEgressIsFull() {
        egress.room = 10;
        forwarder.forward(0, frames(25, 100), 25);
        assertThat(egress.sent).isEqualTo(10);
        assertThat(tables.drops(0, DropReason.TX_FULL)).isEqualTo(15);
        assertThat(tables.labelCounters(0, 100)).isEqualTo(new Counters(25, 25 * 50, 0, 15));
        assertThat(tables.nextHopCounters(5)).isEqualTo(new Counters(25, 25 * 50, 0, 15));
        assertThat(tables.portCounters(1)).isEqualTo(new PortCounters(0, 0, 10, 640, 15));
        assertThat(store.available()).isEqualTo(FRAMES - 10);
    }

    @Test
    void shouldCountTheDiscardsOfEverySubBatchThatIsHandedOverTogether() {
        tables.ports().setState(1, false);
        final int count = 2 * Forwarder.SUB_BATCH + 7;
        forwarder.forward(0, frames(count, 100), count);
        assertThat(tables.drops(0, DropReason.PORT_DOWN)).isEqualTo(count);
        assertThat(tables.labelCounters(0, 100).discards()).isEqualTo(count);
        assertThat(tables.nextHopCounters(5).discards()).isEqualTo(count);
        assertThat(store.available()).isEqualTo(FRAMES);
    }

    @Test
    void shouldCountADiscardForTheMemberOfANextHopGroup() {
        final NextHopEntry member = new NextHopEntry(1, 1500, L2_OUT, new int[0], 5, 255, 0);
        tables.nextHops().publish(7, new Egress.Group(List.of(new Egress.Member(1, 1, member), new Egress.Member(2, 1, Egress.NONE),
            new Egress.Member(3, 1, new NextHopEntry(3, 1500, L2_OUT, new int[0], 6, 255, 0))), true));
        tables.publishLabel(0, 103, ForwardingWord.swap(202, 7));
        egress.room = 10;
        forwarder.forward(0, frames(25, 103), 25);
        assertThat(egress.sent).isEqualTo(10);
        assertThat(tables.labelCounters(0, 103)).isEqualTo(new Counters(25, 25 * 50, 0, 15));
        assertThat(tables.nextHopCounters(5)).as("the only member that is up").isEqualTo(new Counters(25, 25 * 50, 0, 15));
        tables.ports().setState(1, false);
        tables.nextHops().publish(7, new Egress.Protection(Egress.NONE, member));
        forwarder.forward(0, frames(2, 103), 2);
        assertThat(tables.drops(0, DropReason.UNRESOLVED)).as("the primary stands when both are down").isEqualTo(2);
    }

    @Test
    void shouldSendNothingByAPortThatIsDown() {
        tables.ports().setState(1, false);
        forwarder.forward(0, frames(200, 100), 200);
        assertThat(egress.sent).isZero();
        assertThat(tables.drops(0, DropReason.PORT_DOWN)).isEqualTo(200);
        assertThat(store.available()).isEqualTo(FRAMES);
        tables.ports().setState(1, true);
        forwarder.forward(0, frames(3, 100), 3);
        assertThat(egress.sent).isEqualTo(3);
    }

    @Test
    void shouldDropAsPortDownWhenTheWorkerHasNoQueueOfThePort() {
        tables.ports().setState(3, true);
        forwarder.forward(0, frames(2, 102), 2);
        assertThat(tables.drops(0, DropReason.PORT_DOWN)).isEqualTo(2);
        assertThat(tables.labelCounters(0, 102).discards()).isEqualTo(2);
        assertThat(tables.nextHopCounters(6)).isEqualTo(new Counters(2, 2 * 54, 0, 2));
        assertThat(store.available()).isEqualTo(FRAMES);
    }

    @Test
    void shouldCountPuntFullWhenTheSinkRefuses() {
        puntRoom = 4;
        forwarder.forward(0, frames(10, 101), 10);
        assertThat(punted).hasSize(4).containsOnly(PuntReason.RECEIVE);
        assertThat(tables.punts(0, PuntReason.RECEIVE)).isEqualTo(4);
        assertThat(tables.drops(0, DropReason.PUNT_FULL)).isEqualTo(6);
        assertThat(tables.labelCounters(0, 101)).isEqualTo(new Counters(4, 4 * 50, 6, 0));
        assertThat(store.available()).isEqualTo(FRAMES);
    }

    @Test
    void shouldForwardBurstsLongerThanASubBatchInOrder() {
        final int count = 2 * Forwarder.SUB_BATCH + 7;
        forwarder.forward(0, frames(count, 100), count);
        assertThat(egress.sent).isEqualTo(count);
        assertThat(egress.payloads).isSorted().hasSize(count);
        assertThat(tables.portCounters(0)).isEqualTo(new PortCounters(count, 64L * count, 0, 0, 0));
    }

    @Test
    void shouldPopAStackAsDeepAsAJumboFrame() {
        tables.publishLabel(0, 50, ForwardingWord.lookup(PayloadType.IP, 0));
        final int depth = 16_000;
        try (FrameStore jumbo = new FrameStore(1, 1 << 17)) {
            final Forwarder deep = new Forwarder(tables, 0, jumbo, new PacketPort[] {null, egress}, (frame, port, reason, about) -> {
                punted.add(reason);
                assertThat(FrameRef.length(frame)).isEqualTo(14 + 20);
                jumbo.free(FrameRef.address(frame));
                return true;
            });
            final long at = jumbo.allocate();
            Memory.copyIn(OURS, 0, at, 6);
            Memory.putShortBigEndian(at + 12, Ethernet.MPLS);
            for (int i = 0; i < depth; i++) {
                Memory.putIntBigEndian(at + 14 + 4L * i, Lse.of(50, 0, i == depth - 1, 64));
            }
            Memory.putByte(at + 14 + 4L * depth, (byte) 0x45);
            deep.forward(0, new long[] {FrameRef.of(at, 14 + 4 * depth + 20)}, 1);
        }
        assertThat(punted).containsExactly(PuntReason.IP_LOOKUP);
        assertThat(tables.labelCounters(0, 50).packets()).isEqualTo(depth);
    }

    @Test
    void shouldGiveEveryFrameBackWhateverBecomesOfIt() {
        final long[] mixed = new long[300];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = frame(new int[] {100, 101, 102, 103}[i % 4], i);
        }
        forwarder.forward(0, mixed, mixed.length);
        assertThat(store.available()).isEqualTo(FRAMES - egress.sent);
        assertThat(egress.sent).isEqualTo(75);
        assertThat(tables.drops(0, DropReason.UNKNOWN_LABEL)).isEqualTo(75);
    }

    @Test
    void shouldDriveEveryPortFromTheWorkersDutyCycle() {
        final EgressPort ingress = new EgressPort();
        final PacketPort[] ports = {ingress, egress};
        final Worker worker = new Worker(0, ports, new Forwarder(tables, 0, store, ports, this::punt), tables.epochs());
        worker.onStart();
        ingress.waiting = frames(5, 100);
        assertThat(worker.doWork()).isEqualTo(5);
        assertThat(egress.sent).isEqualTo(5);
        assertThat(egress.flushes).isEqualTo(1);
        assertThat(worker.doWork()).isZero();
        final boolean[] reclaimed = new boolean[1];
        tables.epochs().retire(() -> reclaimed[0] = true);
        assertThat(tables.epochs().reclaim()).as("the worker has not passed a quiescent point since").isZero();
        worker.doWork();
        tables.epochs().reclaim();
        assertThat(reclaimed[0]).isTrue();
        worker.onClose();
    }

    private boolean punt(final long frame, final int ingressPort, final PuntReason reason, final int about) {
        if (punted.size() == puntRoom) {
            return false;
        }
        punted.add(reason);
        store.free(FrameRef.address(frame));
        return true;
    }

    private long[] frames(final int count, final int label) {
        final long[] frames = new long[count];
        for (int i = 0; i < count; i++) {
            frames[i] = frame(label, i);
        }
        return frames;
    }

    private long frame(final int label, final int mark) {
        final long at = store.allocate();
        Memory.zero(at, 64);
        Memory.copyIn(OURS, 0, at, 6);
        Memory.putShortBigEndian(at + 12, Ethernet.MPLS);
        Memory.putIntBigEndian(at + 14, Lse.of(label, 0, true, 64));
        Memory.putByte(at + 18, (byte) 0x45);
        Memory.putIntBigEndian(at + 60, mark);
        return FrameRef.of(at, 64);
    }

    /** Takes frames while it has room, remembers their last four octets, and frees them. */
    private final class EgressPort implements PacketPort {
        private int room = Integer.MAX_VALUE;
        private int sent;
        private int flushes;
        private long[] waiting = {};
        private final List<Integer> payloads = new ArrayList<>();

        @Override
        public int receive(final long[] frames, final int max) {
            final int count = waiting.length;
            System.arraycopy(waiting, 0, frames, 0, count);
            waiting = new long[0];
            return count;
        }

        @Override
        public int transmit(final long[] frames, final int count) {
            final int accepted = Math.min(count, room - sent);
            for (int i = 0; i < accepted; i++) {
                payloads.add(Memory.getIntBigEndian(FrameRef.address(frames[i]) + FrameRef.length(frames[i]) - 4));
            }
            sent += accepted;
            return accepted;
        }

        @Override
        public void flush() {
            flushes++;
        }

        @Override
        public void close() {
            room = 0;
        }
    }
}
