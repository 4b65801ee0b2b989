package io.swaplane.table;

/** What a label that is popped at the bottom of the stack promises to lay bare (RFC 3032 §2.2: the label implies it). */
public enum PayloadType {
    /** IPv4 or IPv6, told apart by the version nibble. */
    IP("ip"),
    /** IPv4 only. */
    IPV4("ipv4"),
    /** IPv6 only. */
    IPV6("ipv6");

    private static final PayloadType[] VALUES = values();

    private final String label;

    PayloadType(final String label) {
        this.label = label;
    }

    /** The name in configuration and output. */
    public String label() {
        return label;
    }

    static PayloadType of(final int code) {
        return VALUES[code];
    }
}
