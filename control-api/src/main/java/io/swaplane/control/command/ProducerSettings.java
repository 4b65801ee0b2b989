package io.swaplane.control.command;

import java.time.Duration;

/**
 * Who a producer is, and what its sessions mean.
 *
 * @param name its name, the same over its sessions; not blank, {@value #MOST_NAME} characters at most.
 * @param owner what {@code show} prints: {@code static}, {@code bgp}, {@code api}; not blank, {@value #MOST_NAME} characters at most.
 * @param preference 0 is the strongest.
 * @param mode what becomes of what its earlier sessions left.
 * @param staleAfter how long what it leaves goes on after the session's end when it does not put it again; null for ever.
 */
public record ProducerSettings(String name, String owner, int preference, SessionMode mode, Duration staleAfter) {
    /** Characters of a name. */
    public static final int MOST_NAME = 128;
    /** Longest {@link #staleAfter}. */
    public static final Duration MOST_STALE = Duration.ofDays(3650);

    /** Refuses blank and too long names, a negative preference, and a time that is negative or longer than {@link #MOST_STALE}. */
    public ProducerSettings {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("a producer needs a name");
        }
        if (name.length() > MOST_NAME) {
            throw new IllegalArgumentException("a producer's name of " + name.length() + " characters: it can have " + MOST_NAME);
        }
        if (owner == null || owner.isBlank()) {
            throw new IllegalArgumentException("producer " + name + " needs an owner");
        }
        if (owner.length() > MOST_NAME) {
            throw new IllegalArgumentException("producer " + name + ": an owner of " + owner.length() + " characters: it can have "
                + MOST_NAME);
        }
        if (preference < 0) {
            throw new IllegalArgumentException("producer " + name + ": preference " + preference + " must be 0 or more");
        }
        if (mode == null) {
            throw new IllegalArgumentException("producer " + name + " does not say what becomes of its earlier sessions");
        }
        if (staleAfter != null && (staleAfter.isNegative() || staleAfter.compareTo(MOST_STALE) > 0)) {
            throw new IllegalArgumentException("producer " + name + ": stale after " + staleAfter + " must be 0 to " + MOST_STALE);
        }
    }
}
