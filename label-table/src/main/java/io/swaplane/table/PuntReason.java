package io.swaplane.table;

/**
 * Every reason for which a packet leaves the packet path for the host or the slow path. The ordinal is the counter's index and
 * the code in a {@code PUNT} forwarding word.
 */
public enum PuntReason {
    RECEIVE("receive", "the label or IP destination is this router's own: the packet is the host's"),
    IP_LOOKUP("ip-lookup", "the last label was popped and the IP packet needs a route that the host has"),
    TTL_EXPIRED("ttl-expired", "the TTL would reach 0"),
    ROUTER_ALERT("router-alert", "label 1, router alert"),
    SPECIAL_LABEL("special-label", "a special-purpose label that has no meaning here"),
    GAL("gal", "label 13, generic associated channel"),
    OAM_ALERT("oam-alert", "label 14, OAM alert"),
    EXTENDED_SPECIAL("extended-special", "label 15, an extended special-purpose label follows"),
    GLEAN("glean", "the IP destination is on a connected link and its neighbour's address is not known yet");

    private static final PuntReason[] VALUES = values();

    private final String label;
    private final String sentence;

    PuntReason(final String label, final String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    /** The name in command output, JSON and metrics. */
    public String label() {
        return label;
    }

    /** What happened, in one sentence without its full stop. */
    public String sentence() {
        return sentence;
    }

    /** How many there are. */
    public static int count() {
        return VALUES.length;
    }

    /** The reason with this ordinal. */
    public static PuntReason of(final int code) {
        return VALUES[code];
    }
}
