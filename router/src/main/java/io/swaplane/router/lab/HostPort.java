package io.swaplane.router.lab;

import io.swaplane.fastpath.Ethernet;
import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.PacketPort;
import io.swaplane.memory.Memory;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** The port by which a router's host sends packets in one table. Nothing is ever routed to it. The router's thread only. */
final class HostPort implements PacketPort {
    private static final int VERSION_6 = 6;

    private final FrameStore store;
    private final byte[] mac;
    private final Deque<byte[]> waiting = new ArrayDeque<>();

    /**
     * A port.
     *
     * @param mac the address of the router's interface on it.
     */
    HostPort(final FrameStore store, final byte[] mac) {
        this.store = store;
        this.mac = mac.clone();
    }

    /** Sends an IP packet in the next cycle. */
    void send(final byte[] packet) {
        waiting.add(packet);
    }

    @Override
    public int receive(final long[] frames, final int max) {
        int count = 0;
        while (count < max && !waiting.isEmpty()) {
            final long at = store.allocate();
            if (at == 0) {
                break;
            }
            final byte[] frame = frame(waiting.remove());
            Memory.copyIn(frame, 0, at, frame.length);
            frames[count++] = FrameRef.of(at, frame.length);
        }
        return count;
    }

    private byte[] frame(final byte[] packet) {
        final int type = packet[0] >> 4 == VERSION_6 ? Ethernet.IPV6 : Ethernet.IPV4;
        return ByteBuffer.allocate(Ethernet.HEADER_BYTES + packet.length).put(mac).put(mac).putShort((short) type).put(packet).array();
    }

    @Override
    public int transmit(final long[] frames, final int count) {
        return 0;
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
