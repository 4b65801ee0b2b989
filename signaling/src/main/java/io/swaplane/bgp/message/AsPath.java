package io.swaplane.bgp.message;

import java.util.Arrays;

/**
 * An AS path (RFC 4271 §5.1.2): sequences and sets of AS numbers. Immutable.
 *
 * <p>Held as one array: a head for each segment (type in the upper 16 bits, count in the lower), then its AS numbers as unsigned integers.
 */
public final class AsPath {
    /** Segment type: an unordered set. */
    public static final int SET = 1;
    /** Segment type: a sequence, the last one to pass first. */
    public static final int SEQUENCE = 2;
    /** The path of a route from within the AS. */
    public static final AsPath EMPTY = new AsPath(new int[0]);

    private static final int CONFED_SEQUENCE = 3;
    private static final int CONFED_SET = 4;
    private static final int MOST_IN_SEGMENT = 255;
    private static final int COUNT_MASK = 0xFFFF;
    private static final int MAX_AS2 = 0xFFFF;

    private final int[] data;

    private AsPath(final int[] data) {
        this.data = data;
    }

    /** One sequence of these; empty when there are none. */
    public static AsPath sequence(final long... numbers) {
        AsPath path = EMPTY;
        for (int i = numbers.length - 1; i >= 0; i--) {
            path = path.prepend(numbers[i], 1);
        }
        return path;
    }

    /**
     * Reads the value of an AS_PATH or AS4_PATH.
     *
     * @param width 2 or 4 octets for an AS number.
     * @param confederations whether segments of a confederation are left out; else they make the path malformed, like any other error.
     * @return null when it is malformed: a segment of unknown type, without numbers or past the end, or AS 0 (RFC 7606 §7.2, RFC 7607).
     */
    static AsPath decode(final byte[] from, final int start, final int end, final int width, final boolean confederations) {
        final int[] data = new int[dataLength(start, end, width)];
        int used = 0;
        int at = start;
        while (at < end) {
            if (end - at < 2) {
                return null;
            }
            final int type = Octets.u8(from, at);
            final int count = Octets.u8(from, at + 1);
            at += 2;
            final boolean confederation = type == CONFED_SEQUENCE || type == CONFED_SET;
            if (count == 0 || count * width > end - at || type != SET && type != SEQUENCE && !(confederation && confederations)) {
                return null;
            }
            if (!confederation) {
                data[used++] = type << 16 | count;
                for (int i = 0; i < count; i++) {
                    final int as = width == 2 ? Octets.u16(from, at + 2 * i) : Octets.i32(from, at + 4 * i);
                    if (as == 0) {
                        return null;
                    }
                    data[used++] = as;
                }
            }
            at += count * width;
        }
        return used == 0 ? EMPTY : new AsPath(used == data.length ? data : Arrays.copyOf(data, used));
    }

    /** No less than the path takes: with two octets a head and a number are as long as one another, with four a head is shorter. */
    private static int dataLength(final int start, final int end, final int width) {
        return (end - start) / (width == 2 ? 2 : 3) + 1;
    }

    /** How long it is for the choice of the best path: a set counts as one. */
    public int length() {
        int length = 0;
        for (int at = 0; at < data.length; at += 1 + count(at)) {
            length += data[at] >>> 16 == SET ? 1 : count(at);
        }
        return length;
    }

    private int count(final int at) {
        return data[at] & COUNT_MASK;
    }

    /** Whether it has no segment. */
    public boolean isEmpty() {
        return data.length == 0;
    }

    /** The AS that it was received from: the leftmost, when it begins with a sequence; else -1. */
    public long first() {
        return data.length > 0 && data[0] >>> 16 == SEQUENCE ? Integer.toUnsignedLong(data[1]) : -1;
    }

    /** The AS that the route is from: the rightmost, when the path ends with a sequence; else -1. */
    public long origin() {
        long origin = -1;
        for (int at = 0; at < data.length; at += 1 + count(at)) {
            origin = data[at] >>> 16 == SEQUENCE ? Integer.toUnsignedLong(data[at + count(at)]) : -1;
        }
        return origin;
    }

    /** How often an AS is in it, sets included. */
    public int occurrences(final long as) {
        int found = 0;
        for (int at = 0; at < data.length; at += 1 + count(at)) {
            for (int i = 1; i <= count(at); i++) {
                if (data[at + i] == (int) as) {
                    found++;
                }
            }
        }
        return found;
    }

    /** This path with an AS before it, so many times. */
    public AsPath prepend(final long as, final int times) {
        AsPath path = this;
        int left = times;
        while (left > 0) {
            final int added = path.roomInFirst() > 0 ? Math.min(left, path.roomInFirst()) : Math.min(left, MOST_IN_SEGMENT);
            path = path.roomInFirst() > 0 ? path.grown(as, added) : path.begun(as, added);
            left -= added;
        }
        return path;
    }

    private int roomInFirst() {
        return data.length > 0 && data[0] >>> 16 == SEQUENCE ? MOST_IN_SEGMENT - count(0) : 0;
    }

    private AsPath grown(final long as, final int times) {
        final int[] grown = new int[data.length + times];
        grown[0] = data[0] + times;
        Arrays.fill(grown, 1, 1 + times, (int) as);
        System.arraycopy(data, 1, grown, 1 + times, data.length - 1);
        return new AsPath(grown);
    }

    private AsPath begun(final long as, final int times) {
        final int[] begun = new int[data.length + 1 + times];
        begun[0] = SEQUENCE << 16 | times;
        Arrays.fill(begun, 1, 1 + times, (int) as);
        System.arraycopy(data, 0, begun, 1 + times, data.length);
        return new AsPath(begun);
    }

    /** This path with another AS wherever the given one is (as-override). */
    public AsPath replace(final long as, final long by) {
        if (occurrences(as) == 0) {
            return this;
        }
        final int[] replaced = data.clone();
        for (int at = 0; at < data.length; at += 1 + count(at)) {
            for (int i = 1; i <= count(at); i++) {
                if (replaced[at + i] == (int) as) {
                    replaced[at + i] = (int) by;
                }
            }
        }
        return new AsPath(replaced);
    }

    /**
     * The path that a speaker of two-octet AS numbers was told in two attributes (RFC 6793 §4.2.3): of this AS_PATH so many of the first
     * numbers as the other lacks, then the AS4_PATH; this path alone when the AS4_PATH is longer.
     */
    AsPath merged(final AsPath as4) {
        final int lacking = length() - as4.length();
        if (lacking < 0) {
            return this;
        }
        final int[] merged = new int[data.length + as4.data.length];
        int used = 0;
        int left = lacking;
        for (int at = 0; at < data.length && left > 0; at += 1 + count(at)) {
            final boolean set = data[at] >>> 16 == SET;
            final int taken = set ? count(at) : Math.min(left, count(at));
            merged[used++] = data[at] & ~COUNT_MASK | taken;
            System.arraycopy(data, at + 1, merged, used, taken);
            used += taken;
            left -= set ? 1 : taken;
        }
        System.arraycopy(as4.data, 0, merged, used, as4.data.length);
        return new AsPath(joined(merged, used, used + as4.data.length));
    }

    /** Joins the sequence that ends at the seam with the one that begins there, when both are and they fit into one. */
    private static int[] joined(final int[] data, final int seam, final int end) {
        int last = -1;
        for (int at = 0; at < seam; at += 1 + (data[at] & COUNT_MASK)) {
            last = at;
        }
        if (last < 0 || seam == end || data[last] >>> 16 != SEQUENCE || data[seam] >>> 16 != SEQUENCE
            || (data[last] & COUNT_MASK) + (data[seam] & COUNT_MASK) > MOST_IN_SEGMENT) {
            return Arrays.copyOf(data, end);
        }
        data[last] += data[seam] & COUNT_MASK;
        System.arraycopy(data, seam + 1, data, seam, end - seam - 1);
        return Arrays.copyOf(data, end - 1);
    }

    /** Whether all its numbers have a two-octet form. */
    boolean fitsTwoOctets() {
        for (int at = 0; at < data.length; at += 1 + count(at)) {
            for (int i = 1; i <= count(at); i++) {
                if (Integer.compareUnsigned(data[at + i], MAX_AS2) > 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Octets of its encoding with AS numbers of this width. */
    int encodedLength(final int width) {
        int length = 0;
        for (int at = 0; at < data.length; at += 1 + count(at)) {
            length += 2 + width * count(at);
        }
        return length;
    }

    /** Writes its encoding; numbers without a two-octet form become 23456. */
    int encode(final byte[] to, final int start, final int width) {
        int put = start;
        for (int at = 0; at < data.length; at += 1 + count(at)) {
            Octets.put8(to, put, data[at] >>> 16);
            Octets.put8(to, put + 1, count(at));
            put += 2;
            for (int i = 1; i <= count(at); i++) {
                final int as = data[at + i];
                if (width == 2) {
                    Octets.put16(to, put, Integer.compareUnsigned(as, MAX_AS2) > 0 ? OpenMessage.AS_TRANS : as);
                } else {
                    Octets.put32(to, put, as);
                }
                put += width;
            }
        }
        return put;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof final AsPath that && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(data);
    }

    /** As in {@code 42 35 {1,2}}. */
    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        for (int at = 0; at < data.length; at += 1 + count(at)) {
            final boolean set = data[at] >>> 16 == SET;
            text.append(text.isEmpty() ? "" : " ").append(set ? "{" : "");
            for (int i = 1; i <= count(at); i++) {
                text.append(i == 1 ? "" : set ? "," : " ").append(Integer.toUnsignedString(data[at + i]));
            }
            text.append(set ? "}" : "");
        }
        return text.toString();
    }
}
