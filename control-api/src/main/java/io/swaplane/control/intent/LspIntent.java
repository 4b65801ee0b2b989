package io.swaplane.control.intent;

/**
 * A label entry.
 *
 * @param label in-label.
 * @param labelSpace {@code platform}, or the name of an interface with a label space of its own.
 * @param owner who made it: {@code static}, {@code bgp}, ….
 * @param accept from where it is valid.
 * @param action what is done.
 * @param ttl TTL model, or null for the router's.
 * @param tc TC model, or null for the router's.
 * @param nextHopIndex index that the entry's own next hop shows, or null for one above all real next hops'.
 */
public record LspIntent(int label, String labelSpace, String owner, Accept accept, Action action, Model ttl, Model tc,
                        Integer nextHopIndex) {
    /** The platform label space's name. */
    public static final String PLATFORM = "platform";
}
