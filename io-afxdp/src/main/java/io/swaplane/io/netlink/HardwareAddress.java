package io.swaplane.io.netlink;

import java.util.HexFormat;

/**
 * A 48-bit MAC address, as the kernel reports it.
 *
 * @param bits the address, first byte on the wire in bits 47 to 40; the upper 16 bits are zero.
 */
public record HardwareAddress(long bits) {
    /** Bytes on the wire. */
    public static final int BYTES = 6;

    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    /** Refuses more than 48 bits. */
    public HardwareAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("a MAC address has 48 bits");
        }
    }

    /** From six bytes in wire order. */
    public static HardwareAddress of(final byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a MAC address has 6 bytes, not " + bytes.length);
        }
        long bits = 0;
        for (final byte b : bytes) {
            bits = bits << 8 | b & 0xFF;
        }
        return new HardwareAddress(bits);
    }

    /** The six bytes in wire order. */
    public byte[] bytes() {
        final byte[] bytes = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bytes[i] = (byte) (bits >>> 40 - 8 * i);
        }
        return bytes;
    }

    @Override
    public String toString() {
        return COLONS.formatHex(bytes());
    }
}
