package io.swaplane.table.fib;

/** The address family of a {@link Fib}. */
public enum AddressFamily {
    /** 32-bit addresses, which stand in the upper half of a key's high word. */
    IPV4(32),
    /** 128-bit addresses, the first eight octets in a key's high word. */
    IPV6(128);

    private final int bits;

    AddressFamily(final int bits) {
        this.bits = bits;
    }

    /** Bits of an address, and so the longest prefix length. */
    public int bits() {
        return bits;
    }
}
