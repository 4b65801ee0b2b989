package io.swaplane.table;

/**
 * A label's or next hop's counters at one moment, added up over the workers.
 *
 * @param packets acted on: forwarded, popped or given to the host.
 * @param octets of those packets, from the label on.
 * @param errors packets that matched and were dropped (or whose TTL expired).
 * @param discards of {@code packets}, those that the egress then had no room for.
 */
public record Counters(long packets, long octets, long errors, long discards) {
    /** All zero. */
    public static final Counters ZERO = new Counters(0, 0, 0, 0);

    Counters plus(final Counters other) {
        return new Counters(packets + other.packets, octets + other.octets, errors + other.errors, discards + other.discards);
    }

    Counters minus(final Counters other) {
        return new Counters(packets - other.packets, octets - other.octets, errors - other.errors, discards - other.discards);
    }
}
