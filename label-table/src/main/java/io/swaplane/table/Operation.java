package io.swaplane.table;

/**
 * What a forwarding word tells the forwarder to do. The ordinal is the word's op field; ordinal 0 makes an all-zero word
 * "no entry", so that untouched table memory is a valid, empty table.
 */
public enum Operation {
    /** No entry: the packet is discarded, never stripped (RFC 3031 §3.18). */
    NONE,
    /** Replace the top label by the out label, then push what the next hop pushes (RFC 3032 §2.1). */
    SWAP,
    /** Penultimate hop pop: pop and forward; this router is not the LSP's end (RFC 3031 §3.16). */
    PHP,
    /** Pop and forward without a lookup; this router is the LSP's end (a label per CE, RFC 4364 §5). */
    POP,
    /** Pop and look up the next label in the label space named by the out-label field; the host routes bare IP. */
    LOOKUP,
    /** Give what is behind the label, or the routed IP packet, to the host; the out-label field is the VRF's number there. */
    RECEIVE,
    /** Give the packet to the slow path as it came; the out-label field is the {@link PuntReason}. */
    PUNT,
    /** Drop; the out-label field is the {@link DropReason}. */
    DROP,
    /** The next-hop field names a group, whose buckets are forwarding words. */
    GROUP,
    /** Label 7: skip it and the entropy label behind it (RFC 6790 §4.2); the out-label field is 1 when valid on top. */
    ENTROPY,
    /** Label 15: an extended special-purpose label follows (RFC 7274 §3.1); the out-label field is 1 to drop, 0 to punt. */
    EXTENSION,
    /** Pop and route the bare IP packet by the VRF whose number is the out-label field (a label per VRF, RFC 4364 §5). */
    VRF,
    /** Of a route: push the out label on the IP packet, unless it is 3, then what the next hop pushes, and send. */
    PUSH,
    /** Of a route: the destination is on a link, and its neighbour is to be found out; the next-hop field is the interface. */
    GLEAN;

    private static final Operation[] VALUES = values();

    /** The operation with this ordinal. */
    public static Operation of(final int code) {
        return VALUES[code];
    }
}
