package io.swaplane.bgp.session;

/**
 * How many prefixes of a family a peer may send.
 *
 * @param most the limit, at least 1; one more ends the session (RFC 4486 §4), unless it only warns.
 * @param warnPercent at which share of it a warning is logged, 1 to 100.
 * @param warnOnly whether the session outlives the limit.
 * @param restartSeconds after how long a session that the limit ended is opened again; 0: only by command.
 */
public record PrefixLimit(int most, int warnPercent, boolean warnOnly, int restartSeconds) {
    private static final int DEFAULT_WARN_PERCENT = 75;
    private static final int PERCENT = 100;

    /** Checks the ranges. */
    public PrefixLimit {
        if (most < 1) {
            throw new IllegalArgumentException("maximum-prefix " + most + ": at least 1");
        }
        if (warnPercent < 1 || warnPercent > PERCENT) {
            throw new IllegalArgumentException("maximum-prefix warning at " + warnPercent + "%: 1 to 100");
        }
        if (restartSeconds < 0) {
            throw new IllegalArgumentException("maximum-prefix restart after " + restartSeconds + " s: not negative");
        }
    }

    /** Ends the session for good; warns at three quarters. */
    public static PrefixLimit of(final int most) {
        return new PrefixLimit(most, DEFAULT_WARN_PERCENT, false, 0);
    }

    /** From how many prefixes on there is a warning. */
    public int warnFrom() {
        return (int) Math.max(1, (long) most * warnPercent / PERCENT);
    }
}
