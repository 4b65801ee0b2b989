package io.swaplane.bgp.rib;

/** Something that follows the best paths of a table: a group of peers, or a VRF's import. On the table's loop. */
public interface TableUser {
    /** A destination's paths have changed. */
    void mark(int destination);

    /** Whether it still needs the number of a destination that has no paths. */
    boolean holds(int destination);
}
