package io.swaplane.control.intent;

import java.util.HexFormat;

/**
 * A 48-bit MAC address.
 *
 * @param bits the address, first byte on the wire in bits 47 to 40; the upper 16 bits are zero.
 */
public record MacAddress(long bits) {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    /** Refuses more than 48 bits. */
    public MacAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("a MAC address has 48 bits");
        }
    }

    /**
     * Reads {@code 02:00:00:00:00:01}; hyphens are taken too.
     *
     * @throws IllegalArgumentException when it isn't one.
     */
    public static MacAddress parse(final String text) {
        if (!text.matches("[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}")) {
            throw new IllegalArgumentException("'" + text + "' is not a MAC address such as 02:00:00:00:00:01");
        }
        return new MacAddress(Long.parseLong(text.replaceAll("[:-]", ""), 16));
    }

    /** The six bytes in wire order. */
    public byte[] bytes() {
        final byte[] bytes = new byte[6];
        for (int i = 0; i < 6; i++) {
            bytes[i] = (byte) (bits >>> 40 - 8 * i);
        }
        return bytes;
    }

    /** True for multicast and broadcast addresses. */
    public boolean isGroup() {
        return (bits >>> 40 & 1) != 0;
    }

    @Override
    public String toString() {
        return COLONS.formatHex(bytes());
    }
}
