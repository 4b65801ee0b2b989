package io.swaplane.control.command;

/** Work that takes more than one call; no command is taken from the ring meanwhile. Conductor only. */
public interface Job {
    /** Does a bounded part of it; true when it is done. Throws nothing but an {@link Error}. */
    boolean slice();
}
