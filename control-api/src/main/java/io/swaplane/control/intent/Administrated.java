package io.swaplane.control.intent;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An administrator and a number that it gives, six octets as in route distinguishers (RFC 4364 §4.2) and route targets (RFC 4360 §3).
 *
 * <pre>
 * type 0   AS number, 2 octets   number, 4 octets
 * type 1   IPv4 address          number, 2 octets
 * type 2   AS number, 4 octets   number, 2 octets
 * </pre>
 *
 * @param type 0, 1 or 2.
 * @param value the six octets, the first one highest.
 */
record Administrated(int type, long value) {
    private static final Pattern AS = Pattern.compile("([0-9]{1,10})(L?):([0-9]{1,10})");
    private static final Pattern IP = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3}):([0-9]{1,10})");
    private static final long TWO_OCTETS = 0xFFFF;
    private static final long FOUR_OCTETS = 0xFFFF_FFFFL;

    static Administrated parse(final String what, final String text) {
        final Matcher as = AS.matcher(text);
        if (as.matches()) {
            final long number = Long.parseLong(as.group(1));
            return number > TWO_OCTETS || !as.group(2).isEmpty()
                ? new Administrated(2, limited(what, text, number, FOUR_OCTETS) << 16 | limited(what, text, as.group(3), TWO_OCTETS))
                : new Administrated(0, number << 32 | limited(what, text, as.group(3), FOUR_OCTETS));
        }
        final Matcher ip = IP.matcher(text);
        if (!ip.matches()) {
            throw new IllegalArgumentException(text + " is no " + what + ": write it as 65000:1 or 192.0.2.1:1");
        }
        long address = 0;
        for (int octet = 1; octet <= 4; octet++) {
            address = address << 8 | limited(what, text, ip.group(octet), 0xFF);
        }
        return new Administrated(1, address << 16 | limited(what, text, ip.group(5), TWO_OCTETS));
    }

    private static long limited(final String what, final String text, final String number, final long most) {
        return limited(what, text, Long.parseLong(number), most);
    }

    private static long limited(final String what, final String text, final long number, final long most) {
        if (number > most) {
            throw new IllegalArgumentException(text + " is no " + what + ": " + number + " must be at most " + most);
        }
        return number;
    }

    /** Eight octets: the type, a second octet, and the rest. In a route distinguisher the type takes both octets, so the second is its. */
    long withType(final int subtype) {
        return subtype == 0 ? (long) type << 48 | value : (long) type << 56 | (long) subtype << 48 | value;
    }

    /** The six lower octets of a value of this type, in words; another type in hexadecimal. */
    static String text(final int type, final long value) {
        return switch (type) {
            case 0 -> (value >>> 32 & TWO_OCTETS) + ":" + (value & FOUR_OCTETS);
            case 1 -> (value >>> 40 & 0xFF) + "." + (value >>> 32 & 0xFF) + "." + (value >>> 24 & 0xFF) + "." + (value >>> 16 & 0xFF) + ":"
                + (value & TWO_OCTETS);
            case 2 -> {
                final long as = value >>> 16 & FOUR_OCTETS;
                yield as + (as > TWO_OCTETS ? ":" : "L:") + (value & TWO_OCTETS);
            }
            default -> "0x" + Long.toHexString(value);
        };
    }
}
