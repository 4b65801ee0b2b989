package io.swaplane.pcaps.soak;

import io.swaplane.pcaps.PacketBuilder;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends the soak's mix of labelled packets at a steady rate for a time, then prints how many the kernel took and how many it did not.
 *
 * <p>Of 16 packets 9 are swapped, 2 get a tunnel label as well, 2 lose their only label, and one each is the router's own, has an unknown
 * label and arrives with its last TTL.
 */
public final class SoakSender {
    private static final int[] LABELS = {100, 100, 101, 100, 102, 100, 100, 103, 100, 999, 100, 101, 100, 102, 100, 100};
    /** The packet of the mix that arrives with TTL 1. */
    private static final int EXPIRING = 15;
    /** Frames, in octets. The last has room for one more label within an MTU of 1500. */
    private static final int[] LENGTHS = {60, 61, 128, 576, 1280, 1510};
    /** Ethernet header, one label, IPv4 and UDP header. */
    private static final int HEADER_BYTES = 46;
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private SoakSender() {
    }

    /** {@code DEVICE ROUTER-MAC PACKETS-PER-SECOND SECONDS}. */
    public static void main(final String... arguments) throws IOException {
        final int rate = Integer.parseInt(arguments[2]);
        final long total = rate * Long.parseLong(arguments[3]);
        try (Arena arena = Arena.ofConfined(); RawDevice device = RawDevice.open(arguments[0], 0)) {
            final MemorySegment[] frames = frames(arena, arguments[1]);
            long sent = 0;
            long refused = 0;
            final long begin = System.nanoTime();
            while (sent + refused < total) {
                final long due = Math.min(total, (System.nanoTime() - begin) / 1000 * rate / 1_000_000);
                while (sent + refused < due) {
                    if (device.send(frames[(int) ((sent + refused) % frames.length)])) {
                        sent++;
                    } else {
                        refused++;
                    }
                }
                LockSupport.parkNanos(SLICE_NANOS);
            }
            System.out.println("sent " + sent + " refused " + refused);
        }
    }

    private static MemorySegment[] frames(final Arena arena, final String router) {
        final MemorySegment[] frames = new MemorySegment[LABELS.length * LENGTHS.length];
        for (int i = 0; i < frames.length; i++) {
            final int kind = i % LABELS.length;
            frames[i] = arena.allocateFrom(ValueLayout.JAVA_BYTE,
                PacketBuilder.ethernet(router, "02:00:00:00:00:01").mpls(LABELS[kind], 0, kind == EXPIRING ? 1 : 64)
                    .ipv4("10.1.0.1", "10.2.0.2", 64).udp(5000 + i, 5000).payload(LENGTHS[i / LABELS.length] - HEADER_BYTES).build());
        }
        return frames;
    }
}
