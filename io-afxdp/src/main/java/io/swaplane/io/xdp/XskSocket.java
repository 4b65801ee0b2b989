package io.swaplane.io.xdp;

import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.FrameRoom;
import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An AF_XDP socket bound to one queue of an interface, with its four rings. Opening may take a second when the queue is in use; after
 * that nothing blocks. For the owning worker's thread, except {@link #statistics}, which any thread may ask.
 */
final class XskSocket implements AutoCloseable {
    /** The kernel lets go of a queue some 30 ms after the socket before was closed: 1, 2, 4, … 512 ms are waited. */
    private static final int BIND_ATTEMPTS = 11;
    /** Turns busy polling on: a call on an AF_XDP socket polls the device once, however long the time. */
    static final int BUSY_POLL_MICROS = 20;

    private final int fd;
    private final String subject;
    private final boolean busyPolling;
    private ProducerRing fill;
    private ProducerRing transmit;
    private ConsumerRing receive;
    private ConsumerRing completion;
    private XdpStatistics last = new XdpStatistics(0, 0, 0, 0, 0, 0);
    private boolean open = true;

    private XskSocket(final int fd, final String subject, final boolean busyPolling) {
        this.fd = fd;
        this.subject = subject;
        this.busyPolling = busyPolling;
    }

    /**
     * Opens a socket on a queue.
     *
     * @param subject the interface and queue, for messages.
     * @param zeroCopy true to insist on zero-copy mode, false to insist on copy mode.
     */
    static XskSocket open(final String subject, final int interfaceIndex, final int queue, final Umem umem, final boolean zeroCopy,
                          final XdpOptions options) throws KernelException {
        final int fd = LibC.socket(KernelAbi.AF_XDP, KernelAbi.SOCK_RAW | KernelAbi.SOCK_CLOEXEC, 0);
        if (fd < 0) {
            throw new KernelException("socket(AF_XDP)", subject, fd, "AF_XDP needs CAP_NET_RAW and a kernel with CONFIG_XDP_SOCKETS");
        }
        final XskSocket socket = new XskSocket(fd, subject, options.busyPollBudget() > 0);
        try {
            umem.register(fd, subject);
            socket.createRings(options);
            socket.tune(options);
            socket.bind(interfaceIndex, queue, umem, zeroCopy);
            return socket;
        } catch (final KernelException | RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }

    private void createRings(final XdpOptions options) throws KernelException {
        ringSize(KernelAbi.Xdp.UMEM_FILL_RING, options.fillEntries(), "XDP_UMEM_FILL_RING");
        ringSize(KernelAbi.Xdp.UMEM_COMPLETION_RING, options.transmitEntries(), "XDP_UMEM_COMPLETION_RING");
        ringSize(KernelAbi.Xdp.RX_RING, options.receiveEntries(), "XDP_RX_RING");
        ringSize(KernelAbi.Xdp.TX_RING, options.transmitEntries(), "XDP_TX_RING");
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment offsets = arena.allocate(KernelAbi.Xdp.OFFSETS_SIZE, Long.BYTES);
            getOption(arena, KernelAbi.Xdp.MMAP_OFFSETS, offsets, "XDP_MMAP_OFFSETS");
            fill = new ProducerRing(fd, subject, offsets.asSlice(KernelAbi.Xdp.OFFSETS_FILL), KernelAbi.Xdp.PGOFF_FILL_RING,
                options.fillEntries(), Long.BYTES);
            completion = new ConsumerRing(fd, subject, offsets.asSlice(KernelAbi.Xdp.OFFSETS_COMPLETION),
                KernelAbi.Xdp.PGOFF_COMPLETION_RING, options.transmitEntries(), Long.BYTES);
            receive = new ConsumerRing(fd, subject, offsets.asSlice(KernelAbi.Xdp.OFFSETS_RX), KernelAbi.Xdp.PGOFF_RX_RING,
                options.receiveEntries(), KernelAbi.Xdp.DESC_SIZE);
            transmit = new ProducerRing(fd, subject, offsets.asSlice(KernelAbi.Xdp.OFFSETS_TX), KernelAbi.Xdp.PGOFF_TX_RING,
                options.transmitEntries(), KernelAbi.Xdp.DESC_SIZE);
        }
    }

    private void ringSize(final int option, final int entries, final String name) throws KernelException {
        KernelException.check(LibC.setsockopt(fd, KernelAbi.SOL_XDP, option, entries), "setsockopt(" + name + ")", subject);
    }

    private void tune(final XdpOptions options) throws KernelException {
        final int result = LibC.setsockopt(fd, KernelAbi.SOL_XDP, KernelAbi.Xdp.MAX_TX_SKB_BUDGET, options.transmitBudget());
        // An older kernel has no such option and sends 32 frames a call; flushing then takes more calls, and that is all.
        if (Errno.ofResult(result) != Errno.ENOPROTOOPT) {
            KernelException.check(result, "setsockopt(XDP_MAX_TX_SKB_BUDGET)", subject);
        }
        if (busyPolling) {
            socketOption(KernelAbi.SO_PREFER_BUSY_POLL, 1, "SO_PREFER_BUSY_POLL");
            socketOption(KernelAbi.SO_BUSY_POLL, BUSY_POLL_MICROS, "SO_BUSY_POLL");
            socketOption(KernelAbi.SO_BUSY_POLL_BUDGET, options.busyPollBudget(), "SO_BUSY_POLL_BUDGET");
        }
    }

    private void socketOption(final int option, final int value, final String name) throws KernelException {
        final int result = LibC.setsockopt(fd, KernelAbi.SOL_SOCKET, option, value);
        if (result < 0) {
            throw new KernelException("setsockopt(" + name + ")", subject, result,
                "Busy polling needs CAP_NET_ADMIN and a kernel with CONFIG_NET_RX_BUSY_POLL");
        }
    }

    private void bind(final int interfaceIndex, final int queue, final Umem umem, final boolean zeroCopy) throws KernelException {
        final int flags = KernelAbi.Xdp.USE_NEED_WAKEUP | (zeroCopy ? KernelAbi.Xdp.ZEROCOPY : KernelAbi.Xdp.COPY)
            | (umem.isMultiBuffer() ? KernelAbi.Xdp.USE_SG : 0);
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment address = arena.allocate(KernelAbi.Xdp.ADDRESS_SIZE, Integer.BYTES);
            address.set(ValueLayout.JAVA_SHORT, KernelAbi.Xdp.ADDRESS_FAMILY, (short) KernelAbi.AF_XDP);
            address.set(ValueLayout.JAVA_SHORT, KernelAbi.Xdp.ADDRESS_FLAGS, (short) flags);
            address.set(ValueLayout.JAVA_INT, KernelAbi.Xdp.ADDRESS_IFINDEX, interfaceIndex);
            address.set(ValueLayout.JAVA_INT, KernelAbi.Xdp.ADDRESS_QUEUE, queue);
            int result = LibC.bind(fd, address.address(), KernelAbi.Xdp.ADDRESS_SIZE);
            for (int attempt = 1; Errno.ofResult(result) == Errno.EBUSY && attempt < BIND_ATTEMPTS; attempt++) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1L << attempt - 1));
                result = LibC.bind(fd, address.address(), KernelAbi.Xdp.ADDRESS_SIZE);
            }
            if (result < 0) {
                throw new KernelException("bind(AF_XDP)", subject, result,
                    advice(Errno.ofResult(result), zeroCopy, umem.isMultiBuffer()));
            }
        }
    }

    /** What a user can do about a refused bind. */
    static String advice(final Errno errno, final boolean zeroCopy, final boolean multiBuffer) {
        return switch (errno) {
            case EBUSY -> "Another AF_XDP socket has this queue: is another Swaplane running on this interface?";
            case EINVAL -> "The interface has no such queue" + (multiBuffer ? ", or the kernel" + noJumbo() : "");
            case EOPNOTSUPP -> (zeroCopy ? "The driver has no zero-copy mode" : "The interface takes no AF_XDP sockets")
                + (multiBuffer ? ", or it" + noJumbo() : "");
            case ENODEV -> "The interface is gone";
            default -> "";
        };
    }

    private static String noJumbo() {
        return " cannot do frames of several buffers: without them the largest MTU that works is " + FrameRoom.largestMtu(Umem.PAGE)
            + ", with frames of " + Umem.PAGE + " bytes";
    }

    int fd() {
        return fd;
    }

    ProducerRing fill() {
        return fill;
    }

    ConsumerRing receive() {
        return receive;
    }

    ProducerRing transmit() {
        return transmit;
    }

    ConsumerRing completion() {
        return completion;
    }

    boolean busyPolling() {
        return busyPolling;
    }

    /** Asks the kernel to look at the transmit ring: 0 or {@code -errno}. */
    long kickTransmit() {
        return LibC.sendto(fd, 0, 0, KernelAbi.MSG_DONTWAIT, 0, 0);
    }

    /** Asks the kernel to look at the fill ring, and with busy polling at the device: 0 or {@code -errno}. */
    long kickReceive() {
        return LibC.recvfrom(fd, 0, 0, KernelAbi.MSG_DONTWAIT, 0, 0);
    }

    /** The kernel's counters; after closing, the last ones. */
    synchronized XdpStatistics statistics() throws KernelException {
        if (open) {
            try (Arena arena = Arena.ofConfined()) {
                final MemorySegment raw = arena.allocate(KernelAbi.Xdp.STATISTICS_SIZE, Long.BYTES);
                getOption(arena, KernelAbi.Xdp.STATISTICS, raw, "XDP_STATISTICS");
                last = new XdpStatistics(counter(raw, KernelAbi.Xdp.STATISTICS_RX_DROPPED),
                    counter(raw, KernelAbi.Xdp.STATISTICS_RX_INVALID), counter(raw, KernelAbi.Xdp.STATISTICS_TX_INVALID),
                    counter(raw, KernelAbi.Xdp.STATISTICS_RX_RING_FULL), counter(raw, KernelAbi.Xdp.STATISTICS_FILL_RING_EMPTY),
                    counter(raw, KernelAbi.Xdp.STATISTICS_TX_RING_EMPTY));
            }
        }
        return last;
    }

    private static long counter(final MemorySegment raw, final int offset) {
        return raw.get(ValueLayout.JAVA_LONG, offset);
    }

    private void getOption(final Arena arena, final int option, final MemorySegment value, final String name) throws KernelException {
        final MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, (int) value.byteSize());
        KernelException.check(LibC.getsockopt(fd, KernelAbi.SOL_XDP, option, value.address(), length.address()),
            "getsockopt(" + name + ")", subject);
    }

    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            LibC.close(fd);
            for (final XskRing ring : new XskRing[] {fill, completion, receive, transmit}) {
                if (ring != null) {
                    ring.close();
                }
            }
        }
    }
}
