package io.swaplane.control.intent;

/** How an LSP treats the TTL (RFC 3443) or the TC (RFC 3270 §2.6, RFC 5462) of what it carries. */
public enum Model {
    /** The LSP's hops show: copied into pushed labels and out of popped ones. */
    UNIFORM,
    /** The LSP is one hop: pushed labels get a configured value, and a pop leaves what it lays bare alone. */
    PIPE
}
