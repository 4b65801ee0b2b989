package io.swaplane.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Production access: one segment over the whole address space, held in a static final, so that the compiler sees its base and
 * bounds as constants and each access becomes a single machine instruction.
 */
final class UncheckedMemory {
    @SuppressWarnings("restricted") // the point of this class: every address is reachable; CheckedMemory is the safe twin
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    private UncheckedMemory() {
    }

    static byte getByte(final long address) {
        return ALL.get(ValueLayout.JAVA_BYTE, address);
    }

    static void putByte(final long address, final byte value) {
        ALL.set(ValueLayout.JAVA_BYTE, address, value);
    }

    static short getShort(final long address) {
        return ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, address);
    }

    static void putShort(final long address, final short value) {
        ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, address, value);
    }

    static int getInt(final long address) {
        return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address);
    }

    static void putInt(final long address, final int value) {
        ALL.set(ValueLayout.JAVA_INT_UNALIGNED, address, value);
    }

    static long getLong(final long address) {
        return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    }

    static void putLong(final long address, final long value) {
        ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
    }

    static long getLongAcquire(final long address) {
        return (long) LONG.getAcquire(ALL, address);
    }

    static void putLongRelease(final long address, final long value) {
        LONG.setRelease(ALL, address, value);
    }

    static long getLongOpaque(final long address) {
        return (long) LONG.getOpaque(ALL, address);
    }

    static void putLongOpaque(final long address, final long value) {
        LONG.setOpaque(ALL, address, value);
    }

    static void copy(final long source, final long target, final long length) {
        MemorySegment.copy(ALL, source, ALL, target, length);
    }

    static void copyIn(final byte[] source, final int offset, final long target, final int length) {
        MemorySegment.copy(source, offset, ALL, ValueLayout.JAVA_BYTE, target, length);
    }

    static void copyOut(final long source, final byte[] target, final int offset, final int length) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, source, target, offset, length);
    }

    static void zero(final long address, final long length) {
        ALL.asSlice(address, length).fill((byte) 0);
    }
}
