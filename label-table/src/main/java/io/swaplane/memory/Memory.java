package io.swaplane.memory;

import java.nio.ByteOrder;

/**
 * Reads and writes of off-heap memory at absolute addresses; the only way in which tables and frames are touched.
 *
 * <p>There are two implementations behind it, chosen once at class initialisation and folded away by the compiler:
 * {@link UncheckedMemory} for production and {@link CheckedMemory} for tests and {@code -Dswaplane.checked=true}, where
 * every access is checked against the {@link MappedRegion}s that are alive.
 *
 * <p>Plain accesses are in the machine's byte order unless the name says {@code BigEndian} (network order). They need no
 * alignment; {@code Acquire}, {@code Release} and {@code Opaque} accesses need 8-byte alignment and are then single copies.
 * A {@code Release} store pairs with an {@code Acquire} load of the same address; each such pair is named where it is used.
 *
 * <p>Any thread may call; the ordering is in the accessor's name.
 */
public final class Memory {
    /** True when every access is bounds-checked ({@code -Dswaplane.checked=true}). */
    public static final boolean CHECKED = Boolean.getBoolean("swaplane.checked");

    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private Memory() {
    }

    public static byte getByte(final long address) {
        return CHECKED ? CheckedMemory.getByte(address) : UncheckedMemory.getByte(address);
    }

    public static void putByte(final long address, final byte value) {
        if (CHECKED) {
            CheckedMemory.putByte(address, value);
        } else {
            UncheckedMemory.putByte(address, value);
        }
    }

    public static short getShort(final long address) {
        return CHECKED ? CheckedMemory.getShort(address) : UncheckedMemory.getShort(address);
    }

    public static void putShort(final long address, final short value) {
        if (CHECKED) {
            CheckedMemory.putShort(address, value);
        } else {
            UncheckedMemory.putShort(address, value);
        }
    }

    public static int getInt(final long address) {
        return CHECKED ? CheckedMemory.getInt(address) : UncheckedMemory.getInt(address);
    }

    public static void putInt(final long address, final int value) {
        if (CHECKED) {
            CheckedMemory.putInt(address, value);
        } else {
            UncheckedMemory.putInt(address, value);
        }
    }

    public static long getLong(final long address) {
        return CHECKED ? CheckedMemory.getLong(address) : UncheckedMemory.getLong(address);
    }

    public static void putLong(final long address, final long value) {
        if (CHECKED) {
            CheckedMemory.putLong(address, value);
        } else {
            UncheckedMemory.putLong(address, value);
        }
    }

    /** An 8-byte load after which no later access may be seen to happen before it. */
    public static long getLongAcquire(final long address) {
        return CHECKED ? CheckedMemory.getLongAcquire(address) : UncheckedMemory.getLongAcquire(address);
    }

    /** An 8-byte store before which every earlier access of this thread is visible. */
    public static void putLongRelease(final long address, final long value) {
        if (CHECKED) {
            CheckedMemory.putLongRelease(address, value);
        } else {
            UncheckedMemory.putLongRelease(address, value);
        }
    }

    /** A 4-byte load after which no later access may be seen to happen before it; 4-byte aligned. */
    public static int getIntAcquire(final long address) {
        return CHECKED ? CheckedMemory.getIntAcquire(address) : UncheckedMemory.getIntAcquire(address);
    }

    /** A 4-byte store before which every earlier access of this thread is visible; 4-byte aligned. */
    public static void putIntRelease(final long address, final int value) {
        if (CHECKED) {
            CheckedMemory.putIntRelease(address, value);
        } else {
            UncheckedMemory.putIntRelease(address, value);
        }
    }

    /** An 8-byte load that is never torn and never optimised away; no ordering. */
    public static long getLongOpaque(final long address) {
        return CHECKED ? CheckedMemory.getLongOpaque(address) : UncheckedMemory.getLongOpaque(address);
    }

    /** An 8-byte store that is never torn and never optimised away; no ordering. */
    public static void putLongOpaque(final long address, final long value) {
        if (CHECKED) {
            CheckedMemory.putLongOpaque(address, value);
        } else {
            UncheckedMemory.putLongOpaque(address, value);
        }
    }

    /**
     * Adds to an 8-byte aligned counter that only the calling thread writes; another thread reads it with {@link #getLongOpaque} and
     * sees some earlier or the latest value, never half of one.
     */
    public static void addToCounter(final long address, final long amount) {
        if (CHECKED) {
            CheckedMemory.putLongOpaque(address, CheckedMemory.getLong(address) + amount);
        } else {
            UncheckedMemory.addToCounter(address, amount);
        }
    }

    /** Copies {@code length} bytes; the ranges may overlap. */
    public static void copy(final long source, final long target, final long length) {
        if (CHECKED) {
            CheckedMemory.copy(source, target, length);
        } else {
            UncheckedMemory.copy(source, target, length);
        }
    }

    /** Copies from a byte array to memory. */
    public static void copyIn(final byte[] source, final int offset, final long target, final int length) {
        if (CHECKED) {
            CheckedMemory.copyIn(source, offset, target, length);
        } else {
            UncheckedMemory.copyIn(source, offset, target, length);
        }
    }

    /** Copies from memory to a byte array. */
    public static void copyOut(final long source, final byte[] target, final int offset, final int length) {
        if (CHECKED) {
            CheckedMemory.copyOut(source, target, offset, length);
        } else {
            UncheckedMemory.copyOut(source, target, offset, length);
        }
    }

    /** Sets {@code length} bytes to zero. */
    public static void zero(final long address, final long length) {
        if (CHECKED) {
            CheckedMemory.zero(address, length);
        } else {
            UncheckedMemory.zero(address, length);
        }
    }

    /** A 16-bit field in network order, zero-extended. */
    public static int getUnsignedShortBigEndian(final long address) {
        final short raw = getShort(address);
        return (LITTLE_ENDIAN ? Short.reverseBytes(raw) : raw) & 0xFFFF;
    }

    public static void putShortBigEndian(final long address, final int value) {
        putShort(address, LITTLE_ENDIAN ? Short.reverseBytes((short) value) : (short) value);
    }

    public static int getIntBigEndian(final long address) {
        final int raw = getInt(address);
        return LITTLE_ENDIAN ? Integer.reverseBytes(raw) : raw;
    }

    public static void putIntBigEndian(final long address, final int value) {
        putInt(address, LITTLE_ENDIAN ? Integer.reverseBytes(value) : value);
    }

    public static long getLongBigEndian(final long address) {
        final long raw = getLong(address);
        return LITTLE_ENDIAN ? Long.reverseBytes(raw) : raw;
    }

    public static void putLongBigEndian(final long address, final long value) {
        putLong(address, LITTLE_ENDIAN ? Long.reverseBytes(value) : value);
    }
}
