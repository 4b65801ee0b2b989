package io.swaplane.control.intent;

/**
 * A route distinguisher (RFC 4364 §4.2): what keeps the same prefix of two VPNs apart.
 *
 * @param value its eight octets as they stand on the wire, the first one highest.
 */
public record RouteDistinguisher(long value) {
    /**
     * Reads {@code 100:1} (type 0, or type 2 when the AS number needs four octets), {@code 192.0.2.1:1} (type 1) or {@code 100L:1} (type 2
     * in any case).
     *
     * @throws IllegalArgumentException when it is none; the message says why.
     */
    public static RouteDistinguisher parse(final String text) {
        return new RouteDistinguisher(Administrated.parse("route distinguisher", text).withType(0));
    }

    @Override
    public String toString() {
        return Administrated.text((int) (value >>> 48), value);
    }
}
