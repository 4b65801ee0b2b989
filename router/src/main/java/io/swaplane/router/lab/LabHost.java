package io.swaplane.router.lab;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.PuntSink;
import io.swaplane.memory.Memory;
import io.swaplane.table.PuntReason;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A router's host: answers echo requests for whatever is the router's own, sends them, and hears replies. Destinations for which a worker
 * wants neighbours are kept for the router. The router's thread only.
 */
final class LabHost implements PuntSink {
    private static final int IPV4_DESTINATION = 16;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_DESTINATION = 24;
    private static final int IPV6_BYTES = 16;

    private final FrameStore store;
    private final Map<Integer, HostPort> ports = new HashMap<>();
    private final Map<Integer, Runnable> waiting = new HashMap<>();
    private final List<Wanted> wanted = new ArrayList<>();

    /** A neighbour whom a packet is for. */
    record Wanted(int interfaceNumber, InetAddress address) { }

    LabHost(final FrameStore store) {
        this.store = store;
    }

    /** The way by which it sends in a table. */
    void port(final int table, final HostPort port) {
        ports.put(table, port);
    }

    /**
     * Sends an echo request.
     *
     * @param answered run once when the reply comes.
     */
    void send(final int table, final Echo request, final Runnable answered) {
        waiting.put(key(request), answered);
        ports.get(table).send(request.packet());
    }

    /** Nobody waits for the reply any more. */
    void giveUp(final Echo request) {
        waiting.remove(key(request));
    }

    private static int key(final Echo echo) {
        return echo.identifier() << 16 | echo.sequence();
    }

    @Override
    public boolean punt(final long frame, final int ingressPort, final PuntReason reason, final int about) {
        final byte[] octets = new byte[FrameRef.length(frame)];
        Memory.copyOut(FrameRef.address(frame), octets, 0, octets.length);
        store.free(FrameRef.address(frame));
        final WireFrame parsed = WireFrame.parse(octets);
        if (parsed != null && reason == PuntReason.GLEAN) {
            glean(about, octets, parsed.payload());
        } else if (parsed != null && parsed.stack().isEmpty() && (reason == PuntReason.RECEIVE || reason == PuntReason.IP_LOOKUP)) {
            receive(about, Echo.parse(octets, parsed.payload()));
        }
        return true;
    }

    private void receive(final int table, final Echo echo) {
        if (echo == null) {
            return;
        }
        if (!echo.reply()) {
            if (ports.containsKey(table)) {
                ports.get(table).send(echo.answer().packet());
            }
            return;
        }
        final Runnable answered = waiting.remove(key(echo));
        if (answered != null) {
            answered.run();
        }
    }

    private void glean(final int interfaceNumber, final byte[] frame, final int payload) {
        final boolean version6 = (frame[payload] & 0xF0) == 0x60;
        final int from = payload + (version6 ? IPV6_DESTINATION : IPV4_DESTINATION);
        final int to = from + (version6 ? IPV6_BYTES : IPV4_BYTES);
        if (to > frame.length) {
            return;
        }
        try {
            wanted.add(new Wanted(interfaceNumber, InetAddress.getByAddress(Arrays.copyOfRange(frame, from, to))));
        } catch (final UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 octets", e);
        }
    }

    /** Neighbours that packets were for since the last call. */
    List<Wanted> takeWanted() {
        if (wanted.isEmpty()) {
            return List.of();
        }
        final List<Wanted> taken = List.copyOf(wanted);
        wanted.clear();
        return taken;
    }
}
