package io.swaplane.io.tap;

import io.swaplane.fastpath.Ethernet;
import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.PuntSink;
import io.swaplane.io.kernel.LibC;
import io.swaplane.memory.Memory;
import io.swaplane.table.PuntReason;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands packets for the host to its kernel through a TAP device: IPv4 and IPv6, as they are after the last pop.
 *
 * <p>VLAN tags are taken off and the destination MAC becomes the device's own, as the kernel would otherwise take the packet for
 * another host's; the source MAC stays. Frames that are still labelled (expired TTL, router alert, OAM) mean nothing to the kernel: they
 * are freed and counted. Called by the owning worker only; the counters may be read by any thread. Several workers may each have a sink
 * on one device.
 */
public final class TapPuntSink implements PuntSink {
    private final TapDevice device;
    private final FrameStore frames;
    private final byte[] mac;
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong notForHost = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /**
     * A sink on a device, which it does not close.
     *
     * @param device the device.
     * @param frames the owning worker's frame memory.
     */
    public TapPuntSink(final TapDevice device, final FrameStore frames) {
        this.device = device;
        this.frames = frames;
        this.mac = device.mac().bytes();
    }

    /** False when the kernel does not take the packet now, such as while the device is down. */
    @Override
    public boolean punt(final long frame, final int ingressPort, final PuntReason reason, final int about) {
        final long at = FrameRef.address(frame);
        final int header = headerLength(at, FrameRef.length(frame));
        final int type = Memory.getUnsignedShortBigEndian(at + header - 2);
        if (type != Ethernet.IPV4 && type != Ethernet.IPV6) {
            notForHost.incrementAndGet();
            frames.free(at);
            return true;
        }
        final long start = at + header - Ethernet.HEADER_BYTES;
        Memory.copy(at + Ethernet.SOURCE, start + Ethernet.SOURCE, mac.length);
        Memory.copyIn(mac, 0, start, mac.length);
        final long length = FrameRef.length(frame) - (start - at);
        if (LibC.write(device.fd(), start, length) != length) {
            refused.incrementAndGet();
            return false;
        }
        delivered.incrementAndGet();
        frames.free(at);
        return true;
    }

    /** Length of the L2 header with its tags, of which the forwarder lets at most two through. */
    private static int headerLength(final long at, final int length) {
        int header = Ethernet.HEADER_BYTES;
        while (header + Ethernet.TAG_BYTES <= length && Ethernet.isTag(Memory.getUnsignedShortBigEndian(at + header - 2))) {
            header += Ethernet.TAG_BYTES;
        }
        return header;
    }

    /** Packets that the kernel took. */
    public long delivered() {
        return delivered.get();
    }

    /** Frames that were freed because they are not IP: those still labelled. */
    public long notForHost() {
        return notForHost.get();
    }

    /** Packets that the kernel did not take; they stayed the forwarder's. */
    public long refused() {
        return refused.get();
    }
}
