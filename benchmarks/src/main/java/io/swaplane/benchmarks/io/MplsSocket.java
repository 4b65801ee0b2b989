package io.swaplane.benchmarks.io;

import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import io.swaplane.io.kernel.NetDevice;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Sends MPLS frames by an interface, and notices those that arrive at it, without ever waiting. One thread. */
final class MplsSocket implements AutoCloseable {
    private static final short ETH_P_MPLS_UC = (short) 0x8847;
    private static final int ROOM = 2048;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(ROOM, Long.BYTES);
    private final int fd;

    MplsSocket(final InNamespace namespace, final String device) throws IOException {
        fd = namespace.call(() -> open(device));
    }

    private int open(final String device) throws KernelException {
        final int type = KernelAbi.SOCK_RAW | KernelAbi.SOCK_CLOEXEC | KernelAbi.SOCK_NONBLOCK;
        final int socket = KernelException.check(LibC.socket(KernelAbi.AF_PACKET, type, 0), "socket(AF_PACKET)", device);
        final MemorySegment address = arena.allocate(KernelAbi.Packet.LL_SIZE, Integer.BYTES);
        address.set(ValueLayout.JAVA_SHORT, KernelAbi.Packet.LL_FAMILY, (short) KernelAbi.AF_PACKET);
        address.set(ValueLayout.JAVA_SHORT, KernelAbi.Packet.LL_PROTOCOL, Short.reverseBytes(ETH_P_MPLS_UC));
        address.set(ValueLayout.JAVA_INT, KernelAbi.Packet.LL_IFINDEX, new NetDevice(device).index());
        KernelException.check(LibC.bind(socket, address.address(), KernelAbi.Packet.LL_SIZE), "bind(AF_PACKET)", device);
        return socket;
    }

    /** Sends a frame, or loses it when the interface is full. */
    void send(final byte[] frame) {
        MemorySegment.copy(frame, 0, buffer, ValueLayout.JAVA_BYTE, 0, frame.length);
        LibC.sendto(fd, buffer.address(), frame.length, KernelAbi.MSG_DONTWAIT, 0, 0);
    }

    /** Takes everything that has arrived; whether that was anything. */
    boolean drain() {
        boolean any = false;
        while (LibC.recvfrom(fd, buffer.address(), ROOM, KernelAbi.MSG_DONTWAIT, 0, 0) > 0) {
            any = true;
        }
        return any;
    }

    @Override
    public void close() {
        LibC.close(fd);
        arena.close();
    }
}
