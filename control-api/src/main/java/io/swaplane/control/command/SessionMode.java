package io.swaplane.control.command;

/** What becomes of what the producer's earlier sessions left. */
public enum SessionMode {
    /** It is stale, and forwards until it is put again, the end of sync or the stale timer removes it. */
    RESYNC,
    /** It stays, and this session adds to it. */
    KEEP
}
