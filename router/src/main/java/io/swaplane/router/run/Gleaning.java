package io.swaplane.router.run;

import java.net.InetAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Has the conductor find out the neighbours whom the workers have packets for. Who was asked for within the last second is not asked for
 * again, so that a packet to nobody costs the conductor nothing while it is repeated. Control thread only.
 */
final class Gleaning {
    /** Between two requests for one address. */
    static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Addresses remembered at most: more new ones within a second wait for their next packet. */
    private static final int MEMORY = 4096;

    private final GleanRing.Consumer finder;
    private final List<GleanRing> rings;
    /** When each was asked for, the oldest first. */
    private final Map<Wanted, Long> asked = new LinkedHashMap<>();

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
        final Iterator<Long> times = asked.values().iterator();
        while (times.hasNext() && nowNanos - times.next() >= PERIOD_NANOS) {
            times.remove();
        }
        int work = 0;
        for (final GleanRing ring : rings) {
            work += ring.poll((interfaceNumber, destination) -> glean(new Wanted(interfaceNumber, destination), nowNanos));
        }
        return work;
    }

    private void glean(final Wanted wanted, final long nowNanos) {
        if (asked.size() < MEMORY && asked.putIfAbsent(wanted, nowNanos) == null) {
            finder.accept(wanted.interfaceNumber(), wanted.address());
        }
    }
}
