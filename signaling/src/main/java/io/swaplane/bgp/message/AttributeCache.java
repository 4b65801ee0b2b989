package io.swaplane.bgp.message;

import java.util.Arrays;

/**
 * What attributes were made of which octets, so that messages with the same attributes share one object. Four places for each hash; a new
 * one takes the place of the one that was not met for longest, so that its memory is bounded: {@code 4 × sets} attributes of at most
 * {@link #MOST_OCTETS} octets. One thread's; the sessions of a speaker share it.
 */
public final class AttributeCache {
    /** Longer attributes are not kept. */
    static final int MOST_OCTETS = 1024;

    private static final int WAYS = 4;
    private static final int STANDARD_SETS = 1 << 12;

    /** The place met last stands first within its set. */
    private final Entry[] entries;
    private final int mask;
    private long hits;
    private long misses;

    /** With room for 16384 attributes. */
    public AttributeCache() {
        this(STANDARD_SETS);
    }

    /**
     * Makes an empty one.
     *
     * @param sets a power of two.
     */
    public AttributeCache(final int sets) {
        if (Integer.bitCount(sets) != 1) {
            throw new IllegalArgumentException("a power of two is needed, not " + sets);
        }
        entries = new Entry[sets * WAYS];
        mask = sets - 1;
    }

    /**
     * Octets and what they mean.
     *
     * @param hash of the octets and the form.
     * @param form what was negotiated, as far as the meaning depends on it.
     */
    private record Entry(int hash, int form, byte[] octets, PathAttributes attributes) {
    }

    /** How many are kept. */
    public int size() {
        int size = 0;
        for (final Entry each : entries) {
            size += each == null ? 0 : 1;
        }
        return size;
    }

    /** How often attributes were found. */
    public long hits() {
        return hits;
    }

    /** How often they were not, or were too long to be kept. */
    public long misses() {
        return misses;
    }

    static int hash(final byte[] octets, final int length, final int form) {
        int hash = form;
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            final long word = Octets.i64(octets, at) * 0x9E37_79B9_7F4A_7C15L;
            hash = 31 * hash + (int) (word ^ word >>> 32);
        }
        for (; at < length; at++) {
            hash = 31 * hash + octets[at];
        }
        return hash ^ hash >>> 15;
    }

    /** The attributes that these octets mean, or null. */
    PathAttributes find(final byte[] octets, final int length, final int form, final int hash) {
        final int set = (hash & mask) * WAYS;
        for (int way = set; way < set + WAYS; way++) {
            final Entry entry = entries[way];
            if (entry == null) {
                break;
            }
            if (entry.hash == hash && entry.form == form && Arrays.equals(entry.octets, 0, entry.octets.length, octets, 0, length)) {
                toFront(set, way, entry);
                hits++;
                return entry.attributes;
            }
        }
        misses++;
        return null;
    }

    /** Keeps the attributes that these octets mean. */
    void put(final byte[] octets, final int length, final int form, final int hash, final PathAttributes attributes) {
        if (length <= MOST_OCTETS) {
            final int set = (hash & mask) * WAYS;
            toFront(set, set + WAYS - 1, new Entry(hash, form, Arrays.copyOf(octets, length), attributes));
        }
    }

    private void toFront(final int set, final int way, final Entry entry) {
        for (int to = way; to > set; to--) {
            entries[to] = entries[to - 1];
        }
        entries[set] = entry;
    }
}
