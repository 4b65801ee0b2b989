package io.swaplane.control;

/** What became of a command that was not refused. */
public enum Applied {
    /** It is in the intent; its packets drop, as its next hop is unresolved. */
    ACCEPTED,
    /** It is in the intent; a stronger producer's route has its place, and it follows when that goes. */
    STANDBY,
    /** It is in the tables of every worker. */
    PROGRAMMED
}
