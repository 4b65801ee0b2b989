package io.swaplane.bgp.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Capabilities on the wire (RFC 5492 §4).
 *
 * <pre>
 * 0   code
 * 1   length of the value
 * 2…  value
 * </pre>
 */
final class CapabilityCodec {
    private static final int HEAD = 2;
    private static final int FAMILY = 4;
    private static final int MOST = 255;

    private CapabilityCodec() {
    }

    /** Reads those of one optional parameter into a list; false when they do not fill it exactly. */
    static boolean decode(final byte[] from, final int start, final int end, final List<Capability> into) {
        int at = start;
        while (at < end) {
            if (end - at < HEAD || Octets.u8(from, at + 1) > end - at - HEAD) {
                return false;
            }
            final int length = Octets.u8(from, at + 1);
            into.add(decode(Octets.u8(from, at), from, at + HEAD, length));
            at += HEAD + length;
        }
        return true;
    }

    private static Capability decode(final int code, final byte[] from, final int at, final int length) {
        final Capability known = switch (code) {
            case Capability.Multiprotocol.CODE -> length == 4 ? new Capability.Multiprotocol(paddedFamily(from, at)) : null;
            case Capability.RefreshesRoutes.CODE -> length == 0 ? new Capability.RefreshesRoutes() : null;
            case Capability.ExtendedNextHop.CODE -> length % 6 == 0 && length > 0 ? nextHops(from, at, length) : null;
            case Capability.ExtendedMessage.CODE -> length == 0 ? new Capability.ExtendedMessage() : null;
            case Capability.MultipleLabels.CODE -> length % 4 == 0 && length > 0 ? labels(from, at, length) : null;
            case Capability.GracefulRestart.CODE -> length % 4 == 2 ? restart(from, at, length) : null;
            case Capability.FourOctetAs.CODE -> length == 4 ? new Capability.FourOctetAs(Octets.u32(from, at)) : null;
            case Capability.AddPath.CODE -> length % 4 == 0 && length > 0 ? addPath(from, at, length) : null;
            case Capability.EnhancedRefresh.CODE -> length == 0 ? new Capability.EnhancedRefresh() : null;
            case Capability.HostName.CODE -> hostName(from, at, length);
            default -> null;
        };
        return known != null ? known : new Capability.Unknown(code, Arrays.copyOfRange(from, at, at + length));
    }

    /** AFI, SAFI. */
    private static AfiSafi family(final byte[] from, final int at) {
        return new AfiSafi(Octets.u16(from, at), Octets.u8(from, at + 2));
    }

    /** AFI, an unused octet, SAFI. */
    private static AfiSafi paddedFamily(final byte[] from, final int at) {
        return new AfiSafi(Octets.u16(from, at), Octets.u8(from, at + 3));
    }

    private static Capability nextHops(final byte[] from, final int start, final int length) {
        final List<Capability.ExtendedNextHop.Entry> entries = new ArrayList<>();
        for (int at = start; at < start + length; at += 6) {
            entries.add(new Capability.ExtendedNextHop.Entry(paddedFamily(from, at), Octets.u16(from, at + 4)));
        }
        return new Capability.ExtendedNextHop(entries);
    }

    private static Capability labels(final byte[] from, final int start, final int length) {
        final List<Capability.MultipleLabels.Entry> entries = new ArrayList<>();
        for (int at = start; at < start + length; at += FAMILY) {
            entries.add(new Capability.MultipleLabels.Entry(family(from, at), Octets.u8(from, at + 3)));
        }
        return new Capability.MultipleLabels(entries);
    }

    private static Capability restart(final byte[] from, final int start, final int length) {
        final int head = Octets.u16(from, start);
        final List<Capability.GracefulRestart.Entry> entries = new ArrayList<>();
        for (int at = start + 2; at < start + length; at += FAMILY) {
            entries.add(new Capability.GracefulRestart.Entry(family(from, at), (Octets.u8(from, at + 3) & 0x80) != 0));
        }
        return new Capability.GracefulRestart((head & 0x8000) != 0, (head & 0x4000) != 0, head & 0xFFF, entries);
    }

    private static Capability addPath(final byte[] from, final int start, final int length) {
        final List<Capability.AddPath.Entry> entries = new ArrayList<>();
        for (int at = start; at < start + length; at += FAMILY) {
            final int mode = Octets.u8(from, at + 3);
            entries.add(new Capability.AddPath.Entry(family(from, at), mode == 1 || mode == 3, mode == 2 || mode == 3));
        }
        return new Capability.AddPath(entries);
    }

    private static Capability hostName(final byte[] from, final int at, final int length) {
        if (length < 2 || Octets.u8(from, at) > length - 2) {
            return null;
        }
        final int host = Octets.u8(from, at);
        final int domain = Octets.u8(from, at + 1 + host);
        if (domain != length - 2 - host) {
            return null;
        }
        return new Capability.HostName(new String(from, at + 1, host, StandardCharsets.UTF_8),
            new String(from, at + 2 + host, domain, StandardCharsets.UTF_8));
    }

    /** Code, length and value of one. */
    static byte[] encode(final Capability capability) {
        final byte[] value = value(capability);
        if (value.length > MOST) {
            throw new IllegalArgumentException("a capability of " + value.length + " octets does not fit: " + capability);
        }
        final byte[] encoded = new byte[HEAD + value.length];
        encoded[0] = (byte) capability.code();
        encoded[1] = (byte) value.length;
        System.arraycopy(value, 0, encoded, HEAD, value.length);
        return encoded;
    }

    private static byte[] value(final Capability capability) {
        return switch (capability) {
            case Capability.Multiprotocol(final AfiSafi family) -> padded(new byte[4], 0, family);
            case Capability.RefreshesRoutes() -> Octets.NONE;
            case final Capability.ExtendedNextHop nextHops -> {
                final byte[] value = new byte[6 * nextHops.entries().size()];
                int at = 0;
                for (final Capability.ExtendedNextHop.Entry entry : nextHops.entries()) {
                    padded(value, at, entry.family());
                    Octets.put16(value, at + 4, entry.nextHopAfi());
                    at += 6;
                }
                yield value;
            }
            case Capability.ExtendedMessage() -> Octets.NONE;
            case final Capability.MultipleLabels labels -> {
                final byte[] value = new byte[FAMILY * labels.entries().size()];
                int at = 0;
                for (final Capability.MultipleLabels.Entry entry : labels.entries()) {
                    at = put(value, at, entry.family(), entry.count());
                }
                yield value;
            }
            case final Capability.GracefulRestart restart -> {
                final byte[] value = new byte[2 + FAMILY * restart.entries().size()];
                Octets.put16(value, 0,
                    (restart.restarting() ? 0x8000 : 0) | (restart.notification() ? 0x4000 : 0) | restart.seconds() & 0xFFF);
                int at = 2;
                for (final Capability.GracefulRestart.Entry entry : restart.entries()) {
                    at = put(value, at, entry.family(), entry.forwarding() ? 0x80 : 0);
                }
                yield value;
            }
            case Capability.FourOctetAs(final long as) -> {
                final byte[] value = new byte[4];
                Octets.put32(value, 0, (int) as);
                yield value;
            }
            case final Capability.AddPath paths -> {
                final byte[] value = new byte[FAMILY * paths.entries().size()];
                int at = 0;
                for (final Capability.AddPath.Entry entry : paths.entries()) {
                    at = put(value, at, entry.family(), (entry.receive() ? 1 : 0) | (entry.send() ? 2 : 0));
                }
                yield value;
            }
            case Capability.EnhancedRefresh() -> Octets.NONE;
            case Capability.HostName(final String host, final String domain) -> hostName(host, domain);
            case final Capability.Unknown unknown -> unknown.value();
        };
    }

    private static byte[] padded(final byte[] to, final int at, final AfiSafi family) {
        Octets.put16(to, at, family.afi());
        Octets.put8(to, at + 3, family.safi());
        return to;
    }

    private static int put(final byte[] to, final int at, final AfiSafi family, final int last) {
        Octets.put16(to, at, family.afi());
        Octets.put8(to, at + 2, family.safi());
        Octets.put8(to, at + 3, last);
        return at + FAMILY;
    }

    private static byte[] hostName(final String host, final String domain) {
        final byte[] first = host.getBytes(StandardCharsets.UTF_8);
        final byte[] second = domain.getBytes(StandardCharsets.UTF_8);
        final byte[] value = new byte[2 + first.length + second.length];
        Octets.put8(value, 0, first.length);
        System.arraycopy(first, 0, value, 1, first.length);
        Octets.put8(value, 1 + first.length, second.length);
        System.arraycopy(second, 0, value, 2 + first.length, second.length);
        return value;
    }
}
