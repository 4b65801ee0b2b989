package io.swaplane.control.command;

import io.swaplane.control.intent.RefusalReason;

/**
 * What became of one command, when the cumulative acknowledgement alone does not say it: it was accepted but is not in the tables, it was
 * refused, or the router chose a number for it. Every bulk that is committed gets one.
 *
 * @param generation the command's; of a bulk, its commit's.
 * @param outcome what became of it.
 * @param reason why it was refused; null unless the outcome is {@link Outcome#REFUSED}.
 * @param text what was wrong, a sentence; null likewise.
 * @param assigned what the router chose: the in-label of a binding that was put, or the index of a next hop that was put without one; else
 *     null.
 * @param bulk the numbers of a bulk that was carried out; else null, also of a bulk that was refused as a whole.
 */
public record Notice(long generation, Outcome outcome, RefusalReason reason, String text, Integer assigned,
                     BulkResult bulk) { }
