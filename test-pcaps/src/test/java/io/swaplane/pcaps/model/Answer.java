package io.swaplane.pcaps.model;

import io.swaplane.control.command.Outcome;
import io.swaplane.control.intent.RefusalReason;
import java.util.Set;

/**
 * What a command must be answered with.
 *
 * @param outcome in the tables, in the intent alone, or refused; null for in the tables or accepted.
 * @param reasons everything that is wrong with it: one of them must be named.
 * @param assigned the index that the router chose for a next hop without one; else null.
 */
record Answer(Outcome outcome, Set<RefusalReason> reasons, Integer assigned) {
    static final Answer PROGRAMMED = new Answer(Outcome.PROGRAMMED, Set.of(), null);

    /** Carried out, behind a stronger producer's. */
    static final Answer STANDBY = new Answer(Outcome.STANDBY, Set.of(), null);

    /** Carried out; whether what it leads to is in the tables already depends on which index the conductor gave it. */
    static final Answer EITHER = new Answer(null, Set.of(), null);

    /** Carried out, and in the tables when it leads anywhere. */
    static Answer applied(final boolean resolved) {
        return resolved ? PROGRAMMED : new Answer(Outcome.ACCEPTED, Set.of(), null);
    }

    /** The same, with a number that was chosen. */
    Answer assigning(final int number) {
        return new Answer(outcome, reasons, number);
    }

    /** Refused for one of these. */
    static Answer refused(final Set<RefusalReason> reasons) {
        return new Answer(Outcome.REFUSED, reasons, null);
    }
}
