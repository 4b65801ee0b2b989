package io.swaplane.control;

import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.table.Egress;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.collections.Object2IntHashMap;

/** A next hop in the graph, with what leads to it. Conductor only. */
final class NextHopNode {
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
    /** Routes, and legs of labels that are valid from interfaces in a VRF: how many by VRF; null for none. */
    private Object2IntHashMap<String> bound;

    NextHopNode(final NextHopIntent intent) {
        this.intent = intent;
    }

    int references() {
        return legs + routes + dependents.size() + tunnels.size();
    }

    /** What belongs to a VRF or the global table leads to it from now on. */
    void bind(final String vrf) {
        if (bound == null) {
            bound = new Object2IntHashMap<>(0);
        }
        bound.put(vrf, bound.getValue(vrf) + 1);
    }

    /** One thing less. */
    void unbind(final String vrf) {
        final int left = bound.getValue(vrf) - 1;
        if (left > 0) {
            bound.put(vrf, left);
        } else {
            bound.removeKey(vrf);
            bound = bound.isEmpty() ? null : bound;
        }
    }

    /** A VRF, or the global table, of which something leads to it and which is not this one; null when there is none. */
    String boundElsewhere(final String vrf) {
        return bound == null ? null : bound.keySet().stream().filter(each -> !each.equals(vrf)).findFirst().orElse(null);
    }

    /** The address that such a next hop is resolved by; null when it names what it leads to. */
    static InetAddress lookedUp(final NextHopIntent intent) {
        return intent instanceof NextHopIntent.Recursive recursive && recursive.via() == null ? recursive.peer() : null;
    }
}
