package io.swaplane.io.packet;

import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.HotPath;
import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelAbi.IoVec;
import io.swaplane.io.kernel.KernelAbi.MsgHdr;
import io.swaplane.io.kernel.LibC;
import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;

/**
 * Message headers for one {@code sendmmsg} of up to {@value #SIZE} frames: one system call sends a burst, and the kernel has copied
 * each frame when it returns.
 *
 * <p>A transmit ring is no faster (64-byte frames over veth, bursts of 128: 1.33 µs of CPU each, against 1.25 µs here), and worse: the
 * kernel sends references into the ring's pages and calls a slot free when the frame leaves its first owner. On veth a receiver on the
 * same host may still hold it then, and would read the next frame's bytes.
 */
final class TransmitBatch implements AutoCloseable {
    static final int SIZE = 256;

    private final MappedRegion region = MappedRegion.reserve((long) SIZE * (MsgHdr.SIZE_IN_ARRAY + IoVec.SIZE));
    private final long vectors = region.address() + (long) SIZE * MsgHdr.SIZE_IN_ARRAY;

    TransmitBatch() {
        for (int i = 0; i < SIZE; i++) {
            final long header = region.address() + (long) i * MsgHdr.SIZE_IN_ARRAY;
            Memory.putLong(header + MsgHdr.IOV, vectors + (long) i * IoVec.SIZE);
            Memory.putLong(header + MsgHdr.IOV_LENGTH, 1);
        }
    }

    /** Names the frame of message {@code index}. */
    @HotPath
    void set(final int index, final long frame) {
        final long vector = vectors + (long) index * IoVec.SIZE;
        Memory.putLong(vector + IoVec.BASE, FrameRef.address(frame));
        Memory.putLong(vector + IoVec.LENGTH, FrameRef.length(frame));
    }

    /** Sends the first {@code count}; returns how many the kernel took, or {@code -errno} when it refused the first. */
    int send(final int fd, final int count) {
        return LibC.sendmmsg(fd, region.address(), count, KernelAbi.MSG_DONTWAIT);
    }

    @Override
    public void close() {
        region.close();
    }
}
