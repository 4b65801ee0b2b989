package io.swaplane.bgp.message;

import java.util.Arrays;

/**
 * A ROUTE-REFRESH message (RFC 2918, RFC 7313).
 *
 * @param family which routes.
 * @param subtype {@link #REQUEST}, {@link #BEGIN} or {@link #END}; others are to be ignored, and all are a request without the enhanced
 *     capability.
 */
public record RouteRefresh(AfiSafi family, int subtype) {
    /** Send the routes again. */
    public static final int REQUEST = 0;
    /** The routes follow. */
    public static final int BEGIN = 1;
    /** They have been sent: what was not among them is gone. */
    public static final int END = 2;

    private static final int LENGTH = MessageHeader.LENGTH + 4;
    private static final int SUBTYPE_AT = MessageHeader.LENGTH + 2;

    /**
     * Reads a message whose header has been checked.
     *
     * @param enhanced whether both sides have the enhanced route refresh capability, which has an error of its own for a wrong length.
     */
    public static Decoded<RouteRefresh> decode(final byte[] buffer, final int offset, final int length, final boolean enhanced) {
        if (length == LENGTH) {
            final int body = offset + MessageHeader.LENGTH;
            return Decoded.of(new RouteRefresh(new AfiSafi(Octets.u16(buffer, body), Octets.u8(buffer, body + 3)),
                Octets.u8(buffer, body + 2)));
        }
        if (enhanced && length > SUBTYPE_AT && (buffer[offset + SUBTYPE_AT] == BEGIN || buffer[offset + SUBTYPE_AT] == END)) {
            return Decoded.wrong(Notification.of(Notification.ROUTE_REFRESH_ERROR, Notification.INVALID_REFRESH_LENGTH,
                Arrays.copyOfRange(buffer, offset, offset + length)));
        }
        return Decoded.wrong(Notification.of(Notification.HEADER_ERROR, Notification.BAD_MESSAGE_LENGTH,
            new byte[] {(byte) (length >>> 8), (byte) length}));
    }

    /** The whole message. */
    public byte[] encode() {
        final byte[] body = new byte[4];
        Octets.put16(body, 0, family.afi());
        Octets.put8(body, 2, subtype);
        Octets.put8(body, 3, family.safi());
        return MessageHeader.message(MessageHeader.ROUTE_REFRESH, body);
    }
}
