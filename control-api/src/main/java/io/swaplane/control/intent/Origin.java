package io.swaplane.control.intent;

/**
 * Whose command it is.
 *
 * @param producer the producer's number, the same over its sessions; 0 is the configuration's.
 * @param session rises with each session of the router's life; what an earlier one left is stale until it is put again.
 * @param owner what {@code show} prints: {@code static}, {@code bgp}, {@code api}.
 * @param preference 0 is the strongest; a stronger producer takes an entry over.
 */
public record Origin(int producer, int session, String owner, int preference) {
    /** The configuration. */
    public static final Origin STATIC = new Origin(0, 0, "static", 0);
}
