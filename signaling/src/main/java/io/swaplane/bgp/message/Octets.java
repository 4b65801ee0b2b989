package io.swaplane.bgp.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Numbers in network byte order in an array of octets. */
final class Octets {
    static final byte[] NONE = {};

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int MOST_SHOWN = 64;

    private Octets() {
    }

    static int u8(final byte[] from, final int at) {
        return from[at] & 0xFF;
    }

    static int u16(final byte[] from, final int at) {
        return (short) SHORT.get(from, at) & 0xFFFF;
    }

    static int u24(final byte[] from, final int at) {
        return u8(from, at) << 16 | u16(from, at + 1);
    }

    static int i32(final byte[] from, final int at) {
        return (int) INT.get(from, at);
    }

    static long u32(final byte[] from, final int at) {
        return i32(from, at) & 0xFFFF_FFFFL;
    }

    static long i64(final byte[] from, final int at) {
        return (long) LONG.get(from, at);
    }

    static void put8(final byte[] to, final int at, final int value) {
        to[at] = (byte) value;
    }

    static void put16(final byte[] to, final int at, final int value) {
        SHORT.set(to, at, (short) value);
    }

    static void put24(final byte[] to, final int at, final int value) {
        put8(to, at, value >>> 16);
        put16(to, at + 1, value);
    }

    static void put32(final byte[] to, final int at, final int value) {
        INT.set(to, at, value);
    }

    static void put64(final byte[] to, final int at, final long value) {
        LONG.set(to, at, value);
    }

    /** In hexadecimal, cut short when it is long. */
    static String hex(final byte[] octets) {
        return octets.length <= MOST_SHOWN ? HexFormat.of().formatHex(octets) : HexFormat.of().formatHex(octets, 0, MOST_SHOWN) + "…";
    }
}
