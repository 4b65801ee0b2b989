package io.swaplane.io.xdp;

import io.swaplane.fastpath.HotPath;
import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.memory.Memory;
import java.lang.foreign.MemorySegment;

/** A ring that this process writes and the kernel reads: fill (addresses) or transmit (descriptors). */
final class ProducerRing extends XskRing {
    private int producer;
    private int knownConsumer;

    ProducerRing(final int socket, final String subject, final MemorySegment offsets, final long pageOffset, final int capacity,
                 final int entrySize) throws KernelException {
        super(socket, subject, offsets, pageOffset, capacity, entrySize);
    }

    /** How many entries fit, at least {@code wanted} if that many do; looks at the kernel's count only when it must. */
    @HotPath
    int free(final int wanted) {
        final int known = capacity - (producer - knownConsumer);
        if (known >= wanted) {
            return known;
        }
        // Pairs with the kernel's release of the slots that it has read.
        knownConsumer = Memory.getIntAcquire(consumerAddress);
        return capacity - (producer - knownConsumer);
    }

    /** Entries that the kernel has not read yet. */
    @HotPath
    int pending() {
        if (producer != knownConsumer) {
            knownConsumer = Memory.getIntAcquire(consumerAddress);
        }
        return producer - knownConsumer;
    }

    /** Writes an address into the next slot, which must be free. */
    @HotPath
    void putAddress(final long address) {
        Memory.putLong(entries + (long) (producer++ & mask) * Long.BYTES, address);
    }

    /** Writes a descriptor into the next slot, which must be free. */
    @HotPath
    void putDescriptor(final long address, final int length, final int options) {
        final long slot = entries + (long) (producer++ & mask) * KernelAbi.Xdp.DESC_SIZE;
        Memory.putLong(slot + KernelAbi.Xdp.DESC_ADDRESS, address);
        Memory.putInt(slot + KernelAbi.Xdp.DESC_LENGTH, length);
        Memory.putInt(slot + KernelAbi.Xdp.DESC_OPTIONS, options);
    }

    /** Lets the kernel see what was written: the release pairs with its acquire of the producer count. */
    @HotPath
    void publish() {
        Memory.putIntRelease(producerAddress, producer);
    }
}
