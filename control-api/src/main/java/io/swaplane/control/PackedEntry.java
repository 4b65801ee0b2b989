package io.swaplane.control;

import io.swaplane.control.intent.Forwarding;
import io.swaplane.table.AcceptClass;

/**
 * Layout of what is kept of a label entry in a {@code long}: all of it when it forwards by one next hop, or drops as it was withdrawn.
 *
 * <pre>
 *  63        62       61          60  59           48 47            0
 * +---------+--------+-----------+---+---------------+---------------+
 * | present | object | withdrawn | 0 | accept class  |  forwarding   |
 * +---------+--------+-----------+---+---------------+---------------+
 * forwarding  see {@link Forwarding}
 * object      what it does is kept apart, as a {@link LabelEntry}; then the lowest 48 bits are 0
 * withdrawn   it drops, as what it led to was withdrawn downstream, with the router's models; then the lowest 48 bits are 0
 * </pre>
 */
final class PackedEntry {
    /** No entry. */
    static final long NONE = 0;

    private static final long PRESENT = 1L << 63;
    private static final long OBJECT = 1L << 62;
    private static final long WITHDRAWN = 1L << 61;
    private static final int CLASS_SHIFT = 48;
    private static final long FORWARDING_MASK = (1L << CLASS_SHIFT) - 1;

    private PackedEntry() {
    }

    /** An entry with one next hop. */
    static long forwarding(final long forwarding, final int acceptClass) {
        return PRESENT | (long) acceptClass << CLASS_SHIFT | forwarding;
    }

    /** An entry that is kept apart. */
    static long object(final int acceptClass) {
        return forwarding(0, acceptClass) | OBJECT;
    }

    /** An entry that drops as withdrawn. */
    static long withdrawn(final int acceptClass) {
        return forwarding(0, acceptClass) | WITHDRAWN;
    }

    static boolean isWithdrawn(final long packed) {
        return (packed & WITHDRAWN) != 0;
    }

    /** Whether it forwards by one next hop. */
    static boolean isForwarding(final long packed) {
        return (packed & (PRESENT | OBJECT | WITHDRAWN)) == PRESENT;
    }

    static boolean isObject(final long packed) {
        return (packed & OBJECT) != 0;
    }

    static int acceptClass(final long packed) {
        return (int) (packed >>> CLASS_SHIFT) & AcceptClass.LIMIT - 1;
    }

    /** What it does, of an entry with one next hop. */
    static long forwarding(final long packed) {
        return packed & FORWARDING_MASK;
    }
}
