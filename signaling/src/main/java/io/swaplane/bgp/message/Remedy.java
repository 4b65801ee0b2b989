package io.swaplane.bgp.message;

import java.util.Locale;

/** What is done about what is wrong with an UPDATE message (RFC 7606 §2), the weaker before the stronger. */
public enum Remedy {
    /** Nothing is wrong. */
    NONE,
    /** A prefix that no host can have is left out, the other routes are taken (RFC 4271 §6.3). */
    IGNORE_PREFIX,
    /** An attribute is left out, the routes are taken. */
    DISCARD_ATTRIBUTE,
    /** The message's routes are withdrawn, the session goes on. */
    TREAT_AS_WITHDRAW,
    /** All routes of the family from this peer are given up, and none taken in this session; the session goes on for the others. */
    DISABLE_FAMILY,
    /** The session is closed with a NOTIFICATION. */
    RESET_SESSION;

    /** For people to read. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    Remedy stronger(final Remedy other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
