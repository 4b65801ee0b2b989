package io.swaplane.bgp.message;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** An UPDATE message put together octet by octet, right or wrong. */
final class UpdateBytes {
    static final String IGP = "00";
    /** One sequence with AS 65001, in two octets. */
    static final String PATH = "0201fde9";
    static final String HOP = "0a000001";

    private final ByteArrayOutputStream withdrawn = new ByteArrayOutputStream();
    private final ByteArrayOutputStream attributes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream announced = new ByteArrayOutputStream();

    /** With ORIGIN, AS_PATH, NEXT_HOP, and 10.0.0.0/8 announced. */
    static UpdateBytes sound() {
        return mandatory().attribute(0x40, 3, HOP).announced("080a");
    }

    /** With ORIGIN and AS_PATH. */
    static UpdateBytes mandatory() {
        return new UpdateBytes().attribute(0x40, 1, IGP).attribute(0x40, 2, PATH);
    }

    UpdateBytes withdrawn(final String hex) {
        withdrawn.writeBytes(octets(hex));
        return this;
    }

    UpdateBytes announced(final String hex) {
        announced.writeBytes(octets(hex));
        return this;
    }

    UpdateBytes attribute(final int flags, final int type, final String hex) {
        final byte[] value = octets(hex);
        attributes.write(flags);
        attributes.write(type);
        if ((flags & 0x10) != 0) {
            attributes.write(value.length >>> 8);
        }
        attributes.write(value.length);
        attributes.writeBytes(value);
        return this;
    }

    /** Octets among the attributes as they are. */
    UpdateBytes raw(final String hex) {
        attributes.writeBytes(octets(hex));
        return this;
    }

    UpdateBytes reach(final Family family, final String nextHop, final String nlri) {
        return attribute(0x80, 14, String.format("%04x%02x%02x", family.afi(), family.safi(), octets(nextHop).length)
            + nextHop + "00" + nlri);
    }

    UpdateBytes unreach(final Family family, final String nlri) {
        return attribute(0x80, 15, String.format("%04x%02x", family.afi(), family.safi()) + nlri);
    }

    byte[] build() {
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        sized(body, withdrawn);
        sized(body, attributes);
        body.writeBytes(announced.toByteArray());
        return MessageHeader.message(MessageHeader.UPDATE, body.toByteArray());
    }

    private static void sized(final ByteArrayOutputStream to, final ByteArrayOutputStream part) {
        to.write(part.size() >>> 8);
        to.write(part.size());
        to.writeBytes(part.toByteArray());
    }

    static byte[] octets(final String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
