package io.swaplane.table;

/**
 * How large the tables are made.
 *
 * @param workers copies of the ILM, one per worker thread.
 * @param labelSpaces most label spaces, the platform's (index 0) included.
 * @param ports most ports.
 * @param interfaces most interfaces, the unusable interface 0 included.
 */
public record Geometry(int workers, int labelSpaces, int ports, int interfaces) {
    /** Checks that each is at least one and fits its field. */
    public Geometry {
        if (workers < 1 || labelSpaces < 1 || ports < 1 || ports > 1 << 16 || interfaces < 1 || interfaces > 1 << 16) {
            throw new IllegalArgumentException("impossible table geometry: " + workers + " workers, " + labelSpaces
                + " label spaces, " + ports + " ports, " + interfaces + " interfaces");
        }
    }
}
