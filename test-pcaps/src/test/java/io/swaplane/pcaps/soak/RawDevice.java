package io.swaplane.pcaps.soak;

import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelAbi.Packet;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import io.swaplane.io.kernel.NetDevice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A raw socket on one interface of this process's network namespace, which sends whole Ethernet frames and counts those that arrive.
 * Arriving frames are never read: the kernel's own counter says how many there were, and when they fill the socket it counts on.
 */
final class RawDevice implements AutoCloseable {
    private final int fd;

    private RawDevice(final int fd) {
        this.fd = fd;
    }

    /** Opens it for one ethertype of arriving frames; 0 for none. */
    static RawDevice open(final String name, final int ethertype) throws KernelException {
        final int index = new NetDevice(name).index();
        final int fd = KernelException.check(
            LibC.socket(KernelAbi.AF_PACKET, KernelAbi.SOCK_RAW | KernelAbi.SOCK_CLOEXEC, 0), "socket(AF_PACKET)", name);
        try (Arena arena = Arena.ofConfined()) {
            KernelException.check(LibC.setsockopt(fd, KernelAbi.SOL_PACKET, Packet.IGNORE_OUTGOING, 1), "setsockopt", name);
            final MemorySegment address = arena.allocate(Packet.LL_SIZE, Integer.BYTES);
            address.set(ValueLayout.JAVA_SHORT, Packet.LL_FAMILY, (short) KernelAbi.AF_PACKET);
            address.set(ValueLayout.JAVA_SHORT, Packet.LL_PROTOCOL, Short.reverseBytes((short) ethertype));
            address.set(ValueLayout.JAVA_INT, Packet.LL_IFINDEX, index);
            KernelException.check(LibC.bind(fd, address.address(), Packet.LL_SIZE), "bind(AF_PACKET)", name);
            return new RawDevice(fd);
        } catch (final KernelException e) {
            LibC.close(fd);
            throw e;
        }
    }

    /** Sends one frame; false when the kernel did not take it. */
    boolean send(final MemorySegment frame) {
        return LibC.sendto(fd, frame.address(), frame.byteSize(), 0, 0, 0) == frame.byteSize();
    }

    /** Frames that arrived since the last call, or since it was opened. */
    long arrived() throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment counters = arena.allocate(Packet.STATS_SIZE, Integer.BYTES);
            final MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, Packet.STATS_SIZE);
            KernelException.check(LibC.getsockopt(fd, KernelAbi.SOL_PACKET, Packet.STATISTICS, counters.address(), length.address()),
                "getsockopt(PACKET_STATISTICS)", "the soak's sink");
            // Frames for which the socket had no room are among them.
            return counters.get(ValueLayout.JAVA_INT, Packet.STATS_PACKETS) & 0xFFFF_FFFFL;
        }
    }

    @Override
    public void close() {
        LibC.close(fd);
    }
}
