package io.swaplane.control;

/** What {@link Owners} know an object by. */
sealed interface Owned {
    /** A next hop, by its index. */
    record NextHop(int index) implements Owned { }
}
