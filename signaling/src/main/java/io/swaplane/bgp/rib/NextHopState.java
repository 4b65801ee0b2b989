package io.swaplane.bgp.rib;

import io.swaplane.bgp.message.NextHop;

/**
 * A next hop of paths: whether it is resolved, and how far it is. One without labels is when it is a gateway on a link of its table, and
 * the router is asked only when a label is to be given for it; or when the router has another way to it. Shared by all tables of a
 * speaker; on its loop.
 */
public final class NextHopState {
    /** What goes to a next hop. */
    enum Packets {
        /** Packets with the labels of paths, over tunnels or to MPLS neighbours. */
        LABELLED,
        /** Packets without labels of paths. */
        PLAIN,
        /** Nothing, as its paths are no routes. */
        NONE
    }

    private final int number;
    private final NextHop address;
    private final String vrf;
    private final Packets packets;
    private boolean resolved;
    private boolean onLink;
    private boolean asked;
    private boolean changed;
    private int metric;
    private int index;
    private int users;

    NextHopState(final int number, final NextHop address, final String vrf, final Packets packets) {
        this.number = number;
        this.address = address;
        this.vrf = vrf;
        this.packets = packets;
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
        return packets == Packets.LABELLED;
    }

    /** Whether packets go to it at all; one to which none go counts as resolved. */
    public boolean takesPackets() {
        return packets != Packets.NONE;
    }

    Packets packets() {
        return packets;
    }

    /** Whether packets get to it. */
    public boolean resolved() {
        return resolved || onLink || !takesPackets();
    }

    /** Whether packets without label go straight to it, as a gateway on a link of its table. */
    public boolean onLink() {
        return onLink;
    }

    /** It is such a gateway. Before any path counts. */
    public void setOnLink() {
        onLink = true;
    }

    /** Whether packets with labels, or that were sent by one, get to it. */
    public boolean takesLabels() {
        return resolved;
    }

    /** Whether the router has been asked for it. */
    public boolean asked() {
        return asked;
    }

    /** The router is asked for it from now on, or no more. */
    public void asked(final boolean is) {
        asked = is;
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
        final int itsMetric = onLink ? metric : nowMetric;
        final boolean different = resolved != nowResolved || metric != itsMetric;
        resolved = nowResolved;
        metric = itsMetric;
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
