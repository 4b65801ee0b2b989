package io.swaplane.bgp.speaker;

/** How many announcements of a peer were treated as withdrawals for what the routes themselves say. On the speaker's loop. */
public final class RefusedRoutes {
    private long nextHops;
    private long labels;
    private long ownAs;

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

    /** One more with this router's AS in its path, more often than is allowed. */
    void ownAs() {
        ownAs++;
    }

    /** Those of an earlier session count, too. */
    public void add(final RefusedRoutes others) {
        nextHops += others.nextHops;
        labels += others.labels;
        ownAs += others.ownAs;
    }

    /** With next hops that the peer may not name. */
    public long nextHops() {
        return nextHops;
    }

    /** With reserved labels. */
    public long labels() {
        return labels;
    }

    /** With this router's AS in their paths, more often than is allowed. */
    public long ownAsPaths() {
        return ownAs;
    }
}
