package io.swaplane.fastpath;

/**
 * A label stack entry as an {@code int} (RFC 3032 §2.1, RFC 5462), network order already undone.
 *
 * <pre>
 *  31                            12 11  9  8  7          0
 * +--------------------------------+-----+--+-------------+
 * |             label              | TC  | S|     TTL     |
 * +--------------------------------+-----+--+-------------+
 * </pre>
 */
public final class Lse {
    public static final int BYTES = 4;
    /** Bottom of stack. */
    public static final int S = 0x100;
    /** TC, S and TTL. */
    public static final int NOT_LABEL = 0xFFF;
    /** Traffic class bits. */
    public static final int TC = 0xE00;

    public static final int ENTROPY_LABEL_INDICATOR = 7;
    public static final int EXTENSION = 15;
    /** Labels below this are special-purpose. */
    public static final int FIRST_ORDINARY = 16;

    private Lse() {
    }

    public static int of(final int label, final int tc, final boolean bottom, final int ttl) {
        return label << 12 | tc << 9 | (bottom ? S : 0) | ttl;
    }

    public static int label(final int lse) {
        return lse >>> 12;
    }

    public static int tc(final int lse) {
        return lse >>> 9 & 7;
    }

    public static boolean bottom(final int lse) {
        return (lse & S) != 0;
    }

    public static int ttl(final int lse) {
        return lse & 0xFF;
    }
}
