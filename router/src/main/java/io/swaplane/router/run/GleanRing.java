package io.swaplane.router.run;

import io.swaplane.fastpath.Ethernet;
import io.swaplane.fastpath.FrameRef;
import io.swaplane.fastpath.HotPath;
import io.swaplane.fastpath.Lse;
import io.swaplane.memory.MappedRegion;
import io.swaplane.memory.Memory;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Destinations whose neighbours are to be found out, from one worker to the control thread. When it is full the next packet asks again.
 *
 * <p>Layout: how many were put in, 8 bytes; at 64 how many were taken out, 8 bytes; from 128 on slots: the interface's number, 4 bytes; the
 * address's length, 4 bytes; the address as on the wire, 16 bytes. Two release/acquire pairs: the worker's store of the first count hands
 * a slot over, the control thread's of the second hands it back.
 */
final class GleanRing implements AutoCloseable {
    private static final int TAKEN = 64;
    private static final int SLOTS = 128;
    private static final int CAPACITY = 256;
    private static final int STRIDE = 32;
    private static final int LENGTH = 4;
    private static final int ADDRESS = 8;

    private static final int IPV4_DESTINATION = 16;
    private static final int IPV4_ADDRESS_BYTES = 4;
    private static final int IPV6_DESTINATION = 24;
    private static final int IPV6_ADDRESS_BYTES = 16;

    private final MappedRegion region = MappedRegion.reserve(SLOTS + CAPACITY * STRIDE);

    /** Takes what there is. */
    interface Consumer {
        void accept(int interfaceNumber, InetAddress destination);
    }

    /** Worker: asks for the neighbour to whom a frame is, on this interface. The frame stays the caller's. */
    @HotPath
    void offer(final int interfaceNumber, final long frame) {
        final long ring = region.address();
        final long put = Memory.getLong(ring);
        // Pairs with the release store in poll().
        if (put - Memory.getLongAcquire(ring + TAKEN) == CAPACITY) {
            return;
        }
        final long at = FrameRef.address(frame);
        final int ip = ipOffset(at, FrameRef.length(frame));
        final boolean version6 = (Memory.getByte(at + ip) & 0xF0) == 0x60;
        final int from = ip + (version6 ? IPV6_DESTINATION : IPV4_DESTINATION);
        final int length = version6 ? IPV6_ADDRESS_BYTES : IPV4_ADDRESS_BYTES;
        if (from + length > FrameRef.length(frame)) {
            return;
        }
        final long slot = slot(put);
        Memory.putInt(slot, interfaceNumber);
        Memory.putInt(slot + LENGTH, length);
        Memory.copy(at + from, slot + ADDRESS, length);
        // Pairs with the acquire load in poll().
        Memory.putLongRelease(ring, put + 1);
    }

    /** Where the IP packet begins, behind tags and labels. */
    private static int ipOffset(final long at, final int length) {
        int offset = Ethernet.HEADER_BYTES;
        while (offset + Ethernet.TAG_BYTES < length && Ethernet.isTag(Memory.getUnsignedShortBigEndian(at + offset - 2))) {
            offset += Ethernet.TAG_BYTES;
        }
        boolean labelled = Memory.getUnsignedShortBigEndian(at + offset - 2) == Ethernet.MPLS;
        while (labelled && offset + Lse.BYTES < length) {
            labelled = !Lse.bottom(Memory.getIntBigEndian(at + offset));
            offset += Lse.BYTES;
        }
        return offset;
    }

    /** Control thread: gives on what has been asked for; returns how many. */
    int poll(final Consumer consumer) {
        final long ring = region.address();
        final long begin = Memory.getLong(ring + TAKEN);
        // Pairs with the release store in offer().
        final long put = Memory.getLongAcquire(ring);
        for (long each = begin; each < put; each++) {
            final long slot = slot(each);
            final byte[] address = new byte[Memory.getInt(slot + LENGTH)];
            Memory.copyOut(slot + ADDRESS, address, 0, address.length);
            consumer.accept(Memory.getInt(slot), of(address));
        }
        // Pairs with the acquire load in offer().
        Memory.putLongRelease(ring + TAKEN, put);
        return (int) (put - begin);
    }

    private static InetAddress of(final byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (final UnknownHostException e) {
            throw new AssertionError("an address of " + address.length + " bytes", e);
        }
    }

    private long slot(final long index) {
        return region.address() + SLOTS + index % CAPACITY * STRIDE;
    }

    @Override
    public void close() {
        region.close();
    }
}
