package io.swaplane.control;

/**
 * What the conductor keeps in a route's forwarding word: whose it is, in the bits where a label's word has its accept class, and which the
 * packet path does not look at in a route. See {@link RouteOrigins}.
 *
 * <pre>
 *  63    60 59    56 55               40 39                                     0
 * +--------+--------+-------------------+----------------------------------------+
 * |   op   | models | number of origin  |         next-hop id, out label         |
 * +--------+--------+-------------------+----------------------------------------+
 * </pre>
 */
final class RouteWord {
    /** One more than the highest number of an origin. */
    static final int ORIGINS = 1 << 16;

    private static final int SHIFT = 40;
    private static final long MASK = (long) (ORIGINS - 1) << SHIFT;

    private RouteWord() {
    }

    static long of(final long word, final int origin) {
        return word & ~MASK | (long) origin << SHIFT;
    }

    static int origin(final long word) {
        return (int) (word >>> SHIFT) & ORIGINS - 1;
    }

    /** What it does, whosever it is. */
    static long bare(final long word) {
        return word & ~MASK;
    }
}
