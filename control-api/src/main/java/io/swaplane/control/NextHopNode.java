package io.swaplane.control;

import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.table.Egress;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** A next hop in the graph, with what leads to it. Conductor only. */
final class NextHopNode {
    /** No VRF's name. */
    static final String SEVERAL = "";

    NextHopIntent intent;
    Reach reach;
    Egress egress = Egress.NONE;
    /** Indices of the next hops that name it. */
    final Set<Integer> dependents = new TreeSet<>();
    /** The tunnels that it leads into. */
    final Set<TunnelIntent> tunnels = new HashSet<>();
    /** Legs of label entries; and how many of those replace the label, or of the routes push one. */
    int legs;
    int swaps;
    /** Routes, legs of their groups included. */
    int routes;
    /** Routes, and legs of labels that are valid from interfaces in a VRF; and whose they all are, {@link #SEVERAL} when not of one. */
    private int bound;
    private String boundTo;

    NextHopNode(final NextHopIntent intent) {
        this.intent = intent;
    }

    int references() {
        return legs + routes + dependents.size() + tunnels.size();
    }

    /** What belongs to a VRF or the global table leads to it from now on. */
    void bind(final String vrf) {
        boundTo = bound == 0 || vrf.equals(boundTo) ? vrf : SEVERAL;
        bound++;
    }

    /** One thing less that belongs to one. */
    void unbind() {
        bound--;
    }

    /** The VRF, or the global table, whose all is that leads to it; {@link #SEVERAL}, or null for nothing such. */
    String boundTo() {
        return bound == 0 ? null : boundTo;
    }

    /** The address that it is resolved by; null when it names what it leads to. */
    InetAddress lookedUp() {
        return lookedUp(intent);
    }

    static InetAddress lookedUp(final NextHopIntent intent) {
        return intent instanceof NextHopIntent.Recursive recursive && recursive.via() == null ? recursive.peer() : null;
    }
}
