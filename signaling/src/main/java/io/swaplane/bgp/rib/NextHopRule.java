package io.swaplane.bgp.rib;

/** What a peer is told as next hop. A peer of another AS is always told this router, unless it is {@link #UNCHANGED}. */
public enum NextHopRule {
    /** As the routes came; an external peer: this router itself. */
    STANDARD,
    /** This router itself, but for routes that are reflected. */
    SELF,
    /** This router itself, also for routes that are reflected. */
    SELF_ALWAYS,
    /** As the routes came, to external peers too. */
    UNCHANGED
}
