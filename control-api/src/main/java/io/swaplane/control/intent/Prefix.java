package io.swaplane.control.intent;

import io.swaplane.table.AddressText;
import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 prefix.
 *
 * @param address its first address.
 * @param length how many bits of the address count.
 */
public record Prefix(InetAddress address, int length) {
    /** What is written as an address at all: no name, and no IPv4 address with fewer than four numbers. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,3}");

    /** Refuses a length that its address has not. */
    public Prefix {
        if (length < 0 || length > bits(address)) {
            throw new IllegalArgumentException("a prefix of " + AddressText.of(address) + " has a length of 0 to " + bits(address));
        }
    }

    /**
     * Reads a prefix as in {@code 10.0.0.0/8}; without a length it is one address.
     *
     * @throws IllegalArgumentException when it is none, or names an address within a prefix; the message says why.
     */
    public static Prefix parse(final String text) {
        final Prefix prefix = read(text);
        if (prefix == null) {
            throw new IllegalArgumentException(text + " is no prefix: write it as 10.0.0.0/8 or 2001:db8::/32");
        }
        final byte[] octets = prefix.address.getAddress();
        for (int bit = prefix.length; bit < octets.length * Byte.SIZE; bit++) {
            if ((octets[bit / Byte.SIZE] & 0x80 >> bit % Byte.SIZE) != 0) {
                throw new IllegalArgumentException(text + " has bits behind its length");
            }
        }
        return prefix;
    }

    /** Null when it is none. */
    private static Prefix read(final String text) {
        final int slash = text.indexOf('/');
        final String host = slash < 0 ? text : text.substring(0, slash);
        if (!ADDRESS.matcher(host).matches() || slash >= 0 && !LENGTH.matcher(text.substring(slash + 1)).matches()) {
            return null;
        }
        try {
            final InetAddress address = InetAddress.ofLiteral(host);
            return new Prefix(address, slash < 0 ? bits(address) : Integer.parseInt(text.substring(slash + 1)));
        } catch (final IllegalArgumentException e) {
            // 300.0.0.0, 1::2::3, or too long.
            return null;
        }
    }

    private static int bits(final InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }

    /** Whether a route lies within; what is not written as a prefix or an address does not. */
    public boolean contains(final String route) {
        final Prefix other = read(route);
        if (other == null || bits(other.address) != bits(address) || other.length < length) {
            return false;
        }
        final byte[] mine = address.getAddress();
        final byte[] its = other.address.getAddress();
        for (int bit = 0; bit < length; bit++) {
            if (((mine[bit / Byte.SIZE] ^ its[bit / Byte.SIZE]) & 0x80 >> bit % Byte.SIZE) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return AddressText.of(address) + "/" + length;
    }
}
