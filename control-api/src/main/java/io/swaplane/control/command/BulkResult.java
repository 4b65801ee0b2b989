package io.swaplane.control.command;

import java.util.List;

/**
 * What became of a bulk's commands.
 *
 * @param programmed how many are in the tables.
 * @param accepted how many are in the intent alone, unresolved or on standby.
 * @param refused how many were refused.
 * @param refusals the first {@value #MOST_REFUSALS} that were refused.
 * @param assignments what the router chose, for each command for which it did.
 */
public record BulkResult(long programmed, long accepted, long refused, List<Refusal> refusals, List<Assignment> assignments) {
    /** How many refusals a bulk names. */
    public static final int MOST_REFUSALS = 100;

    /** Copies the lists. */
    public BulkResult {
        refusals = List.copyOf(refusals);
        assignments = List.copyOf(assignments);
    }

    /** How many refusals and assignments it holds. */
    int size() {
        return refusals.size() + assignments.size();
    }
}
