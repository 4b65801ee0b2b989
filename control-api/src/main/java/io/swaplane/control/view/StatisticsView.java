package io.swaplane.control.view;

import io.swaplane.table.Counters;

/**
 * Counters of a label or next hop; see {@link Counters} for what each counts.
 *
 * @param packets acted on.
 * @param octets of those.
 * @param errors dropped.
 * @param discards of those acted on, lost for want of room at the egress.
 */
public record StatisticsView(long packets, long octets, long errors, long discards) {
    /** The same numbers. */
    public static StatisticsView of(final Counters counters) {
        return new StatisticsView(counters.packets(), counters.octets(), counters.errors(), counters.discards());
    }
}
