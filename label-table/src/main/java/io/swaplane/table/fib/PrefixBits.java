package io.swaplane.table.fib;

/**
 * The prefixes of 1 to 6 bits within one node, numbered like a binary heap: {@code 2^bits + value}, 2 to 127. Their set is two words, for
 * the short ones (up to 5 bits, by number) and the full ones (6 bits, by value). Pure functions.
 */
final class PrefixBits {
    private PrefixBits() {
    }

    /** The number of the prefix that the first {@code bits} bits of an entry are. */
    static int number(final int entry, final int bits) {
        return (FibLayout.ENTRIES | entry) >>> FibLayout.STRIDE - bits;
    }

    static int bits(final int number) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(number);
    }

    /** The first entry that a prefix covers. */
    static int firstEntry(final int number) {
        return (number << FibLayout.STRIDE - bits(number)) - FibLayout.ENTRIES;
    }

    /** How many entries a prefix covers; 1 to 32. */
    static int entries(final int number) {
        return FibLayout.ENTRIES >>> bits(number);
    }

    /** The entries that a prefix covers, as bits. */
    static long covered(final int number) {
        return (1L << entries(number)) - 1 << firstEntry(number);
    }

    /** The entries that prefixes of more than this many bits cover. */
    static long coveredByLonger(final long shorts, final long full, final int bits) {
        if (bits >= FibLayout.STRIDE) {
            return 0;
        }
        long covered = full;
        // A number of more bits is at least 2^(bits + 1); with bits = 5 there is no such short one.
        final long longer = bits + 1 < FibLayout.STRIDE ? shorts & -1L << (1 << bits + 1) : 0;
        for (long rest = longer; rest != 0; rest &= rest - 1) {
            covered |= covered(Long.numberOfTrailingZeros(rest));
        }
        return covered;
    }

    /** Where runs begin: with entry 0, and where a prefix or a child begins or has ended. */
    static long starts(final long shorts, final long full, final long children) {
        long starts = 1 | full | full << 1 | children | children << 1;
        for (long rest = shorts; rest != 0; rest &= rest - 1) {
            starts |= starts(Long.numberOfTrailingZeros(rest));
        }
        return starts;
    }

    /** Where a prefix makes runs begin. */
    static long starts(final int number) {
        final long covered = covered(number);
        final long first = covered & -covered;
        final long behind = covered + first; // 0 when it ends with the node
        return first | behind;
    }
}
