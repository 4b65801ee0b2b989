package io.swaplane.pcaps.model;

import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.TunnelIntent;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What may not lead from VRF to VRF, worked out anew from all next hops: one that leads into two, and what is of one table and leads into
 * another one's VRF. All tunnels to an address count, used or not.
 */
final class Separation {
    private final Map<Integer, NextHopIntent> hops;
    private final Collection<TunnelIntent> tunnels;
    private final UnaryOperator<String> vrfs;

    /**
     * A graph, in which next hops that are named may be missing.
     *
     * @param vrfs the VRF of an interface's name; null when it is in none.
     */
    Separation(final Map<Integer, NextHopIntent> hops, final Collection<TunnelIntent> tunnels, final UnaryOperator<String> vrfs) {
        this.hops = hops;
        this.tunnels = tunnels;
        this.vrfs = vrfs;
    }

    /** Everything that is wrong with it, and with these ways into it. */
    Set<RefusalReason> wrong(final Stream<RouterModel.Leg> legs) {
        final boolean isWrong = hops.keySet().stream().anyMatch(index -> into(index).size() > 1)
            || legs.anyMatch(leg -> leg.table() != null && into(leg.nextHop()).stream().anyMatch(vrf -> !vrf.equals(leg.table())));
        return isWrong ? EnumSet.of(RefusalReason.INVALID) : EnumSet.noneOf(RefusalReason.class);
    }

    /** The VRFs by whose interfaces a next hop may send. */
    private Set<String> into(final int index) {
        final Set<String> into = new TreeSet<>();
        collect(index, into, new HashSet<>());
        return into;
    }

    private void collect(final int index, final Set<String> into, final Set<Integer> seen) {
        final NextHopIntent intent = hops.get(index);
        if (intent == null || !seen.add(index)) {
            return;
        }
        if (intent instanceof NextHopIntent.Direct direct && vrfs.apply(direct.interfaceName()) != null) {
            into.add(vrfs.apply(direct.interfaceName()));
        }
        Graph.targets(intent, tunnels).forEach(target -> collect(target, into, seen));
    }
}
