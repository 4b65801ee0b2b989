package io.swaplane.bgp.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** A NOTIFICATION message (RFC 4271 §4.5): why a session ends. Immutable. */
public final class Notification {
    /** Error code: message header error. */
    public static final int HEADER_ERROR = 1;
    /** Error code: OPEN message error. */
    public static final int OPEN_ERROR = 2;
    /** Error code: UPDATE message error. */
    public static final int UPDATE_ERROR = 3;
    /** Error code: hold timer expired. */
    public static final int HOLD_TIMER_EXPIRED = 4;
    /** Error code: finite state machine error (RFC 6608). */
    public static final int STATE_MACHINE_ERROR = 5;
    /** Error code: cease (RFC 4486). */
    public static final int CEASE = 6;
    /** Error code: ROUTE-REFRESH message error (RFC 7313). */
    public static final int ROUTE_REFRESH_ERROR = 7;

    /** The subcode that says nothing more. */
    public static final int UNSPECIFIC = 0;

    /** Header subcode. */
    public static final int NOT_SYNCHRONIZED = 1;
    /** Header subcode; the data is the two octets of the length. */
    public static final int BAD_MESSAGE_LENGTH = 2;
    /** Header subcode; the data is the type. */
    public static final int BAD_MESSAGE_TYPE = 3;

    /** OPEN subcode; the data is the version that is spoken here, two octets. */
    public static final int UNSUPPORTED_VERSION = 1;
    /** OPEN subcode. */
    public static final int BAD_PEER_AS = 2;
    /** OPEN subcode. */
    public static final int BAD_BGP_IDENTIFIER = 3;
    /** OPEN subcode. */
    public static final int UNSUPPORTED_PARAMETER = 4;
    /** OPEN subcode. */
    public static final int UNACCEPTABLE_HOLD_TIME = 6;
    /** OPEN subcode (RFC 5492); the data is the capabilities that are missed. */
    public static final int UNSUPPORTED_CAPABILITY = 7;

    /** UPDATE subcode. */
    public static final int MALFORMED_ATTRIBUTE_LIST = 1;
    /** UPDATE subcode. */
    public static final int UNRECOGNIZED_WELL_KNOWN = 2;
    /** UPDATE subcode; the data is the missing attribute's type. */
    public static final int MISSING_WELL_KNOWN = 3;
    /** UPDATE subcode; the data is the attribute, as for those that follow. */
    public static final int ATTRIBUTE_FLAGS = 4;
    /** UPDATE subcode. */
    public static final int ATTRIBUTE_LENGTH = 5;
    /** UPDATE subcode. */
    public static final int INVALID_ORIGIN = 6;
    /** UPDATE subcode. */
    public static final int INVALID_NEXT_HOP = 8;
    /** UPDATE subcode. */
    public static final int OPTIONAL_ATTRIBUTE = 9;
    /** UPDATE subcode. */
    public static final int INVALID_NETWORK = 10;
    /** UPDATE subcode. */
    public static final int MALFORMED_AS_PATH = 11;

    /** State machine subcode. */
    public static final int UNEXPECTED_IN_OPEN_SENT = 1;
    /** State machine subcode. */
    public static final int UNEXPECTED_IN_OPEN_CONFIRM = 2;
    /** State machine subcode. */
    public static final int UNEXPECTED_IN_ESTABLISHED = 3;

    /** Cease subcode; the data may be the family (AFI, SAFI) and the limit, 2, 1 and 4 octets. */
    public static final int MAXIMUM_PREFIXES = 1;
    /** Cease subcode; may carry a text (RFC 9003). */
    public static final int ADMINISTRATIVE_SHUTDOWN = 2;
    /** Cease subcode. */
    public static final int PEER_DECONFIGURED = 3;
    /** Cease subcode; may carry a text (RFC 9003). */
    public static final int ADMINISTRATIVE_RESET = 4;
    /** Cease subcode. */
    public static final int CONNECTION_REJECTED = 5;
    /** Cease subcode. */
    public static final int CONFIGURATION_CHANGE = 6;
    /** Cease subcode. */
    public static final int COLLISION = 7;
    /** Cease subcode. */
    public static final int OUT_OF_RESOURCES = 8;
    /** Cease subcode (RFC 8538). */
    public static final int HARD_RESET = 9;
    /** Cease subcode (RFC 9384). */
    public static final int BFD_DOWN = 10;

    /** ROUTE-REFRESH subcode; the data is the message. */
    public static final int INVALID_REFRESH_LENGTH = 1;

    private static final int FIXED = MessageHeader.LENGTH + 2;
    private static final int MAX_TEXT = 255;

    private final int code;
    private final int subcode;
    private final byte[] data;

    private Notification(final int code, final int subcode, final byte[] data) {
        this.code = code;
        this.subcode = subcode;
        this.data = data;
    }

    /** Without data. */
    public static Notification of(final int code, final int subcode) {
        return new Notification(code, subcode, Octets.NONE);
    }

    /** With data, which is copied, and cut where a message of 4096 octets ends. */
    public static Notification of(final int code, final int subcode, final byte[] data) {
        return new Notification(code, subcode, Arrays.copyOf(data, Math.min(data.length, MessageHeader.MAX_MESSAGE - FIXED)));
    }

    /** A cease with a text for the other side's operator (RFC 9003), cut at 255 octets of UTF-8, never within a character. */
    public static Notification shutdown(final int subcode, final String text) {
        final byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(utf8.length, MAX_TEXT);
        while (length < utf8.length && length > 0 && (utf8[length] & 0xC0) == 0x80) {
            length--;
        }
        final byte[] data = new byte[1 + length];
        data[0] = (byte) length;
        System.arraycopy(utf8, 0, data, 1, length);
        return new Notification(CEASE, subcode, data);
    }

    /** A cease after which no route is to be kept, for the reason that another one gives (RFC 8538 §3.1). */
    public static Notification hardReset(final Notification reason) {
        final byte[] data = new byte[2 + reason.data.length];
        data[0] = (byte) reason.code;
        data[1] = (byte) reason.subcode;
        System.arraycopy(reason.data, 0, data, 2, reason.data.length);
        return of(CEASE, HARD_RESET, data);
    }

    /** Whether no route is to be kept after it, whatever was agreed on. */
    public boolean isHardReset() {
        return code == CEASE && subcode == HARD_RESET;
    }

    /**
     * Reads a message whose header has been {@linkplain MessageHeader#check checked}; nothing in it can be wrong enough to answer.
     *
     * @param length the whole message's.
     */
    public static Notification decode(final byte[] buffer, final int offset, final int length) {
        final int body = offset + MessageHeader.LENGTH;
        return new Notification(Octets.u8(buffer, body), Octets.u8(buffer, body + 1),
            Arrays.copyOfRange(buffer, offset + FIXED, offset + length));
    }

    /** The whole message. */
    public byte[] encode() {
        final byte[] message = new byte[FIXED + data.length];
        MessageHeader.write(message, 0, message.length, MessageHeader.NOTIFICATION);
        Octets.put8(message, MessageHeader.LENGTH, code);
        Octets.put8(message, MessageHeader.LENGTH + 1, subcode);
        System.arraycopy(data, 0, message, FIXED, data.length);
        return message;
    }

    /** Its error code. */
    public int code() {
        return code;
    }

    /** Its error subcode. */
    public int subcode() {
        return subcode;
    }

    /** A copy of its data. */
    public byte[] data() {
        return data.clone();
    }

    /**
     * The text of an administrative shutdown or reset (RFC 9003); null when there is none, or it is no UTF-8. Control characters become
     * spaces.
     */
    public String shutdownText() {
        if (code != CEASE || subcode != ADMINISTRATIVE_SHUTDOWN && subcode != ADMINISTRATIVE_RESET
            || data.length < 2 || Octets.u8(data, 0) == 0 || Octets.u8(data, 0) > data.length - 1) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(data, 1, Octets.u8(data, 0)))
                .toString()
                .replaceAll("\\p{Cntrl}", " ");
        } catch (final CharacterCodingException e) {
            // Shown in hexadecimal by toString.
            return null;
        }
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof final Notification that && code == that.code && subcode == that.subcode && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Objects.hash(code, subcode, Arrays.hashCode(data));
    }

    /** That which a hard reset wraps is shown, too, and when that is one again, no more than its data (RFC 8538 §3.1). */
    @Override
    public String toString() {
        return isHardReset() && data.length >= 2 ? name() + ", "
            + new Notification(Octets.u8(data, 0), Octets.u8(data, 1), Arrays.copyOfRange(data, 2, data.length)).unwrapped() : unwrapped();
    }

    private String name() {
        return NotificationNames.of(code, subcode) + " (" + code + "/" + subcode + ")";
    }

    private String unwrapped() {
        final String text = shutdownText();
        if (text != null) {
            return name() + ": \"" + text + "\"";
        }
        return data.length == 0 ? name() : name() + ", data " + Octets.hex(data);
    }
}
