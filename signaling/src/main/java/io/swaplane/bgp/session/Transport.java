package io.swaplane.bgp.session;

import java.util.concurrent.TimeUnit;

/** Opens connections to peers. For the speaker's thread. */
@FunctionalInterface
public interface Transport {
    /** Begins to open a connection; the outcome is told later, never within this call. */
    Attempt connect(PeerSettings settings, Outcome outcome);

    /** Nanoseconds from the first attempt that failed to the next; from then on they double. */
    default long firstPause() {
        return TimeUnit.SECONDS.toNanos(1);
    }

    /** Nanoseconds between two attempts at most, where so many are configured. */
    default long longestPause(final long configured) {
        return configured;
    }

    /** A connection that is being opened. */
    @FunctionalInterface
    interface Attempt {
        /** Gives it up; the outcome is not told any more. */
        void cancel();
    }

    /** What becomes of an attempt: one of the two, once. */
    interface Outcome {
        /** There is a connection; returns who hears of it. */
        ConnectionHandler connected(Connection connection);

        /** There is none. */
        void failed(String why);
    }
}
