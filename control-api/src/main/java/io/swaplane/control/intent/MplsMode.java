package io.swaplane.control.intent;

/** Whether an interface takes labelled packets, and from whom they then come. */
public enum MplsMode {
    /** Labelled packets are dropped. */
    OFF,
    /** The network's own links: accept class <em>core</em>. */
    CORE,
    /** An inter-AS or customer link: an accept class of its own (RFC 4364 §9, §10(b), §13.1). */
    EXTERNAL
}
