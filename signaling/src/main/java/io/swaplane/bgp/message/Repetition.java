package io.swaplane.bgp.message;

/** What a peer can do any number of times, and how often the log tells of it. */
public final class Repetition {
    private Repetition() {
    }

    /** Whether so many are worth a line in the log: the first, the tenth, the hundredth and so on. */
    public static boolean isTold(final long count) {
        long power = 1;
        while (power < count) {
            power *= 10;
        }
        return power == count;
    }
}
