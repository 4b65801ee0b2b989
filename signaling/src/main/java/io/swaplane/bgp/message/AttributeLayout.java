package io.swaplane.bgp.message;

import java.util.Arrays;

/**
 * A path attribute on the wire (RFC 4271 §4.3).
 *
 * <pre>
 * 0        flags: optional, transitive, partial, extended length; the lower four bits unused
 * 1        type
 * 2 (… 3)  length of the value; two octets when the extended length bit is set
 * 3 or 4…  value
 * </pre>
 */
final class AttributeLayout {
    static final int OPTIONAL = 0x80;
    static final int TRANSITIVE = 0x40;
    static final int PARTIAL = 0x20;
    static final int EXTENDED_LENGTH = 0x10;
    /** The flags that a type fixes. */
    static final int KIND = OPTIONAL | TRANSITIVE;

    static final int HEAD = 3;
    static final int EXTENDED_HEAD = 4;

    static final int ORIGIN = 1;
    static final int AS_PATH = 2;
    static final int NEXT_HOP = 3;
    static final int MED = 4;
    static final int LOCAL_PREF = 5;
    static final int ATOMIC_AGGREGATE = 6;
    static final int AGGREGATOR = 7;
    static final int COMMUNITIES = 8;
    static final int ORIGINATOR_ID = 9;
    static final int CLUSTER_LIST = 10;
    static final int MP_REACH_NLRI = 14;
    static final int MP_UNREACH_NLRI = 15;
    static final int EXTENDED_COMMUNITIES = 16;
    static final int AS4_PATH = 17;
    static final int AS4_AGGREGATOR = 18;
    static final int IPV6_EXTENDED_COMMUNITIES = 25;
    static final int LARGE_COMMUNITIES = 32;

    /** The attribute of an unknown type. */
    static final int UNKNOWN = -1;

    private static final String[] NAMES = new String[LARGE_COMMUNITIES + 1];
    private static final int[] KINDS = new int[LARGE_COMMUNITIES + 1];

    static {
        Arrays.fill(KINDS, UNKNOWN);
        name(ORIGIN, TRANSITIVE, "ORIGIN");
        name(AS_PATH, TRANSITIVE, "AS_PATH");
        name(NEXT_HOP, TRANSITIVE, "NEXT_HOP");
        name(MED, OPTIONAL, "MULTI_EXIT_DISC");
        name(LOCAL_PREF, TRANSITIVE, "LOCAL_PREF");
        name(ATOMIC_AGGREGATE, TRANSITIVE, "ATOMIC_AGGREGATE");
        name(AGGREGATOR, OPTIONAL | TRANSITIVE, "AGGREGATOR");
        name(COMMUNITIES, OPTIONAL | TRANSITIVE, "COMMUNITIES");
        name(ORIGINATOR_ID, OPTIONAL, "ORIGINATOR_ID");
        name(CLUSTER_LIST, OPTIONAL, "CLUSTER_LIST");
        name(MP_REACH_NLRI, OPTIONAL, "MP_REACH_NLRI");
        name(MP_UNREACH_NLRI, OPTIONAL, "MP_UNREACH_NLRI");
        name(EXTENDED_COMMUNITIES, OPTIONAL | TRANSITIVE, "EXTENDED_COMMUNITIES");
        name(AS4_PATH, OPTIONAL | TRANSITIVE, "AS4_PATH");
        name(AS4_AGGREGATOR, OPTIONAL | TRANSITIVE, "AS4_AGGREGATOR");
        name(IPV6_EXTENDED_COMMUNITIES, OPTIONAL | TRANSITIVE, "IPV6_EXTENDED_COMMUNITIES");
        name(LARGE_COMMUNITIES, OPTIONAL | TRANSITIVE, "LARGE_COMMUNITIES");
    }

    private AttributeLayout() {
    }

    private static void name(final int type, final int kind, final String name) {
        KINDS[type] = kind;
        NAMES[type] = name;
    }

    /** The flags of {@link #KIND} that a type has, or {@link #UNKNOWN}. */
    static int kind(final int type) {
        return type < KINDS.length ? KINDS[type] : UNKNOWN;
    }

    static String text(final int type) {
        return kind(type) == UNKNOWN ? "attribute " + type : NAMES[type];
    }

    /** Octets of an attribute whose value has this length. */
    static int encodedLength(final int valueLength) {
        return (valueLength > 0xFF ? EXTENDED_HEAD : HEAD) + valueLength;
    }

    /** Writes flags, type and length; the extended length only when it must. Gives back where the value begins. */
    static int putHead(final byte[] to, final int at, final int flags, final int type, final int valueLength) {
        Octets.put8(to, at + 1, type);
        if (valueLength > 0xFF) {
            Octets.put8(to, at, flags | EXTENDED_LENGTH);
            Octets.put16(to, at + 2, valueLength);
            return at + EXTENDED_HEAD;
        }
        Octets.put8(to, at, flags);
        Octets.put8(to, at + 2, valueLength);
        return at + HEAD;
    }
}
