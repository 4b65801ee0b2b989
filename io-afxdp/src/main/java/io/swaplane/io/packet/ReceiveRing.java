package io.swaplane.io.packet;

import io.swaplane.fastpath.HotPath;
import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelAbi.Packet;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A TPACKET_V3 receive ring: blocks that the kernel fills with frames and hands over one by one.
 *
 * <pre>
 * block   | header, 48: status, frames, first frame | frame header, 48 … frame | frame header … frame | …
 * </pre>
 *
 * <p>A block is the reader's from the moment that its status says USER (acquire, pairs with the kernel's barrier before it sets it) until
 * the reader sets it to KERNEL (release). The kernel hands over a block when it is full or {@value #RETIRE_MILLIS} ms old, which is what a
 * frame waits at most when traffic is thin (kernels before 6.18 count in timer ticks, and may take two). Owning worker only.
 */
final class ReceiveRing implements AutoCloseable {
    /** The least that the kernel can be asked for. */
    static final int RETIRE_MILLIS = 1;

    private static final int FRAME_SIZE = 2048;

    private final MappedRegion region;
    private final int blockBytes;
    private final int blocks;
    private int next;
    private long block;
    private long frame;
    private int left;

    private ReceiveRing(final MappedRegion region, final int blockBytes, final int blocks) {
        this.region = region;
        this.blockBytes = blockBytes;
        this.blocks = blocks;
    }

    /** Makes the ring on a packet socket that is not bound yet. */
    static ReceiveRing create(final int fd, final PacketSocketSettings settings) throws KernelException {
        final String subject = settings.interfaceName();
        KernelException.check(LibC.setsockopt(fd, KernelAbi.SOL_PACKET, Packet.VERSION, Packet.TPACKET_V3), "setsockopt PACKET_VERSION",
            subject);
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment request = arena.allocate(Packet.REQ3_SIZE, 4);
            request.set(ValueLayout.JAVA_INT, Packet.REQ_BLOCK_SIZE, settings.blockBytes());
            request.set(ValueLayout.JAVA_INT, Packet.REQ_BLOCK_COUNT, settings.blocks());
            request.set(ValueLayout.JAVA_INT, Packet.REQ_FRAME_SIZE, FRAME_SIZE);
            request.set(ValueLayout.JAVA_INT, Packet.REQ_FRAME_COUNT, settings.blockBytes() / FRAME_SIZE * settings.blocks());
            request.set(ValueLayout.JAVA_INT, Packet.REQ_RETIRE_MILLIS, RETIRE_MILLIS);
            KernelException.check(LibC.setsockopt(fd, KernelAbi.SOL_PACKET, Packet.RX_RING, request.address(), Packet.REQ3_SIZE),
                "setsockopt PACKET_RX_RING", subject);
        }
        final long bytes = (long) settings.blockBytes() * settings.blocks();
        final long address = KernelException.check(
            LibC.mmap(bytes, KernelAbi.PROT_READ | KernelAbi.PROT_WRITE, KernelAbi.MAP_SHARED, fd, 0), "mmap of the receive ring", subject);
        return new ReceiveRing(MappedRegion.adopt(address, bytes), settings.blockBytes(), settings.blocks());
    }

    /** The frame header that is next, or 0 when none waits. It stays until {@link #advance}. */
    @HotPath
    long peek() {
        while (left == 0) {
            if (!openBlock()) {
                return 0;
            }
        }
        return frame;
    }

    /** Steps over the frame that {@link #peek} gave; with the last of a block the block goes back to the kernel. */
    @HotPath
    void advance() {
        left--;
        if (left == 0) {
            release();
        } else {
            frame += Memory.getInt(frame + Packet.V3_NEXT);
        }
    }

    /** Takes the next block if it is ready; one that timed out empty goes straight back. */
    private boolean openBlock() {
        final long candidate = region.address() + (long) next * blockBytes;
        if ((Memory.getIntAcquire(candidate + Packet.BLOCK_STATUS) & Packet.STATUS_USER) == 0) {
            return false;
        }
        block = candidate;
        next = next + 1 == blocks ? 0 : next + 1;
        left = Memory.getInt(block + Packet.BLOCK_FRAMES);
        frame = block + Memory.getInt(block + Packet.BLOCK_FIRST_FRAME);
        if (left == 0) {
            release();
        }
        return true;
    }

    private void release() {
        Memory.putIntRelease(block + Packet.BLOCK_STATUS, Packet.STATUS_KERNEL);
    }

    @Override
    public void close() {
        region.close();
    }
}
