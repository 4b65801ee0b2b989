package io.swaplane.bgp.message;

/**
 * Reads NLRI of one section of a message, one after the other (RFC 4271 §4.3, RFC 8277 §2, RFC 4364 §4.3.4, RFC 4684 §4, RFC 7911 §3).
 *
 * <pre>
 * 0 …   path id, 4 octets, when negotiated
 *       length in bits of what follows
 *       labels, 3 octets each: 20 bits of label, 3 unused, bottom of stack; in a withdrawal one field without meaning
 *       route distinguisher, 8 octets
 *       prefix, in as few octets as its length needs
 * </pre>
 */
final class NlriCursor {
    private static final int LABEL_BITS = 24;
    private static final int LABEL = 3;
    private static final int RD_BITS = 64;
    private static final int LEAST_MEMBERSHIP = 32;
    private static final int MALFORMED = -1;

    private byte[] buffer;
    private Family family;
    private boolean withdrawal;
    private boolean pathIds;
    private int labelLimit;
    private int at;
    private int end;

    private int pathId;
    private int labelsAt;
    private int labelCount;
    private long rd;
    private long high;
    private long low;
    private int prefixLength;

    /** Goes to the begin of a section. */
    void begin(final byte[] from, final int start, final int stop, final Family of, final boolean withdrawn, final Negotiated form) {
        buffer = from;
        at = start;
        end = stop;
        family = of;
        withdrawal = withdrawn;
        pathIds = form.receivesPathIds(of);
        labelLimit = form.labelsReceived(of);
    }

    /** Whether the section has one more. */
    boolean hasNext() {
        return at < end;
    }

    /** Reads the next; false, and at the end, when it cannot be read. */
    boolean next() {
        at = read(at);
        if (at == MALFORMED) {
            at = end;
            return false;
        }
        return true;
    }

    private int read(final int start) {
        int position = start;
        if (pathIds) {
            if (end - position < Integer.BYTES) {
                return MALFORMED;
            }
            pathId = Octets.i32(buffer, position);
            position += Integer.BYTES;
        } else {
            pathId = 0;
        }
        if (position >= end) {
            return MALFORMED;
        }
        final int bits = Octets.u8(buffer, position++);
        final int next = position + (bits + 7 >>> 3);
        if (next > end) {
            return MALFORMED;
        }
        return readParts(position, bits) ? next : MALFORMED;
    }

    private boolean readParts(final int start, final int bits) {
        int position = start;
        int left = bits;
        if (family.labeled()) {
            labelsAt = position;
            labelCount = countLabels(position, left);
            position += labelCount * LABEL;
            left -= labelCount * LABEL_BITS;
        } else {
            labelCount = 0;
        }
        if (left < 0) {
            return false;
        }
        if (family.vpn()) {
            left -= RD_BITS;
            if (left < 0) {
                return false;
            }
            rd = Octets.i64(buffer, position);
            position += Long.BYTES;
        } else {
            rd = 0;
        }
        prefixLength = left;
        if (left > family.prefixBits() || family == Family.ROUTE_TARGET && left > 0 && left < LEAST_MEMBERSHIP) {
            return false;
        }
        readPrefix(position, left + 7 >>> 3);
        return true;
    }

    /** How many labels there are; more than fit when their end is not found. */
    private int countLabels(final int start, final int bits) {
        int count = 1;
        if (!withdrawal && labelLimit > 1) {
            while (count * LABEL_BITS <= bits && (buffer[start + count * LABEL - 1] & 1) == 0) {
                count++;
            }
        }
        return count;
    }

    private void readPrefix(final int start, final int octets) {
        if (start + 2 * Long.BYTES <= buffer.length) {
            // What is read behind the prefix is masked.
            high = Octets.i64(buffer, start) & Addresses.maskHigh(prefixLength);
            low = prefixLength <= Long.SIZE ? 0 : Octets.i64(buffer, start + Long.BYTES) & Addresses.maskLow(prefixLength);
            return;
        }
        long first = 0;
        long second = 0;
        for (int i = 0; i < octets; i++) {
            final long octet = Octets.u8(buffer, start + i);
            if (i < Long.BYTES) {
                first |= octet << 56 - 8 * i;
            } else {
                second |= octet << 120 - 8 * i;
            }
        }
        high = first & Addresses.maskHigh(prefixLength);
        low = second & Addresses.maskLow(prefixLength);
    }

    /** Whether it has more labels than this side has said it takes (RFC 8277 §2.1). */
    boolean tooManyLabels() {
        return !withdrawal && labelCount > labelLimit && labelLimit < Capability.MultipleLabels.NO_LIMIT;
    }

    /**
     * Whether no other host can have an address of the prefix: this network, loopback, multicast, broadcast, the unspecified and link-local
     * IPv6 addresses (RFC 6890), and IPv4-mapped IPv6 addresses, which would be taken for IPv4 ones (RFC 4291 §2.5.5.2).
     */
    boolean hostless() {
        if (family == Family.ROUTE_TARGET) {
            return false;
        }
        final long first = high >>> 32;
        if (family.ipv4()) {
            return prefixLength >= 4 && first >>> 28 == 0xE || prefixLength >= 8 && (first >>> 24 == 0 || first >>> 24 == 0x7F)
                || prefixLength == Integer.SIZE && first == 0xFFFF_FFFFL;
        }
        return prefixLength == 2 * Long.SIZE && high == 0 && low >>> 1 == 0
            || prefixLength >= 8 && first >>> 24 == 0xFF || prefixLength >= 10 && first >>> 22 == 0xFE80 >>> 6
            || prefixLength >= 96 && Addresses.mapped(high, low);
    }

    Family family() {
        return family;
    }

    boolean withdrawal() {
        return withdrawal;
    }

    int pathId() {
        return pathId;
    }

    int labelCount() {
        return withdrawal ? 0 : labelCount;
    }

    int label(final int index) {
        return Octets.u24(buffer, labelsAt + index * LABEL) >>> 4;
    }

    long rd() {
        return rd;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    int prefixLength() {
        return prefixLength;
    }
}
