package io.swaplane.control.label;

/** Where a binding stands in its life. */
enum BindingStage {
    /** It has users, and its entry does what they ask for. */
    LIVE,
    /** Nobody uses it any more, and its entry goes on forwarding: what follows it was announced. */
    RELEASED,
    /** Its entry drops: what it led to was withdrawn downstream. */
    WITHDRAWN,
    /** Its entry is gone, and the label rests. */
    GONE
}
