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

    NextHopNode(final NextHopIntent intent) {
        this.intent = intent;
    }

    int references() {
        return legs + routes + dependents.size() + tunnels.size();
    }

    /** The address that it is resolved by; null when it names what it leads to. */
    InetAddress lookedUp() {
        return lookedUp(intent);
    }

    static InetAddress lookedUp(final NextHopIntent intent) {
        return intent instanceof NextHopIntent.Recursive recursive && recursive.via() == null ? recursive.peer() : null;
    }
}
