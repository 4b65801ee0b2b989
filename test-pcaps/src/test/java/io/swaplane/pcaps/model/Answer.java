package io.swaplane.pcaps.model;

import io.swaplane.control.RefusalReason;
import io.swaplane.control.command.Outcome;
import java.util.Set;

/**
 * What a command must be answered with.
 *
 * @param outcome in the tables, in the intent alone, or refused.
 * @param reasons everything that is wrong with it: one of them must be named.
 */
record Answer(Outcome outcome, Set<RefusalReason> reasons) {
    static final Answer PROGRAMMED = new Answer(Outcome.PROGRAMMED, Set.of());

    static Answer applied(final boolean resolved) {
        return resolved ? PROGRAMMED : new Answer(Outcome.ACCEPTED, Set.of());
    }

    static Answer refused(final Set<RefusalReason> reasons) {
        return new Answer(Outcome.REFUSED, reasons);
    }
}
