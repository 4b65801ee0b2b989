package io.swaplane.io.xdp;

import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.LibC;
import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A ring shared with the kernel: 32-bit producer and consumer counts that run freely, a flags word, and entries.
 *
 * <p>The side that writes entries publishes them with a release store of the producer count, which pairs with the reader's acquire load
 * of it; the reader gives slots back with a release store of the consumer count, which pairs with the writer's acquire load of that.
 * The kernel does its half with {@code smp_store_release} and {@code smp_load_acquire}. This process's side is for one thread.
 */
abstract class XskRing implements AutoCloseable {
    private final MappedRegion region;
    private final long flagsAddress;
    final long producerAddress;
    final long consumerAddress;
    final long entries;
    final int mask;
    final int capacity;

    /**
     * Maps one ring of a socket.
     *
     * @param offsets the ring's {@code struct xdp_ring_offset}, from the socket.
     * @param pageOffset which ring it is: where {@code mmap} finds it.
     */
    XskRing(final int socket, final String subject, final MemorySegment offsets, final long pageOffset, final int capacity,
            final int entrySize) throws KernelException {
        final long first = offsets.get(ValueLayout.JAVA_LONG, KernelAbi.Xdp.OFFSET_DESCRIPTORS);
        final long bytes = first + (long) capacity * entrySize;
        final long address = KernelException.check(LibC.mmap(bytes, KernelAbi.PROT_READ | KernelAbi.PROT_WRITE,
            KernelAbi.MAP_SHARED | KernelAbi.MAP_POPULATE, socket, pageOffset), "mmap of a ring", subject);
        this.region = MappedRegion.adopt(address, bytes);
        this.producerAddress = address + offsets.get(ValueLayout.JAVA_LONG, KernelAbi.Xdp.OFFSET_PRODUCER);
        this.consumerAddress = address + offsets.get(ValueLayout.JAVA_LONG, KernelAbi.Xdp.OFFSET_CONSUMER);
        this.flagsAddress = address + offsets.get(ValueLayout.JAVA_LONG, KernelAbi.Xdp.OFFSET_FLAGS);
        this.entries = address + first;
        this.capacity = capacity;
        this.mask = capacity - 1;
    }

    /** True when the kernel sleeps and only a system call makes it look at this ring. */
    final boolean needsWakeup() {
        return (Memory.getIntAcquire(flagsAddress) & KernelAbi.Xdp.RING_NEED_WAKEUP) != 0;
    }

    final int capacity() {
        return capacity;
    }

    @Override
    public final void close() {
        region.close();
    }
}
