package io.swaplane.io.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A test host's raw access to one interface: whole Ethernet frames of every type, out and in. The kernel takes the outer VLAN tag off
 * and tells it beside the frame; it is put back. For one thread at a time.
 */
public final class RawSocket implements AutoCloseable {
    private static final int ROOM = 1 << 17;
    private static final int TAG_AT = 12;
    private static final int CONTROL_BYTES = 64;

    private final int fd;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(ROOM, Long.BYTES);
    private final MemorySegment vector = arena.allocate(KernelAbi.IoVec.SIZE, Long.BYTES);
    private final MemorySegment control = arena.allocate(CONTROL_BYTES, Long.BYTES);
    private final MemorySegment message = arena.allocate(KernelAbi.MsgHdr.SIZE, Long.BYTES);
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
        KernelException.check(LibC.setsockopt(socket, KernelAbi.SOL_PACKET, KernelAbi.Packet.AUXDATA, 1), "setsockopt", "raw");
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
        byte[] frame = receive(timeoutMillis);
        while (frame != null && !carriesMpls(frame.length)) {
            frame = receive(timeoutMillis);
        }
        return frame;
    }

    /** The next frame of any type, or null when none comes within the time. */
    public byte[] receive(final int timeoutMillis) throws KernelException {
        pollfd.set(ValueLayout.JAVA_INT, KernelAbi.PollFd.FD, fd);
        pollfd.set(ValueLayout.JAVA_SHORT, KernelAbi.PollFd.EVENTS, (short) KernelAbi.POLLIN);
        while (LibC.poll(pollfd.address(), 1, timeoutMillis) > 0) {
            final int length = receive();
            if (length >= TAG_AT + 2) {
                return buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            }
        }
        return null;
    }

    private int receive() {
        vector.set(ValueLayout.JAVA_LONG, KernelAbi.IoVec.BASE, buffer.address());
        vector.set(ValueLayout.JAVA_LONG, KernelAbi.IoVec.LENGTH, ROOM - 4);
        message.set(ValueLayout.JAVA_LONG, KernelAbi.MsgHdr.IOV, vector.address());
        message.set(ValueLayout.JAVA_LONG, KernelAbi.MsgHdr.IOV_LENGTH, 1);
        message.set(ValueLayout.JAVA_LONG, KernelAbi.MsgHdr.CONTROL, control.address());
        message.set(ValueLayout.JAVA_LONG, KernelAbi.MsgHdr.CONTROL_LENGTH, CONTROL_BYTES);
        final int length = (int) LibC.recvmsg(fd, message.address(), KernelAbi.MSG_DONTWAIT);
        final int status = control.get(ValueLayout.JAVA_INT, KernelAbi.CmsgHdr.SIZE + KernelAbi.Packet.AUX_STATUS);
        if (length < 0 || (status & KernelAbi.Packet.STATUS_VLAN_VALID) == 0) {
            return length;
        }
        MemorySegment.copy(buffer, TAG_AT, buffer, TAG_AT + 4, length - TAG_AT);
        bigEndian(TAG_AT, KernelAbi.Packet.AUX_VLAN_TPID);
        bigEndian(TAG_AT + 2, KernelAbi.Packet.AUX_VLAN_TCI);
        return length + 4;
    }

    private void bigEndian(final int at, final int field) {
        final short value = control.get(ValueLayout.JAVA_SHORT, KernelAbi.CmsgHdr.SIZE + field);
        buffer.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, Short.reverseBytes(value));
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
