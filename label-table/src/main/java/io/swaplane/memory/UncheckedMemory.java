package io.swaplane.memory;

import java.util.Objects;
import org.agrona.UnsafeApi;

/**
 * Production access: the JDK's own memory intrinsics at raw addresses, through Agrona's accessor for them; each access is one
 * machine instruction, with no bounds, alignment or liveness check.
 *
 * <p>A whole-address-space {@code MemorySegment} in a static final would do without that accessor; the forwarder measured 1.4 to 2
 * times as slow on it (see docs/ARCHITECTURE.md).
 */
final class UncheckedMemory {
    private static final long BYTES = UnsafeApi.arrayBaseOffset(byte[].class);

    private UncheckedMemory() {
    }

    static byte getByte(final long address) {
        return UnsafeApi.getByte(address);
    }

    static void putByte(final long address, final byte value) {
        UnsafeApi.putByte(address, value);
    }

    static short getShort(final long address) {
        return UnsafeApi.getShort(address);
    }

    static void putShort(final long address, final short value) {
        UnsafeApi.putShort(address, value);
    }

    static int getInt(final long address) {
        return UnsafeApi.getInt(address);
    }

    static void putInt(final long address, final int value) {
        UnsafeApi.putInt(address, value);
    }

    static long getLong(final long address) {
        return UnsafeApi.getLong(address);
    }

    static void putLong(final long address, final long value) {
        UnsafeApi.putLong(address, value);
    }

    static long getLongAcquire(final long address) {
        return UnsafeApi.getLongAcquire(null, address);
    }

    static void putLongRelease(final long address, final long value) {
        UnsafeApi.putLongRelease(null, address, value);
    }

    static int getIntAcquire(final long address) {
        return UnsafeApi.getIntAcquire(null, address);
    }

    static void putIntRelease(final long address, final int value) {
        UnsafeApi.putIntRelease(null, address, value);
    }

    static long getLongOpaque(final long address) {
        return UnsafeApi.getLongOpaque(null, address);
    }

    static void putLongOpaque(final long address, final long value) {
        UnsafeApi.putLongOpaque(null, address, value);
    }

    /**
     * A plain load and store: an aligned 8-byte store is one instruction on every 64-bit HotSpot. An opaque store says the same, but
     * the compiler treats it as a fence for everything else it has in registers: 1.3 ns a packet more.
     */
    static void addToCounter(final long address, final long amount) {
        UnsafeApi.putLong(address, UnsafeApi.getLong(address) + amount);
    }

    static void copy(final long source, final long target, final long length) {
        UnsafeApi.copyMemory(source, target, length);
    }

    static void copyIn(final byte[] source, final int offset, final long target, final int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        UnsafeApi.copyMemory(source, BYTES + offset, null, target, length);
    }

    static void copyOut(final long source, final byte[] target, final int offset, final int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        UnsafeApi.copyMemory(null, source, target, BYTES + offset, length);
    }

    static void zero(final long address, final long length) {
        UnsafeApi.setMemory(address, length, (byte) 0);
    }
}
