package io.swaplane.io.xdp;

import io.swaplane.fastpath.HotPath;
import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.memory.Memory;
import java.lang.foreign.MemorySegment;

/** A ring that the kernel writes and this process reads: receive (descriptors) or completion (addresses). */
final class ConsumerRing extends XskRing {
    private int consumer;
    private int knownProducer;

    ConsumerRing(final int socket, final String subject, final MemorySegment offsets, final long pageOffset, final int capacity,
                 final int entrySize) throws KernelException {
        super(socket, subject, offsets, pageOffset, capacity, entrySize);
    }

    /** How many entries wait, at most {@code max}. */
    @HotPath
    int available(final int max) {
        if (knownProducer == consumer) {
            // Pairs with the kernel's release of the entries that it has written.
            knownProducer = Memory.getIntAcquire(producerAddress);
        }
        return Math.min(max, knownProducer - consumer);
    }

    /** The address in the {@code index}-th waiting entry of a completion ring. */
    @HotPath
    long address(final int index) {
        return Memory.getLong(entries + (long) (consumer + index & mask) * Long.BYTES);
    }

    /** Where the {@code index}-th waiting descriptor of a receive ring lies. */
    @HotPath
    long descriptor(final int index) {
        return entries + (long) (consumer + index & mask) * KernelAbi.Xdp.DESC_SIZE;
    }

    /** Gives the first {@code count} slots back: the release pairs with the kernel's acquire of the consumer count. */
    @HotPath
    void release(final int count) {
        consumer += count;
        Memory.putIntRelease(consumerAddress, consumer);
    }
}
