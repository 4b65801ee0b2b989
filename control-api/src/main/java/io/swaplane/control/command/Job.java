package io.swaplane.control.command;

/** Work that takes more than one call; no command is taken from the ring meanwhile. Conductor only. */
interface Job {
    /** Does a bounded part of it; true when it is done. */
    boolean slice();
}
