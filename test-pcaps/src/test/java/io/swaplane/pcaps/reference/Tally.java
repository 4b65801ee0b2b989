package io.swaplane.pcaps.reference;

import io.swaplane.table.Counters;
import io.swaplane.table.DropReason;
import io.swaplane.table.PortCounters;
import io.swaplane.table.PuntReason;
import java.util.HashMap;
import java.util.Map;

/** The counters of docs/FORWARDING.md §5, kept in maps. */
public final class Tally {
    /** A label in a label space, which has its configured name. */
    public record LabelKey(String space, int label) { }

    /** A reason at an ingress port. */
    public record ReasonKey(int port, Enum<?> reason) { }

    private final Map<LabelKey, Counters> labels = new HashMap<>();
    private final Map<Integer, Counters> nextHops = new HashMap<>();
    private final Map<Integer, PortCounters> ports = new HashMap<>();
    private final Map<String, Long> choices = new HashMap<>();
    private final Map<String, Long> routes = new HashMap<>();
    private final Map<ReasonKey, Long> reasons = new HashMap<>();

    void labelPacket(final LabelKey key, final int octets) {
        labels.merge(key, new Counters(1, octets, 0, 0), Tally::sum);
    }

    void labelError(final LabelKey key) {
        labels.merge(key, new Counters(0, 0, 1, 0), Tally::sum);
    }

    void labelDiscard(final LabelKey key) {
        labels.merge(key, new Counters(0, 0, 0, 1), Tally::sum);
    }

    void nextHop(final int index, final long packets, final long octets, final long errors, final long discards) {
        nextHops.merge(index, new Counters(packets, octets, errors, discards), Tally::sum);
    }

    void portIn(final int port, final int octets) {
        ports.merge(port, new PortCounters(1, octets, 0, 0, 0), Tally::sum);
    }

    void portOut(final int port, final int octets) {
        ports.merge(port, new PortCounters(0, 0, 1, octets, 0), Tally::sum);
    }

    void portDiscard(final int port) {
        ports.merge(port, new PortCounters(0, 0, 0, 0, 1), Tally::sum);
    }

    void drop(final int port, final DropReason reason) {
        reasons.merge(new ReasonKey(port, reason), 1L, Long::sum);
    }

    void punt(final int port, final PuntReason reason) {
        reasons.merge(new ReasonKey(port, reason), 1L, Long::sum);
    }

    void choice(final String kind) {
        choices.merge(kind, 1L, Long::sum);
    }

    void route(final String kind) {
        routes.merge(kind, 1L, Long::sum);
    }

    /** How often IP packets met routes, by kind, origin and version. No router counts this. */
    public Map<String, Long> routes() {
        return Map.copyOf(routes);
    }

    /** How often next hops chose among others, by kind. No router counts this. */
    public Map<String, Long> choices() {
        return Map.copyOf(choices);
    }

    /** A label's counters. */
    public Counters label(final String space, final int label) {
        return labels.getOrDefault(new LabelKey(space, label), Counters.ZERO);
    }

    /** Every label that anything was counted for. */
    public Map<LabelKey, Counters> labels() {
        return Map.copyOf(labels);
    }

    /** A next hop's counters, by its index in the intent. */
    public Counters nextHop(final int index) {
        return nextHops.getOrDefault(index, Counters.ZERO);
    }

    /** A port's counters. */
    public PortCounters port(final int port) {
        return ports.getOrDefault(port, new PortCounters(0, 0, 0, 0, 0));
    }

    /** Packets from a port that ended for a {@link DropReason} or {@link PuntReason}. */
    public long reason(final int port, final Enum<?> reason) {
        return reasons.getOrDefault(new ReasonKey(port, reason), 0L);
    }

    private static Counters sum(final Counters a, final Counters b) {
        return new Counters(a.packets() + b.packets(), a.octets() + b.octets(), a.errors() + b.errors(), a.discards() + b.discards());
    }

    private static PortCounters sum(final PortCounters a, final PortCounters b) {
        return new PortCounters(a.inPackets() + b.inPackets(), a.inOctets() + b.inOctets(), a.outPackets() + b.outPackets(),
            a.outOctets() + b.outOctets(), a.outDiscards() + b.outDiscards());
    }
}
