package io.swaplane.control.command;

import io.swaplane.control.Applied;

/** What became of a command, or of a bulk. */
public enum Outcome {
    /** It is in the tables of every worker. Of a single command a notice says so only when the router chose something for it. */
    PROGRAMMED,
    /** It is in the intent; packets drop, as its next hop is unresolved. Of a bulk: that holds for some of it, and nothing was refused. */
    ACCEPTED,
    /** It is in the intent, behind a stronger producer's route, and follows when that goes. A bulk counts it as accepted. */
    STANDBY,
    /** Some commands of a bulk were refused; the others are carried out. */
    WITH_REFUSALS,
    /** It was refused and nothing has changed. */
    REFUSED;

    /** Of a command that was not refused. */
    static Outcome of(final Applied applied) {
        return switch (applied) {
            case PROGRAMMED -> PROGRAMMED;
            case ACCEPTED -> ACCEPTED;
            case STANDBY -> STANDBY;
        };
    }
}
