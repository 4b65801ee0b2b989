package io.swaplane.bgp.message;

import java.util.Arrays;

/**
 * The header that every message begins with (RFC 4271 §4.1), and the checks on it (§6.1).
 *
 * <pre>
 *  0 … 15   marker, all ones
 * 16 … 17   length of the message with its header
 * 18        type
 * </pre>
 */
public final class MessageHeader {
    /** Octets of a header. */
    public static final int LENGTH = 19;
    /** The longest message without, and the longest OPEN and KEEPALIVE with the extended message capability. */
    public static final int MAX_MESSAGE = 4096;
    /** The longest message with the extended message capability (RFC 8654). */
    public static final int MAX_EXTENDED_MESSAGE = 65535;

    /** Message type. */
    public static final int OPEN = 1;
    /** Message type. */
    public static final int UPDATE = 2;
    /** Message type. */
    public static final int NOTIFICATION = 3;
    /** Message type. */
    public static final int KEEPALIVE = 4;
    /** Message type (RFC 2918). */
    public static final int ROUTE_REFRESH = 5;

    private static final int LENGTH_AT = 16;
    private static final int TYPE_AT = 18;
    private static final int[] LEAST = {0, 29, 23, 21, 19, 19};
    private static final byte[] KEEPALIVE_MESSAGE = new byte[LENGTH];

    static {
        write(KEEPALIVE_MESSAGE, 0, LENGTH, KEEPALIVE);
    }

    private MessageHeader() {
    }

    /** The length that the header at this offset claims. */
    public static int length(final byte[] buffer, final int offset) {
        return Octets.u16(buffer, offset + LENGTH_AT);
    }

    /** The type that the header at this offset claims. */
    public static int type(final byte[] buffer, final int offset) {
        return Octets.u8(buffer, offset + TYPE_AT);
    }

    /**
     * Checks a header of which all {@link #LENGTH} octets are there, before the rest of the message is waited for.
     *
     * @param extended whether this side has sent the extended message capability.
     * @return null when it is sound, else what to send its sender before the session is closed.
     */
    public static Notification check(final byte[] buffer, final int offset, final boolean extended) {
        if (Octets.i64(buffer, offset) != -1 || Octets.i64(buffer, offset + Long.BYTES) != -1) {
            return Notification.of(Notification.HEADER_ERROR, Notification.NOT_SYNCHRONIZED);
        }
        final int length = length(buffer, offset);
        final int type = type(buffer, offset);
        final boolean known = type >= OPEN && type <= ROUTE_REFRESH;
        final int most = extended && type != OPEN && type != KEEPALIVE ? MAX_EXTENDED_MESSAGE : MAX_MESSAGE;
        if (length < (known ? LEAST[type] : LENGTH) || length > most || type == KEEPALIVE && length != LENGTH) {
            return Notification.of(Notification.HEADER_ERROR, Notification.BAD_MESSAGE_LENGTH,
                Arrays.copyOfRange(buffer, offset + LENGTH_AT, offset + LENGTH_AT + 2));
        }
        return known ? null : Notification.of(Notification.HEADER_ERROR, Notification.BAD_MESSAGE_TYPE, new byte[] {(byte) type});
    }

    /** A KEEPALIVE message, of the caller's own. */
    public static byte[] keepalive() {
        return KEEPALIVE_MESSAGE.clone();
    }

    static void write(final byte[] to, final int at, final int length, final int type) {
        Octets.put64(to, at, -1);
        Octets.put64(to, at + Long.BYTES, -1);
        Octets.put16(to, at + LENGTH_AT, length);
        Octets.put8(to, at + TYPE_AT, type);
    }

    /** A message of this type with this body. */
    static byte[] message(final int type, final byte[] body) {
        final byte[] message = new byte[LENGTH + body.length];
        write(message, 0, message.length, type);
        System.arraycopy(body, 0, message, LENGTH, body.length);
        return message;
    }
}
