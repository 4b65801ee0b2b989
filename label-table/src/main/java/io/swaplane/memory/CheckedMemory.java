package io.swaplane.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Checked access: every address must lie wholly inside one live {@link MappedRegion}; anything else throws
 * {@link IndexOutOfBoundsException} with the address, instead of corrupting memory or killing the process.
 */
final class CheckedMemory {
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    /** The live regions, sorted by address; replaced as a whole, so that readers need no lock. */
    private static volatile MemorySegment[] regions = {};

    private CheckedMemory() {
    }

    static synchronized void register(final MemorySegment region) {
        final MemorySegment[] next = Arrays.copyOf(regions, regions.length + 1);
        next[regions.length] = region;
        Arrays.sort(next, (a, b) -> Long.compareUnsigned(a.address(), b.address()));
        regions = next;
    }

    static synchronized void unregister(final MemorySegment region) {
        regions = Arrays.stream(regions).filter(r -> r.address() != region.address()).toArray(MemorySegment[]::new);
    }

    private static MemorySegment regionOf(final long address, final long length) {
        final MemorySegment[] sorted = regions;
        int low = 0;
        int high = sorted.length - 1;
        while (low <= high) {
            final int middle = (low + high) >>> 1;
            final MemorySegment region = sorted[middle];
            if (address < region.address()) {
                high = middle - 1;
            } else if (address >= region.address() + region.byteSize()) {
                low = middle + 1;
            } else {
                return region;
            }
        }
        throw new IndexOutOfBoundsException(
            "no live memory region holds address 0x" + Long.toHexString(address) + " (" + length + " bytes)");
    }

    static byte getByte(final long address) {
        final MemorySegment region = regionOf(address, 1);
        return region.get(ValueLayout.JAVA_BYTE, address - region.address());
    }

    static void putByte(final long address, final byte value) {
        final MemorySegment region = regionOf(address, 1);
        region.set(ValueLayout.JAVA_BYTE, address - region.address(), value);
    }

    static short getShort(final long address) {
        final MemorySegment region = regionOf(address, 2);
        return region.get(ValueLayout.JAVA_SHORT_UNALIGNED, address - region.address());
    }

    static void putShort(final long address, final short value) {
        final MemorySegment region = regionOf(address, 2);
        region.set(ValueLayout.JAVA_SHORT_UNALIGNED, address - region.address(), value);
    }

    static int getInt(final long address) {
        final MemorySegment region = regionOf(address, 4);
        return region.get(ValueLayout.JAVA_INT_UNALIGNED, address - region.address());
    }

    static void putInt(final long address, final int value) {
        final MemorySegment region = regionOf(address, 4);
        region.set(ValueLayout.JAVA_INT_UNALIGNED, address - region.address(), value);
    }

    static long getLong(final long address) {
        final MemorySegment region = regionOf(address, 8);
        return region.get(ValueLayout.JAVA_LONG_UNALIGNED, address - region.address());
    }

    static void putLong(final long address, final long value) {
        final MemorySegment region = regionOf(address, 8);
        region.set(ValueLayout.JAVA_LONG_UNALIGNED, address - region.address(), value);
    }

    static long getLongAcquire(final long address) {
        final MemorySegment region = regionOf(address, 8);
        return (long) LONG.getAcquire(region, address - region.address());
    }

    static void putLongRelease(final long address, final long value) {
        final MemorySegment region = regionOf(address, 8);
        LONG.setRelease(region, address - region.address(), value);
    }

    static int getIntAcquire(final long address) {
        final MemorySegment region = regionOf(address, 4);
        return (int) INT.getAcquire(region, address - region.address());
    }

    static void putIntRelease(final long address, final int value) {
        final MemorySegment region = regionOf(address, 4);
        INT.setRelease(region, address - region.address(), value);
    }

    static long getLongOpaque(final long address) {
        final MemorySegment region = regionOf(address, 8);
        return (long) LONG.getOpaque(region, address - region.address());
    }

    static void putLongOpaque(final long address, final long value) {
        final MemorySegment region = regionOf(address, 8);
        LONG.setOpaque(region, address - region.address(), value);
    }

    static void copy(final long source, final long target, final long length) {
        final MemorySegment from = regionOf(source, length);
        final MemorySegment to = regionOf(target, length);
        MemorySegment.copy(from, source - from.address(), to, target - to.address(), length);
    }

    static void copyIn(final byte[] source, final int offset, final long target, final int length) {
        final MemorySegment to = regionOf(target, length);
        MemorySegment.copy(source, offset, to, ValueLayout.JAVA_BYTE, target - to.address(), length);
    }

    static void copyOut(final long source, final byte[] target, final int offset, final int length) {
        final MemorySegment from = regionOf(source, length);
        MemorySegment.copy(from, ValueLayout.JAVA_BYTE, source - from.address(), target, offset, length);
    }

    static void zero(final long address, final long length) {
        final MemorySegment region = regionOf(address, length);
        region.asSlice(address - region.address(), length).fill((byte) 0);
    }
}
