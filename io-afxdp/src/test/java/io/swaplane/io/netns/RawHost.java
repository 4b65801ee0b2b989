package io.swaplane.io.netns;

import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelAbi.Packet;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A test host's end of a link: sends frames as they are, and receives MPLS frames, tags as far as the kernel leaves them in. */
public final class RawHost implements AutoCloseable {
    private static final int CAPACITY = 1 << 16;
    private static final int RECEIVE_BYTES = 16 << 20;
    private static final int WAIT_MILLIS = 10_000;
    private static final int ETH_P_MPLS_UC = 0x8847;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(CAPACITY, 8);
    private final MemorySegment pollfd = arena.allocate(KernelAbi.PollFd.SIZE, 4);
    private final int fd;

    private RawHost(final int fd) {
        this.fd = fd;
        pollfd.set(ValueLayout.JAVA_INT, KernelAbi.PollFd.FD, fd);
        pollfd.set(ValueLayout.JAVA_SHORT, KernelAbi.PollFd.EVENTS, (short) KernelAbi.POLLIN);
    }

    /** A host at an interface of a namespace. */
    public static RawHost open(final TestNetwork network, final String namespace, final String name) {
        return network.inside(namespace, () -> {
            final int fd = KernelException.check(
                LibC.socket(KernelAbi.AF_PACKET, KernelAbi.SOCK_RAW | KernelAbi.SOCK_CLOEXEC | KernelAbi.SOCK_NONBLOCK, 0), "socket", name);
            KernelException.check(LibC.setsockopt(fd, KernelAbi.SOL_SOCKET, KernelAbi.SO_RCVBUFFORCE, RECEIVE_BYTES), "setsockopt", name);
            final int index = KernelException.check(LibC.ifNametoindex(name), "if_nametoindex", name);
            try (Arena arena = Arena.ofConfined()) {
                final MemorySegment address = arena.allocate(Packet.LL_SIZE, 4);
                address.set(ValueLayout.JAVA_SHORT, Packet.LL_FAMILY, (short) KernelAbi.AF_PACKET);
                address.set(ValueLayout.JAVA_SHORT, Packet.LL_PROTOCOL, Short.reverseBytes((short) ETH_P_MPLS_UC));
                address.set(ValueLayout.JAVA_INT, Packet.LL_IFINDEX, index);
                KernelException.check(LibC.bind(fd, address.address(), Packet.LL_SIZE), "bind", name);
            }
            return new RawHost(fd);
        });
    }

    /** Sends a frame. */
    public void send(final byte[] frame) throws KernelException {
        MemorySegment.copy(frame, 0, buffer, ValueLayout.JAVA_BYTE, 0, frame.length);
        KernelException.check(LibC.sendto(fd, buffer.address(), frame.length, 0, 0, 0), "sendto", "test host");
    }

    /** The next frame; fails when none comes within ten seconds. */
    public byte[] receive() throws KernelException {
        if (KernelException.check(LibC.poll(pollfd.address(), 1, WAIT_MILLIS), "poll", "test host") == 0) {
            throw new AssertionError("no frame came");
        }
        final int length = (int) KernelException.check(LibC.recvfrom(fd, buffer.address(), CAPACITY, 0, 0, 0), "recvfrom", "test host");
        return buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    @Override
    public void close() {
        LibC.close(fd);
        arena.close();
    }
}
