package io.swaplane.io.xdp;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.FrameStore;
import io.swaplane.fastpath.HotPath;
import io.swaplane.fastpath.PacketPort;
import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.memory.Memory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One queue of an interface through an AF_XDP socket.
 *
 * <p><b>Who owns a chunk.</b> The port takes chunks from its worker's {@link FrameStore} and puts them into the fill ring: from then on
 * they are the kernel's, until they come back through the receive ring and become the caller's of {@link #receive}. Frames accepted by
 * {@link #transmit} are the kernel's until they come back through the completion ring; the port then frees them. The port remembers which
 * chunks the kernel has, so that closing the socket returns every one of them to the store.
 *
 * <p>One system call a duty cycle at most, unless the kernel asks to be called again. While the interface is down frames wait in the
 * transmit ring and leave when it comes up; when that is full, {@code transmit} accepts none. A port that sends as XDP frames does so
 * inside {@code transmit}, which accepts what the driver took; nothing waits then. Owning worker's thread only, except
 * {@link #statistics}, {@link #receiveDrops} and the port's own counters; nothing but these once it is closed.
 */
public final class XdpPort implements PacketPort {
    /** Calls in one flush while the kernel says that its budget ran out and still makes progress. */
    private static final int MAX_KICKS = 64;
    private static final int CLOSE_ROUNDS = 100;

    private final XskSocket socket;
    private final String name;
    private final FrameStore store;
    private final long base;
    private final int kernelChunk;
    private final ProducerRing fill;
    private final ConsumerRing receive;
    private final ProducerRing transmit;
    private final ConsumerRing completion;
    /** What sends instead of the transmit ring, or null. */
    private final XdpTransmit program;
    /** For each chunk, how many descriptors of it the kernel has. */
    private final byte[] kernelHas;
    /** Chunks that the fill ring should still get. */
    private int owed;
    /** Descriptors given to the kernel for sending and not completed, and of how many frames they are. */
    private int outstanding;
    private int outstandingFrames;
    /** A frame of which more descriptors are to come: where it begins, or 0. */
    private long partial;
    private int partialLength;
    private boolean partialTooLong;
    /** Written by the worker alone, and seldom. */
    private volatile long tooLong;
    private volatile long transmitFull;
    private volatile long transmitFailed;
    /** Written before {@link #transmitFailed} counts it. */
    private volatile Errno transmitError;
    private long lastKick;
    private int abandoned;
    private boolean open = true;

    /** {@code program} sends instead of the socket's transmit ring unless it is null; the caller closes it after the port. */
    XdpPort(final String name, final XskSocket socket, final Umem umem, final XdpTransmit program) {
        this.name = name;
        this.program = program;
        this.socket = socket;
        this.store = umem.store();
        this.base = store.baseAddress();
        this.kernelChunk = umem.kernelChunk();
        this.fill = socket.fill();
        this.receive = socket.receive();
        this.transmit = socket.transmit();
        this.completion = socket.completion();
        this.kernelHas = new byte[store.capacity()];
        this.owed = fill.capacity();
        refill();
    }

    @Override
    @HotPath
    public int receive(final long[] frames, final int max) {
        final int count = receive.available(max);
        if (count == 0) {
            idle();
            return 0;
        }
        int received = 0;
        for (int i = 0; i < count; i++) {
            final long descriptor = receive.descriptor(i);
            final long frame = base + Memory.getLong(descriptor + KernelAbi.Xdp.DESC_ADDRESS);
            final int length = Memory.getInt(descriptor + KernelAbi.Xdp.DESC_LENGTH);
            final int options = Memory.getInt(descriptor + KernelAbi.Xdp.DESC_OPTIONS);
            kernelHas[store.chunkOf(frame)]--;
            store.takeBack(this, frame);
            if (options == 0 && partial == 0) {
                frames[received++] = FrameRef.of(frame, length);
            } else {
                received += assemble(frames, received, frame, length, (options & KernelAbi.Xdp.PKT_CONTD) != 0);
            }
        }
        receive.release(count);
        owed += count;
        refill();
        return received;
    }

    /** Appends a piece to the frame that it belongs to; returns 1 when that completes a frame. */
    private int assemble(final long[] frames, final int at, final long piece, final int length, final boolean more) {
        if (partial == 0) {
            partial = piece;
            partialLength = length;
        } else {
            if (partialLength + length > store.maxFrameLength()) {
                partialTooLong = true;
            } else {
                Memory.copy(piece, partial + partialLength, length);
                partialLength += length;
            }
            store.free(piece);
        }
        return more ? 0 : complete(frames, at);
    }

    private int complete(final long[] frames, final int at) {
        final long frame = partial;
        final boolean whole = !partialTooLong;
        partial = 0;
        partialTooLong = false;
        if (whole) {
            frames[at] = FrameRef.of(frame, partialLength);
            return 1;
        }
        tooLong = tooLong + 1;
        store.free(frame);
        return 0;
    }

    /** Nothing waits: feeds a starved fill ring and wakes a kernel that waits for it. */
    @HotPath
    private void idle() {
        if (owed > 0) {
            refill();
        }
        if (socket.busyPolling() || fill.needsWakeup()) {
            lastKick = socket.kickReceive();
        }
    }

    @HotPath
    private void refill() {
        final int count = Math.min(owed, store.available());
        for (int i = 0; i < count; i++) {
            final long frame = store.allocate();
            store.handTo(this, frame);
            kernelHas[store.chunkOf(frame)]++;
            fill.putAddress(frame - FrameStore.HEADROOM - base);
        }
        if (count > 0) {
            owed -= count;
            fill.publish();
        }
    }

    @Override
    @HotPath
    public int transmit(final long[] frames, final int count) {
        if (program != null) {
            final int sent = program.transmit(frames, count, store);
            lastKick = program.lastResult();
            if (lastKick < 0) {
                refused();
            } else if (sent < count) {
                transmitFull = transmitFull + 1;
            }
            return sent;
        }
        final int accepted = enqueue(frames, count);
        if (accepted < count) {
            transmitFull = transmitFull + 1;
        }
        return accepted;
    }

    /** The kernel refused to send. */
    private void refused() {
        transmitError = Errno.ofResult(lastKick);
        transmitFailed = transmitFailed + 1;
    }

    @HotPath
    private int enqueue(final long[] frames, final int count) {
        int room = transmit.free(count);
        int accepted = 0;
        while (accepted < count) {
            final long address = FrameRef.address(frames[accepted]);
            final int length = FrameRef.length(frames[accepted]);
            final int pieces = pieces(address - base, length);
            if (pieces > room) {
                room = transmit.free(pieces);
                if (pieces > room) {
                    break;
                }
            }
            store.handTo(this, address);
            kernelHas[store.chunkOf(address)] += (byte) pieces;
            put(address - base, length);
            outstanding += pieces;
            outstandingFrames++;
            room -= pieces;
            accepted++;
        }
        if (accepted > 0) {
            transmit.publish();
        }
        return accepted;
    }

    /** How many of the kernel's chunks a frame at this offset touches. */
    @HotPath
    private int pieces(final long offset, final int length) {
        return (int) ((offset & kernelChunk - 1) + length + kernelChunk - 1) / kernelChunk;
    }

    @HotPath
    private void put(final long offset, final int length) {
        long at = offset;
        int left = length;
        int room = kernelChunk - (int) (at & kernelChunk - 1);
        while (left > room) {
            transmit.putDescriptor(at, room, KernelAbi.Xdp.PKT_CONTD);
            at += room;
            left -= room;
            room = kernelChunk;
        }
        transmit.putDescriptor(at, left, 0);
    }

    @Override
    @HotPath
    public void flush() {
        if (outstanding > 0) {
            reclaim();
            if (transmit.pending() > 0 && (socket.busyPolling() || transmit.needsWakeup())) {
                kick();
                reclaim();
            }
        }
    }

    /** In copy mode a call sends until its budget is spent and then answers EAGAIN; what is left needs another call. */
    @HotPath
    private void kick() {
        int before = transmit.pending();
        for (int i = 0; i < MAX_KICKS; i++) {
            lastKick = socket.kickTransmit();
            if (lastKick != Errno.EAGAIN.asResult()) {
                if (lastKick < 0) {
                    refused();
                }
                return;
            }
            reclaim();
            final int after = transmit.pending();
            if (after == 0 || after == before) {
                return;
            }
            before = after;
        }
    }

    @HotPath
    private void reclaim() {
        int count = completion.available(completion.capacity());
        while (count > 0) {
            for (int i = 0; i < count; i++) {
                final long frame = base + completion.address(i);
                final int chunk = store.chunkOf(frame);
                if (--kernelHas[chunk] == 0) {
                    outstandingFrames--;
                    store.takeBack(this, frame);
                    store.free(frame);
                }
            }
            completion.release(count);
            outstanding -= count;
            count = completion.available(completion.capacity());
        }
    }

    /** The socket's descriptor, to wait in {@code poll} for frames. */
    public int fd() {
        return socket.fd();
    }

    /** Why the last call into the kernel failed, for instance ENETDOWN; {@link Errno#EAGAIN} and success are null. */
    public Errno lastError() {
        final Errno errno = lastKick < 0 ? Errno.ofResult(lastKick) : null;
        return errno == Errno.EAGAIN ? null : errno;
    }

    /** The kernel's counters of this queue. */
    public XdpStatistics statistics() throws KernelException {
        return socket.statistics();
    }

    /** Frames of several pieces that were longer than a chunk of frame memory, and dropped. */
    public long receiveOversize() {
        return tooLong;
    }

    /** How often {@link #transmit} did not accept all frames, for want of room in the ring or because the driver took no more. */
    public long transmitFull() {
        return transmitFull;
    }

    /**
     * How often the kernel refused to send, with {@link #transmitError}. Frames in a ring wait until it refuses no more; XDP frames were
     * not accepted.
     */
    public long transmitFailed() {
        return transmitFailed;
    }

    /** Why the kernel refused to send when it last did, or null when it never did. */
    public Errno transmitError() {
        return transmitError;
    }

    /** Frames accepted by {@link #transmit} that {@link #close} gave up; they may not have left. */
    public int abandoned() {
        return abandoned;
    }

    /** Descriptors that the kernel has been given for sending and not given back. */
    public int outstanding() {
        return outstanding;
    }

    @Override
    public long receiveDrops() {
        try {
            return statistics().lostFrames();
        } catch (final KernelException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Closes the socket and returns every chunk that the kernel had to the store. Frames being sent are waited for, for up to a tenth of a
     * second; while the interface is down they are given up at once, see {@link #abandoned}.
     */
    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        flush();
        for (int round = 0; round < CLOSE_ROUNDS && outstanding > 0 && lastError() == null; round++) {
            flush();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        abandoned = outstandingFrames;
        socket.close();
        if (partial != 0) {
            store.free(partial);
            partial = 0;
        }
        for (int chunk = 0; chunk < kernelHas.length; chunk++) {
            if (kernelHas[chunk] != 0) {
                final long frame = base + (long) chunk * store.chunkSize();
                kernelHas[chunk] = 0;
                store.takeBack(this, frame);
                store.free(frame);
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
