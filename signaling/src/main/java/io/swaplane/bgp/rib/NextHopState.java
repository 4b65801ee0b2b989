package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.NextHop;

/** A next hop of paths: whether it is resolved, and how far it is. Shared by all tables of a speaker; on its loop. */
public final class NextHopState {
    private final int number;
    private final NextHop address;
    private final String vrf;
    private final boolean labelled;
    private boolean resolved;
    private boolean changed;
    private int metric;
    private int index;
    private int users;

    NextHopState(final int number, final NextHop address, final String vrf, final boolean labelled) {
        this.number = number;
        this.address = address;
        this.vrf = vrf;
        this.labelled = labelled;
        this.resolved = !labelled;
    }

    /** Its number among the speaker's next hops, used again when nothing leads to it. */
    public int number() {
        return number;
    }

    /** Its address. */
    public NextHop address() {
        return address;
    }

    /** The VRF that it is in, or null. */
    public String vrf() {
        return vrf;
    }

    /** Whether labelled packets go to it: it must be resolved by a tunnel or an MPLS neighbour. */
    public boolean labelled() {
        return labelled;
    }

    /** Whether packets get to it. */
    public boolean resolved() {
        return resolved;
    }

    /** How far it is. */
    public int metric() {
        return metric;
    }

    /** Its index in the router's next hops; 0 as long as it has none. */
    public int index() {
        return index;
    }

    /** How many vias lead to it. */
    public int users() {
        return users;
    }

    int use(final int change) {
        users += change;
        return users;
    }

    void index(final int value) {
        index = value;
    }

    boolean settle(final boolean nowResolved, final int nowMetric) {
        final boolean different = resolved != nowResolved || metric != nowMetric;
        resolved = nowResolved;
        metric = nowMetric;
        changed |= different;
        return different;
    }

    boolean changed() {
        return changed;
    }

    /** All paths that lead to it have been looked at since it changed. */
    public void changeSeen() {
        changed = false;
    }
}
