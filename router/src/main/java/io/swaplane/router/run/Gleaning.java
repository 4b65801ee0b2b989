package io.swaplane.router.run;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;

/**
 * Has the conductor find out the neighbours whom the workers have packets for. Who was asked for within the last second is not asked for
 * again, and no more than some new ones on each interface: a customer who looks for hosts fills neither the conductor's tables nor the
 * kernel's at once. Control thread only.
 */
final class Gleaning {
    /** Between two requests for one address. */
    static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Addresses on one interface within that time; others wait for their next packet. */
    static final int MOST = 64;

    private final GleanRing.Consumer finder;
    private final List<GleanRing> rings;
    /** When each was asked for, the oldest first. */
    private final SequencedMap<Wanted, Long> asked = new LinkedHashMap<>();
    /** How many of them are on each interface. */
    private final Map<Integer, Integer> counts = new HashMap<>();

    private record Wanted(int interfaceNumber, InetAddress address) { }

    /**
     * What workers ask for goes on.
     *
     * @param finder finds a neighbour out: the conductor.
     * @param rings the workers'.
     */
    Gleaning(final GleanRing.Consumer finder, final List<GleanRing> rings) {
        this.finder = finder;
        this.rings = List.copyOf(rings);
    }

    /** Hands on what the workers asked for; returns how many. */
    int doWork(final long nowNanos) {
        while (!asked.isEmpty() && nowNanos - asked.firstEntry().getValue() >= PERIOD_NANOS) {
            counts.merge(asked.pollFirstEntry().getKey().interfaceNumber(), -1, Gleaning::sum);
        }
        int work = 0;
        for (final GleanRing ring : rings) {
            work += ring.poll((interfaceNumber, destination) -> glean(new Wanted(interfaceNumber, destination), nowNanos));
        }
        return work;
    }

    private void glean(final Wanted wanted, final long nowNanos) {
        if (counts.getOrDefault(wanted.interfaceNumber(), 0) < MOST && asked.putIfAbsent(wanted, nowNanos) == null) {
            counts.merge(wanted.interfaceNumber(), 1, Gleaning::sum);
            finder.accept(wanted.interfaceNumber(), wanted.address());
        }
    }

    /** Null, which leaves the map, for none. */
    private static Integer sum(final int one, final int other) {
        return one + other == 0 ? null : Integer.valueOf(one + other);
    }
}
