package io.swaplane.control.intent;

/**
 * A route target (RFC 4360 §4): an extended community that says into which VRFs a route goes.
 *
 * @param value its eight octets as they stand on the wire, the first one highest: type, subtype 2, administrator, number.
 */
public record RouteTarget(long value) {
    private static final int SUBTYPE = 0x02;

    /**
     * Reads {@code 100:1} (a two-octet AS number, or a four-octet one when it needs four), {@code 192.0.2.1:1} or {@code 100L:1} (a
     * four-octet AS number in any case).
     *
     * @throws IllegalArgumentException when it is none; the message says why.
     */
    public static RouteTarget parse(final String text) {
        return new RouteTarget(Administrated.parse("route target", text).withType(SUBTYPE));
    }

    @Override
    public String toString() {
        return Administrated.text((int) (value >>> 56), value);
    }
}
