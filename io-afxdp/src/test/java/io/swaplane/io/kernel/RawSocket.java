package io.swaplane.io.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A test host's raw access to one interface: whole Ethernet frames of every type, out and in. For one thread at a time. */
public final class RawSocket implements AutoCloseable {
    private static final int ROOM = 1 << 16;

    private final int fd;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(ROOM, Long.BYTES);
    private final MemorySegment pollfd = arena.allocate(KernelAbi.PollFd.SIZE, Integer.BYTES);

    /** Opens it in the namespace. */
    public RawSocket(final Namespace namespace, final String interfaceName) throws Exception {
        fd = namespace.in(() -> open(interfaceName));
    }

    private int open(final String interfaceName) throws KernelException {
        final short everything = Short.reverseBytes((short) KernelAbi.Packet.ETH_P_ALL);
        final int socket = KernelException.check(
            LibC.socket(KernelAbi.AF_PACKET, KernelAbi.SOCK_RAW | KernelAbi.SOCK_CLOEXEC, 0), "socket", interfaceName);
        KernelException.check(LibC.setsockopt(socket, KernelAbi.SOL_PACKET, KernelAbi.Packet.IGNORE_OUTGOING, 1), "setsockopt", "raw");
        KernelException.check(LibC.setsockopt(socket, KernelAbi.SOL_SOCKET, KernelAbi.SO_RCVBUFFORCE, 64 << 20), "setsockopt", "raw");
        final MemorySegment address = arena.allocate(KernelAbi.Packet.LL_SIZE, Integer.BYTES);
        address.set(ValueLayout.JAVA_SHORT, KernelAbi.Packet.LL_FAMILY, (short) KernelAbi.AF_PACKET);
        address.set(ValueLayout.JAVA_SHORT, KernelAbi.Packet.LL_PROTOCOL, everything);
        address.set(ValueLayout.JAVA_INT, KernelAbi.Packet.LL_IFINDEX, new NetDevice(interfaceName).index());
        KernelException.check(LibC.bind(socket, address.address(), KernelAbi.Packet.LL_SIZE), "bind", interfaceName);
        return socket;
    }

    /** Sends one frame. */
    public void send(final byte[] frame) throws KernelException {
        MemorySegment.copy(frame, 0, buffer, ValueLayout.JAVA_BYTE, 0, frame.length);
        KernelException.check(LibC.sendto(fd, buffer.address(), frame.length, 0, 0, 0), "sendto", "raw socket");
    }

    /** The next MPLS frame, or null when none comes within the time; other frames are skipped. */
    public byte[] receiveMpls(final int timeoutMillis) throws KernelException {
        pollfd.set(ValueLayout.JAVA_INT, KernelAbi.PollFd.FD, fd);
        pollfd.set(ValueLayout.JAVA_SHORT, KernelAbi.PollFd.EVENTS, (short) KernelAbi.POLLIN);
        while (LibC.poll(pollfd.address(), 1, timeoutMillis) > 0) {
            final long length = LibC.recvfrom(fd, buffer.address(), ROOM, KernelAbi.MSG_DONTWAIT, 0, 0);
            if (length >= 14 && carriesMpls((int) length)) {
                return buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            }
        }
        return null;
    }

    private boolean carriesMpls(final int length) {
        for (int at = 12; at + 2 <= Math.min(length, 22); at += 4) {
            final int type = Short.reverseBytes(buffer.get(ValueLayout.JAVA_SHORT_UNALIGNED, at)) & 0xFFFF;
            if (type == 0x8847) {
                return true;
            }
            if (type != 0x8100 && type != 0x88A8) {
                return false;
            }
        }
        return false;
    }

    @Override
    public void close() {
        LibC.close(fd);
        arena.close();
    }
}
