package io.swaplane.router.run;

import io.swaplane.fastpath.Ethernet;
import io.swaplane.fastpath.Forwarder;
import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.Lse;
import io.swaplane.fastpath.PacketPort;
import io.swaplane.memory.Memory;
import io.swaplane.table.AcceptClass;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.Geometry;
import io.swaplane.table.InterfaceEntry;
import io.swaplane.table.NextHopEntry;
import io.swaplane.table.PayloadType;
import java.util.List;

/**
 * Forwards made-up packets through tables of its own until the compiler has seen the packet path, so that the first real packet does not
 * meet an interpreter. Takes a fraction of a second.
 */
final class WarmUp {
    private static final int BURST = 256;
    private static final int ROUNDS = 400;
    private static final int FRAME = 64;
    private static final byte[] MAC = {2, 0, 0, 0, 0, 1};
    private static final byte[] L2 = {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 1, (byte) 0x88, 0x47};

    private WarmUp() {
    }

    static void run() {
        try (ForwardingTables tables = new ForwardingTables(new Geometry(1, 1, 1, 2)); FrameStore store = new FrameStore(BURST, 2048)) {
            program(tables);
            tables.epochs().online(0);
            final Forwarder forwarder = new Forwarder(tables, 0, store, new PacketPort[] {new Nowhere(store)}, (frame, port, reason, about) -> {
                store.free(FrameRef.address(frame));
                return true;
            });
            final long[] burst = new long[BURST];
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < BURST; i++) {
                    burst[i] = frame(store, 16 + (i & 7) / 5 * ((i & 3) + 1));
                }
                forwarder.forward(0, burst, BURST);
            }
            tables.epochs().offline(0);
        }
    }

    private static void program(final ForwardingTables tables) {
        tables.publishInterface(1, new InterfaceEntry(MAC, true, false, 0, new int[] {AcceptClass.ROUTER}, List.of()));
        tables.ports().bindUntagged(0, 1);
        tables.ports().setState(0, true);
        tables.nextHops().publish(1, new NextHopEntry(0, 1500, L2, new int[0], 1, 255, 0));
        tables.nextHops().publish(2, new NextHopEntry(0, 1500, L2, new int[] {100}, 2, 255, 0));
        tables.publishLabel(0, 16, ForwardingWord.swap(17, 1));
        tables.publishLabel(0, 17, ForwardingWord.swap(17, 2));
        tables.publishLabel(0, 18, ForwardingWord.php(PayloadType.IP, 1));
        tables.publishLabel(0, 19, ForwardingWord.pop(PayloadType.IP, 1));
        tables.publishLabel(0, 20, ForwardingWord.receive());
    }

    private static long frame(final FrameStore store, final int label) {
        final long at = store.allocate();
        Memory.copyIn(L2, 0, at, L2.length);
        Memory.putIntBigEndian(at + Ethernet.HEADER_BYTES, Lse.of(label, 0, true, 64));
        Memory.putLong(at + Ethernet.HEADER_BYTES + Lse.BYTES, 0x45);
        Memory.putLong(at + Ethernet.HEADER_BYTES + Lse.BYTES + 8, 0x40);
        return FrameRef.of(at, FRAME);
    }

    /** Takes every frame and frees it. */
    private record Nowhere(FrameStore store) implements PacketPort {
        @Override
        public int receive(final long[] frames, final int max) {
            return 0;
        }

        @Override
        public int transmit(final long[] frames, final int count) {
            for (int i = 0; i < count; i++) {
                store.free(FrameRef.address(frames[i]));
            }
            return count;
        }

        @Override
        public void flush() {
            // Nothing waits.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
