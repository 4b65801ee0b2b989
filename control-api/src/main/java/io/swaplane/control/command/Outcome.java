package io.swaplane.control.command;

/** What became of a command, or of a bulk. */
public enum Outcome {
    /** It is in the tables of every worker. Only bulks say so; for others the cumulative acknowledgement does. */
    PROGRAMMED,
    /** It is in the intent; packets drop, as its next hop is unresolved. Of a bulk: that holds for some of it, and nothing was refused. */
    ACCEPTED,
    /** Some commands of a bulk were refused; the others are carried out. */
    WITH_REFUSALS,
    /** It was refused and nothing has changed. */
    REFUSED
}
