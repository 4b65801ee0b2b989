package io.swaplane.bgp.message;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An OPEN message (RFC 4271 §4.2), with optional parameters of either length (RFC 9072).
 *
 * <pre>
 * 19        version
 * 20 … 21   AS number, or 23456 for one that needs four octets
 * 22 … 23   hold time in seconds
 * 24 … 27   BGP identifier
 * 28        length of the optional parameters
 * 29 …      parameters: type, length, value; or 255, length in two octets, parameters with lengths of two octets
 * </pre>
 *
 * @param as the speaker's AS number: the four-octet one when it says it.
 * @param holdTime in seconds: 0, or 3 to 65535.
 * @param identifier the speaker's router id, not 0.
 * @param capabilities in the order in which they stand.
 */
public record OpenMessage(long as, int holdTime, int identifier, List<Capability> capabilities) {
    /** Stands in two octets for an AS number that needs four (RFC 6793). */
    public static final int AS_TRANS = 23456;

    private static final int VERSION = 4;
    private static final int FIXED = 29;
    private static final int CAPABILITIES = 2;
    private static final int EXTENDED = 255;
    private static final int LEAST_HOLD_TIME = 3;
    private static final int MAX_AS2 = 0xFFFF;
    /** What the length octet holds; with more the extended form is used. */
    private static final int MAX_PARAMETERS = 255;

    /** Copies the list. */
    public OpenMessage {
        capabilities = List.copyOf(capabilities);
    }

    /**
     * Reads a message whose header has been checked. What depends on the configuration (the AS expected, ids that are the same) is the
     * caller's.
     */
    public static Decoded<OpenMessage> decode(final byte[] buffer, final int offset, final int length) {
        if (Octets.u8(buffer, offset + 19) != VERSION) {
            return wrong(Notification.UNSUPPORTED_VERSION, new byte[] {0, VERSION});
        }
        final List<Capability> capabilities = new ArrayList<>();
        final Notification error = parameters(buffer, offset + FIXED, offset + length, Octets.u8(buffer, offset + 28), capabilities);
        if (error != null) {
            return Decoded.wrong(error);
        }
        final long as = as(Octets.u16(buffer, offset + 20), capabilities);
        final int holdTime = Octets.u16(buffer, offset + 22);
        final int identifier = Octets.i32(buffer, offset + 24);
        if (as == 0) {
            return wrong(Notification.BAD_PEER_AS, Octets.NONE);
        }
        if (identifier == 0) {
            return wrong(Notification.BAD_BGP_IDENTIFIER, Octets.NONE);
        }
        if (holdTime != 0 && holdTime < LEAST_HOLD_TIME) {
            return wrong(Notification.UNACCEPTABLE_HOLD_TIME, Octets.NONE);
        }
        return Decoded.of(new OpenMessage(as, holdTime, identifier, capabilities));
    }

    private static long as(final int twoOctets, final List<Capability> capabilities) {
        for (final Capability capability : capabilities) {
            if (capability instanceof Capability.FourOctetAs(final long as)) {
                return as;
            }
        }
        return twoOctets;
    }

    private static Decoded<OpenMessage> wrong(final int subcode, final byte[] data) {
        return Decoded.wrong(Notification.of(Notification.OPEN_ERROR, subcode, data));
    }

    private static Notification parameters(
        final byte[] buffer, final int start, final int end, final int length, final List<Capability> into) {
        final boolean extended = start < end && Octets.u8(buffer, start) == EXTENDED;
        if (extended) {
            return end - start < 3 || Octets.u16(buffer, start + 1) != end - start - 3
                ? malformed()
                : parameters(buffer, start + 3, end, true, into);
        }
        return length != end - start ? malformed() : parameters(buffer, start, end, false, into);
    }

    private static Notification parameters(
        final byte[] buffer, final int start, final int end, final boolean extended, final List<Capability> into) {
        final int head = extended ? 3 : 2;
        int at = start;
        while (at < end) {
            if (end - at < head) {
                return malformed();
            }
            final int length = extended ? Octets.u16(buffer, at + 1) : Octets.u8(buffer, at + 1);
            if (length > end - at - head) {
                return malformed();
            }
            if (Octets.u8(buffer, at) != CAPABILITIES) {
                return Notification.of(Notification.OPEN_ERROR, Notification.UNSUPPORTED_PARAMETER);
            }
            if (!CapabilityCodec.decode(buffer, at + head, at + head + length, into)) {
                return malformed();
            }
            at += head + length;
        }
        return null;
    }

    private static Notification malformed() {
        return Notification.of(Notification.OPEN_ERROR, Notification.UNSPECIFIC);
    }

    /**
     * What to send to a peer that lacks capabilities without which there is no session (RFC 5492 §3).
     *
     * @param missed those.
     */
    public static Notification unsupportedCapability(final List<Capability> missed) {
        return Notification.of(Notification.OPEN_ERROR, Notification.UNSUPPORTED_CAPABILITY, concatenated(missed));
    }

    private static byte[] concatenated(final List<Capability> capabilities) {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (final Capability capability : capabilities) {
            all.writeBytes(CapabilityCodec.encode(capability));
        }
        return all.toByteArray();
    }

    /** The whole message: all capabilities in one parameter, with the extended length only when it must. */
    public byte[] encode() {
        final byte[] all = concatenated(capabilities);
        final boolean extended = all.length + 2 > MAX_PARAMETERS;
        final int head = all.length == 0 ? 0 : extended ? 6 : 2;
        final byte[] message = new byte[FIXED + head + all.length];
        if (message.length > MessageHeader.MAX_MESSAGE) {
            throw new IllegalArgumentException("capabilities of " + all.length + " octets do not fit into an OPEN message");
        }
        MessageHeader.write(message, 0, message.length, MessageHeader.OPEN);
        Octets.put8(message, 19, VERSION);
        Octets.put16(message, 20, as > MAX_AS2 ? AS_TRANS : (int) as);
        Octets.put16(message, 22, holdTime);
        Octets.put32(message, 24, identifier);
        if (extended) {
            Octets.put8(message, 28, EXTENDED);
            Octets.put8(message, 29, EXTENDED);
            Octets.put16(message, 30, all.length + 3);
            Octets.put8(message, 32, CAPABILITIES);
            Octets.put16(message, 33, all.length);
        } else if (head > 0) {
            Octets.put8(message, 28, all.length + head);
            Octets.put8(message, 29, CAPABILITIES);
            Octets.put8(message, 30, all.length);
        }
        System.arraycopy(all, 0, message, FIXED + head, all.length);
        return message;
    }

    /** The first capability of this kind. */
    public <C extends Capability> Optional<C> first(final Class<C> kind) {
        return capabilities.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** What it says of graceful restart: the last such capability, as the others do not count (RFC 4724 §3). */
    public Optional<Capability.GracefulRestart> gracefulRestart() {
        return capabilities.stream().filter(Capability.GracefulRestart.class::isInstance).map(Capability.GracefulRestart.class::cast)
            .reduce((former, latter) -> latter);
    }

    /** Whether it names this family; without any multiprotocol capability it means IPv4 unicast. */
    public boolean supports(final Family family) {
        boolean any = false;
        for (final Capability capability : capabilities) {
            if (capability instanceof Capability.Multiprotocol(final AfiSafi numbers)) {
                if (numbers.equals(family.numbers())) {
                    return true;
                }
                any = true;
            }
        }
        return !any && family == Family.IPV4_UNICAST;
    }
}
