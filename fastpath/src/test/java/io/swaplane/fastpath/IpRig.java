package io.swaplane.fastpath;

import io.swaplane.memory.Memory;
import io.swaplane.table.AcceptClass;
import io.swaplane.table.DropReason;
import io.swaplane.table.Egress;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import io.swaplane.table.Geometry;
import io.swaplane.table.InterfaceEntry;
import io.swaplane.table.NextHopEntry;
import io.swaplane.table.PuntReason;
import io.swaplane.table.fib.AddressFamily;
import io.swaplane.table.fib.Fib;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A forwarder with ports that remember: port 0 comes in, its untagged interface 1 in VRF {@value #RED} with MPLS; port 1 to 3 go out.
 * Next hop {@code n} leaves by port {@code n} and pushes nothing, 10 pushes 77 below 78 with pipe TTL 200 and pipe TC 5.
 */
final class IpRig implements AutoCloseable {
    static final int RED = 5;
    static final int FRAMES = 600;
    static final byte[] OURS = {2, 0, 0, 0, 0, 1};
    static final byte[] THEIRS = {2, 0, 0, 0, 0, 7};

    final ForwardingTables tables = new ForwardingTables(new Geometry(1, 1, 5, 8));
    final FrameStore store = new FrameStore(FRAMES, 2048);
    final List<Sent> sent = new ArrayList<>();
    final List<Punted> punted = new ArrayList<>();
    final Forwarder forwarder;
    int puntRoom = Integer.MAX_VALUE;
    int sendRoom = Integer.MAX_VALUE;

    record Sent(int port, byte[] frame) { }

    record Punted(PuntReason reason, int about, byte[] frame) { }

    IpRig() {
        forwarder = new Forwarder(tables, 0, store, new PacketPort[] {new Port(0), new Port(1), new Port(2), new Port(3)}, this::punt);
        tables.epochs().online(0);
        tables.fibs().create(RED);
        ip(RED);
        tables.ports().bindUntagged(0, 1);
        for (int port = 1; port <= 3; port++) {
            tables.ports().setState(port, true);
            tables.nextHops().publish(port, hop(port));
        }
        tables.nextHops().publish(10, new NextHopEntry(1, 1500, l2(1), new int[] {78, 77}, 10, 200, 5));
    }

    /** Lets interface 1 take IP by a table, {@link InterfaceEntry#NO_IP} for none. */
    void ip(final int vrf) {
        tables.publishInterface(1,
            new InterfaceEntry(OURS, true, false, 0, new int[] {AcceptClass.ROUTER}, List.of(), vrf));
    }

    static NextHopEntry hop(final int port, final int... pushes) {
        return new NextHopEntry(port, 1500, l2(port), pushes, port, 255, 0);
    }

    static byte[] l2(final int port) {
        return new byte[] {2, 0, 0, 0, 1, (byte) port, 2, 0, 0, 0, 2, (byte) port, (byte) 0x88, 0x47};
    }

    void route(final int table, final String prefix, final long word) {
        final String[] parts = prefix.split("/");
        final byte[] address = address(parts[0]);
        final ByteBuffer bits = ByteBuffer.wrap(address);
        final boolean four = address.length == 4;
        final Fib fib = tables.fibs().fib(table, four ? AddressFamily.IPV4 : AddressFamily.IPV6);
        fib.put(four ? Fib.key(bits.getInt()) : bits.getLong(), four ? 0 : bits.getLong(), Integer.parseInt(parts[1]), word);
    }

    void label(final int label, final long word) {
        tables.publishLabel(0, label, word);
    }

    void egress(final int id, final Egress egress) {
        tables.nextHops().publish(id, egress);
    }

    static byte[] address(final String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (final UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Brings frames in by port 0, in one burst. */
    void receive(final byte[]... arriving) {
        final long[] burst = new long[arriving.length];
        for (int i = 0; i < burst.length; i++) {
            burst[i] = FrameRef.of(store.allocate(), arriving[i].length);
            Memory.copyIn(arriving[i], 0, FrameRef.address(burst[i]), arriving[i].length);
        }
        forwarder.forward(0, burst, burst.length);
    }

    long drops(final DropReason reason) {
        return tables.drops(0, reason);
    }

    /** The one frame that was sent. */
    byte[] onlySent() {
        if (sent.size() != 1 || !punted.isEmpty()) {
            throw new AssertionError(sent.size() + " frames sent and " + punted.size() + " punted");
        }
        return sent.getFirst().frame();
    }

    Punted onlyPunted() {
        if (punted.size() != 1 || !sent.isEmpty()) {
            throw new AssertionError(sent.size() + " frames sent and " + punted.size() + " punted");
        }
        return punted.getFirst();
    }

    private boolean punt(final long frame, final int ingressPort, final PuntReason reason, final int about) {
        if (punted.size() == puntRoom) {
            return false;
        }
        punted.add(new Punted(reason, about, bytes(frame)));
        store.free(FrameRef.address(frame));
        return true;
    }

    private static byte[] bytes(final long frame) {
        final byte[] bytes = new byte[FrameRef.length(frame)];
        Memory.copyOut(FrameRef.address(frame), bytes, 0, bytes.length);
        return bytes;
    }

    /** A route's word in uniform model: push a label, none when it is 3, by a next hop. */
    static long push(final int label, final int nextHop) {
        return ForwardingWord.push(label, nextHop);
    }

    @Override
    public void close() {
        tables.epochs().offline(0);
        store.close();
        tables.close();
    }

    /** Takes what it has room for and remembers it. */
    private final class Port implements PacketPort {
        private final int number;

        Port(final int number) {
            this.number = number;
        }

        @Override
        public int receive(final long[] frames, final int max) {
            return 0;
        }

        @Override
        public int transmit(final long[] frames, final int count) {
            final int accepted = Math.min(count, sendRoom - sent.size());
            for (int i = 0; i < accepted; i++) {
                sent.add(new Sent(number, bytes(frames[i])));
                store.free(FrameRef.address(frames[i]));
            }
            return accepted;
        }

        @Override
        public void flush() {
            throw new AssertionError("the forwarder does not flush");
        }

        @Override
        public void close() {
            throw new AssertionError("the forwarder does not close");
        }
    }
}
