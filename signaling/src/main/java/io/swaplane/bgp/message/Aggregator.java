package io.swaplane.bgp.message;

/**
 * Who has aggregated a route (RFC 4271 §5.1.7).
 *
 * @param as its AS number.
 * @param identifier its router id.
 */
public record Aggregator(long as, int identifier) {
    @Override
    public String toString() {
        return as + " " + Addresses.text(true, (long) identifier << 32, 0);
    }
}
