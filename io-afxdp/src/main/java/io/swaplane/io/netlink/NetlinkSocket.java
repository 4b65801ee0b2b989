package io.swaplane.io.netlink;

import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A netlink socket of the network namespace in which it was opened, of the route family unless said otherwise. The kernel's answers carry
 * an explanation of errors where it has one. Only the kernel, or a process with CAP_NET_ADMIN, can send to it.
 */
final class NetlinkSocket implements NetlinkChannel {
    private static final int SOCKET_TYPE = KernelAbi.SOCK_RAW | KernelAbi.SOCK_CLOEXEC | KernelAbi.SOCK_NONBLOCK;

    private final int fd;
    private boolean open = true;

    private NetlinkSocket(final int fd) {
        this.fd = fd;
    }

    /**
     * Opens a socket.
     *
     * @param receiveBytes receive buffer asked of the kernel; beyond its limit only with CAP_NET_ADMIN.
     * @param groups multicast groups to hear.
     */
    static NetlinkSocket open(final int receiveBytes, final int... groups) throws KernelException {
        return ofProtocol(NetlinkLayout.ROUTE, receiveBytes, groups);
    }

    /** Opens a socket of generic netlink instead. */
    static NetlinkSocket openGeneric(final int receiveBytes) throws KernelException {
        return ofProtocol(GenericLayout.PROTOCOL, receiveBytes);
    }

    private static NetlinkSocket ofProtocol(final int protocol, final int receiveBytes, final int... groups) throws KernelException {
        final int fd = LibC.socket(KernelAbi.AF_NETLINK, SOCKET_TYPE, protocol);
        final NetlinkSocket socket = new NetlinkSocket(KernelException.check(fd, "socket", "netlink"));
        try {
            socket.prepare(receiveBytes, groups);
            return socket;
        } catch (final KernelException e) {
            socket.close();
            throw e;
        }
    }

    private void prepare(final int receiveBytes, final int[] groups) throws KernelException {
        if (LibC.setsockopt(fd, KernelAbi.SOL_SOCKET, KernelAbi.SO_RCVBUFFORCE, receiveBytes) < 0) {
            set(KernelAbi.SOL_SOCKET, KernelAbi.SO_RCVBUF, receiveBytes);
        }
        set(KernelAbi.SOL_NETLINK, NetlinkLayout.OPTION_EXTENDED_ACK, 1);
        set(KernelAbi.SOL_NETLINK, NetlinkLayout.OPTION_CAPPED_ACK, 1);
        final ByteBuffer address = ByteBuffer.allocateDirect(NetlinkLayout.SOCKET_ADDRESS_BYTES).order(ByteOrder.nativeOrder());
        address.putShort(0, (short) KernelAbi.AF_NETLINK);
        KernelException.check(LibC.bind(fd, addressOf(address), NetlinkLayout.SOCKET_ADDRESS_BYTES), "bind", "netlink");
        for (final int group : groups) {
            set(KernelAbi.SOL_NETLINK, NetlinkLayout.OPTION_ADD_MEMBERSHIP, group);
        }
    }

    private void set(final int level, final int option, final int value) throws KernelException {
        KernelException.check(LibC.setsockopt(fd, level, option, value), "setsockopt", "netlink option " + option);
    }

    @Override
    public void send(final ByteBuffer request) throws KernelException {
        KernelException.check(LibC.sendto(fd, addressOf(request), request.remaining(), 0, 0, 0), "sendto", "netlink");
    }

    @Override
    public Received receive(final ByteBuffer into) throws KernelException {
        into.clear();
        final long length = LibC.recvfrom(fd, addressOf(into), into.capacity(), KernelAbi.MSG_TRUNC, 0, 0);
        if (length == Errno.EAGAIN.asResult() || length == Errno.EINTR.asResult()) {
            return Received.NOTHING;
        }
        // With MSG_TRUNC the kernel tells the datagram's true length: one that did not fit is as good as lost.
        if (length == Errno.ENOBUFS.asResult() || length > into.capacity()) {
            return Received.OVERRUN;
        }
        into.limit((int) KernelException.check(length, "recvfrom", "netlink"));
        return Received.DATAGRAM;
    }

    private static long addressOf(final ByteBuffer direct) {
        return MemorySegment.ofBuffer(direct).address();
    }

    @Override
    public int fd() {
        return fd;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            LibC.close(fd);
        }
    }
}
