package io.swaplane.io.packet;

import io.swaplane.fastpath.Ethernet;
import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.HotPath;
import io.swaplane.fastpath.PacketPort;
import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelAbi.Packet;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import io.swaplane.memory.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A port on an AF_PACKET socket: copies MPLS frames out of a receive ring shared with the kernel, and sends bursts with one system call,
 * past the queueing discipline.
 *
 * <p>The kernel sees every frame as well, and keeps what is not MPLS to itself. A VLAN tag that it took out of a frame is put back. Frames
 * that this host sends are not received. Frames that the kernel would refuse for their length are freed and counted before the call: the
 * MTU bounds what follows the Ethernet header, and the kernel allows four more bytes for an 802.1Q tag (0x8100, not 0x88A8). When the
 * interface goes down, sending is refused until it is up again; when it is deleted, for ever.
 *
 * <p>Owning worker only, except {@link #mtu}, {@link #receiveDrops}, {@link #statistics} and {@link #transmitError}, which any thread may
 * call.
 */
public final class PacketSocketPort implements PacketPort {
    private static final int VLAN_STATUS = Packet.STATUS_VLAN_VALID | Packet.STATUS_VLAN_TPID_VALID;
    private static final int MAC_BYTES = Ethernet.TYPE;

    private final int fd;
    private final FrameStore frames;
    private final ReceiveRing ring;
    private final TransmitBatch batch = new TransmitBatch();
    private volatile int mtu;
    private boolean open = true;

    private final AtomicLong ringDrops = new AtomicLong();
    private final AtomicLong receiveOversize = new AtomicLong();
    private final AtomicLong receiveUnfinished = new AtomicLong();
    private final AtomicLong transmitOversize = new AtomicLong();
    private final AtomicLong transmitFull = new AtomicLong();
    private final AtomicLong transmitFailed = new AtomicLong();
    /** Written before {@link #transmitFailed} counts it. */
    private volatile Errno transmitError;

    private PacketSocketPort(final int fd, final FrameStore frames, final ReceiveRing ring, final int mtu) {
        this.fd = fd;
        this.frames = frames;
        this.ring = ring;
        this.mtu = mtu;
    }

    /**
     * Opens a port on an interface of the calling thread's network namespace. Needs CAP_NET_RAW, and CAP_NET_ADMIN for a large send
     * buffer.
     *
     * @param settings which interface, and sizes.
     * @param frames the owning worker's frame memory.
     * @throws KernelException when the kernel refuses: EPERM without CAP_NET_RAW, ENODEV without the interface.
     */
    public static PacketSocketPort open(final PacketSocketSettings settings, final FrameStore frames) throws KernelException {
        // Protocol 0: nothing is received before the bind, by when filter and ring are in place.
        final int type = KernelAbi.SOCK_RAW | KernelAbi.SOCK_CLOEXEC | KernelAbi.SOCK_NONBLOCK;
        final int fd = KernelException.check(LibC.socket(KernelAbi.AF_PACKET, type, 0), "socket AF_PACKET", settings.interfaceName());
        ReceiveRing ring = null;
        try {
            MplsFilter.attach(fd, settings.interfaceName());
            set(fd, Packet.IGNORE_OUTGOING, settings);
            set(fd, Packet.QDISC_BYPASS, settings);
            if (LibC.setsockopt(fd, KernelAbi.SOL_SOCKET, KernelAbi.SO_SNDBUFFORCE, settings.sendBytes()) < 0) {
                KernelException.check(LibC.setsockopt(fd, KernelAbi.SOL_SOCKET, KernelAbi.SO_SNDBUF, settings.sendBytes()),
                    "setsockopt SO_SNDBUF", settings.interfaceName());
            }
            ring = ReceiveRing.create(fd, settings);
            bind(fd, settings);
            return new PacketSocketPort(fd, frames, ring, settings.mtu());
        } catch (final KernelException | RuntimeException | Error e) {
            if (ring != null) {
                ring.close();
            }
            LibC.close(fd);
            throw e;
        }
    }

    private static void set(final int fd, final int option, final PacketSocketSettings settings) throws KernelException {
        KernelException.check(LibC.setsockopt(fd, KernelAbi.SOL_PACKET, option, 1), "setsockopt SOL_PACKET " + option,
            settings.interfaceName());
    }

    private static void bind(final int fd, final PacketSocketSettings settings) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment address = arena.allocate(Packet.LL_SIZE, 4);
            address.set(ValueLayout.JAVA_SHORT, Packet.LL_FAMILY, (short) KernelAbi.AF_PACKET);
            address.set(ValueLayout.JAVA_BYTE, Packet.LL_PROTOCOL, (byte) (Packet.ETH_P_ALL >>> 8));
            address.set(ValueLayout.JAVA_BYTE, Packet.LL_PROTOCOL + 1, (byte) Packet.ETH_P_ALL);
            address.set(ValueLayout.JAVA_INT, Packet.LL_IFINDEX, settings.interfaceIndex());
            KernelException.check(LibC.bind(fd, address.address(), Packet.LL_SIZE), "bind AF_PACKET", settings.interfaceName());
        }
    }

    // ---- receiving ----

    /** Frames wait in the ring while no frame memory is free. */
    @Override
    @HotPath
    public int receive(final long[] burst, final int max) {
        int count = 0;
        while (count < max) {
            final long header = ring.peek();
            if (header == 0) {
                break;
            }
            final long at = frames.allocate();
            if (at == 0) {
                break;
            }
            final int length = copy(header, at);
            ring.advance();
            if (length == 0) {
                frames.free(at);
            } else {
                burst[count++] = FrameRef.of(at, length);
            }
        }
        return count;
    }

    /** Copies a frame out of the ring; returns its length, or 0 when it can't be taken. */
    @HotPath
    private int copy(final long header, final long to) {
        final int length = Memory.getInt(header + Packet.V3_LENGTH);
        final int status = Memory.getInt(header + Packet.V3_STATUS);
        final int tag = (status & Packet.STATUS_VLAN_VALID) == 0 ? 0 : Ethernet.TAG_BYTES;
        if (length != Memory.getInt(header + Packet.V3_SNAPLEN) || length + tag > frames.maxFrameLength()) {
            receiveOversize.incrementAndGet();
            return 0;
        }
        if ((status & Packet.STATUS_CHECKSUM_NOT_READY) != 0) {
            receiveUnfinished.incrementAndGet();
            return 0;
        }
        final long from = header + (Memory.getShort(header + Packet.V3_MAC) & 0xFFFF);
        if (tag == 0) {
            Memory.copy(from, to, length);
        } else {
            copyWithTag(header, status, from, to, length);
        }
        return length + tag;
    }

    private static void copyWithTag(final long header, final int status, final long from, final long to, final int length) {
        final int type = (status & VLAN_STATUS) == VLAN_STATUS ? Memory.getShort(header + Packet.V3_VLAN_TPID) : Ethernet.VLAN;
        Memory.copy(from, to, MAC_BYTES);
        Memory.putShortBigEndian(to + MAC_BYTES, type);
        Memory.putShortBigEndian(to + MAC_BYTES + 2, Memory.getInt(header + Packet.V3_VLAN_TCI));
        Memory.copy(from + MAC_BYTES, to + MAC_BYTES + Ethernet.TAG_BYTES, length - MAC_BYTES);
    }

    // ---- sending ----

    /** Frames are with the kernel, and their memory free, on return. */
    @Override
    @HotPath
    public int transmit(final long[] burst, final int count) {
        int done = 0;
        while (done < count) {
            final int fitting = gather(burst, done, Math.min(count, done + TransmitBatch.SIZE));
            if (fitting == 0) {
                transmitOversize.incrementAndGet();
                frames.free(FrameRef.address(burst[done++]));
                continue;
            }
            final int sent = send(fitting);
            for (int i = 0; i < sent; i++) {
                frames.free(FrameRef.address(burst[done++]));
            }
            if (sent == 0) {
                break;
            }
        }
        return done;
    }

    /** Fills the batch up to the first frame that is too long; returns how many. */
    @HotPath
    private int gather(final long[] burst, final int from, final int to) {
        final int limit = mtu + Ethernet.HEADER_BYTES;
        int count = 0;
        while (from + count < to && fits(burst[from + count], limit)) {
            batch.set(count, burst[from + count]);
            count++;
        }
        return count;
    }

    private static boolean fits(final long frame, final int limit) {
        final int length = FrameRef.length(frame);
        return length <= limit
            || length <= limit + Ethernet.TAG_BYTES
                && Memory.getUnsignedShortBigEndian(FrameRef.address(frame) + Ethernet.TYPE) == Ethernet.VLAN;
    }

    private int send(final int count) {
        int sent = batch.send(fd, count);
        if (sent < 0 && !isFull(sent)) {
            // The kernel keeps an error of before, such as the interface having been down, and tells it once: ask again.
            sent = batch.send(fd, count);
        }
        if (sent >= 0) {
            return sent;
        }
        if (isFull(sent)) {
            transmitFull.incrementAndGet();
        } else {
            transmitError = Errno.ofResult(sent);
            transmitFailed.incrementAndGet();
        }
        return 0;
    }

    private static boolean isFull(final int result) {
        return result == Errno.EAGAIN.asResult() || result == Errno.ENOBUFS.asResult();
    }

    /** Does nothing: {@link #transmit} leaves nothing behind. */
    @Override
    public void flush() {
        // Nothing waits.
    }

    // ---- the rest ----

    /** The descriptor to wait on for frames. When the wait reports an error, {@link #takeError} must be called, or it will again. */
    public int fd() {
        return fd;
    }

    /** Takes the error that the kernel keeps on the socket, such as ENETDOWN after the interface went down; empty text for none. */
    public String takeError() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
            final MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, Integer.BYTES);
            final int result = LibC.getsockopt(fd, KernelAbi.SOL_SOCKET, KernelAbi.SO_ERROR, value.address(), length.address());
            final int errno = result < 0 ? -result : value.get(ValueLayout.JAVA_INT, 0);
            return errno == 0 ? "" : Errno.of(errno).name();
        }
    }

    /** The interface's MTU as it is now. */
    public void mtu(final int newMtu) {
        mtu = newMtu;
    }

    /** Frames that found the ring full, or longer than frame memory's chunks, or unfinished. */
    @Override
    public long receiveDrops() {
        final PacketSocketStatistics now = statistics();
        return now.ringDrops() + now.receiveOversize() + now.receiveUnfinished();
    }

    /** Everything lost or refused so far. */
    public PacketSocketStatistics statistics() {
        return new PacketSocketStatistics(collectRingDrops(), receiveOversize.get(), receiveUnfinished.get(), transmitOversize.get(),
            transmitFull.get(), transmitFailed.get());
    }

    /** Why the kernel refused to send when it last did, for another reason than want of room; null when it never did. */
    public Errno transmitError() {
        return transmitError;
    }

    /** The kernel's counters start over each time that they are read. */
    private synchronized long collectRingDrops() {
        if (!open) {
            return ringDrops.get();
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment counters = arena.allocate(Packet.STATS_V3_SIZE, 4);
            final MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, Packet.STATS_V3_SIZE);
            if (LibC.getsockopt(fd, KernelAbi.SOL_PACKET, Packet.STATISTICS, counters.address(), length.address()) < 0) {
                return ringDrops.get();
            }
            return ringDrops.addAndGet(counters.get(ValueLayout.JAVA_INT, Packet.STATS_DROPS) & 0xFFFF_FFFFL);
        }
    }

    @Override
    public synchronized void close() {
        if (open) {
            collectRingDrops();
            open = false;
            ring.close();
            batch.close();
            LibC.close(fd);
        }
    }
}
