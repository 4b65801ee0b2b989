package io.swaplane.bgp.speaker;

/** How many announcements of a peer were treated as withdrawals for what the routes themselves say. On the speaker's loop. */
public final class RefusedRoutes {
    private long nextHops;
    private long labels;

    /** One more with a next hop that the peer may not name; how many that makes. */
    long nextHop() {
        nextHops++;
        return nextHops;
    }

    /** One more with a reserved label; how many that makes. */
    long label() {
        labels++;
        return labels;
    }

    /** Those of an earlier session count, too. */
    public void add(final RefusedRoutes others) {
        nextHops += others.nextHops;
        labels += others.labels;
    }

    /** With next hops that the peer may not name. */
    public long nextHops() {
        return nextHops;
    }

    /** With reserved labels. */
    public long labels() {
        return labels;
    }

    /** Whether so many are worth a line in the log: the first, the tenth, the hundredth and so on. */
    static boolean isTold(final long count) {
        long power = 1;
        while (power < count) {
            power *= 10;
        }
        return power == count;
    }
}
