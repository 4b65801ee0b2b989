package io.swaplane.control.command;

/** What became of a command, or of a bulk. */
public enum Outcome {
    /** It is in the tables of every worker. Only bulks say so; for others the cumulative acknowledgement does. */
    PROGRAMMED,
    /** It is in the intent; packets drop, as its next hop is unresolved. Of a bulk: that holds for some of it, and nothing was refused. */
    ACCEPTED,
    /** Some of a bulk was refused, the rest is carried out. */
    PARTLY_REFUSED,
    /** It was refused and nothing has changed. */
    REFUSED
}
