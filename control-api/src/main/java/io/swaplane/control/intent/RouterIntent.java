package io.swaplane.control.intent;

import io.swaplane.table.LabelRange;
import java.util.List;

/**
 * Everything that a router is asked to do.
 *
 * @param name the router's name.
 * @param routerId its router id, a dotted IPv4 address.
 * @param defaults router-wide models.
 * @param dynamicLabels range from which labels are allocated.
 * @param labels how labels are given to bindings.
 * @param specialLabels what happens to special-purpose labels.
 * @param ports port names; the list index is the port's number in the tables.
 * @param interfaces interfaces on those ports.
 * @param neighbours static neighbours.
 * @param acceptSets named sets of ingresses that share an accept class.
 * @param nextHops next hops, in any order.
 * @param tunnels tunnels over which next hops are resolved.
 * @param lsps label entries.
 */
public record RouterIntent(String name, String routerId, Defaults defaults, LabelRange dynamicLabels, LabelSettings labels,
                           SpecialLabels specialLabels, List<String> ports, List<InterfaceIntent> interfaces,
                           List<NeighbourIntent> neighbours, List<AcceptSetIntent> acceptSets, List<NextHopIntent> nextHops,
                           List<TunnelIntent> tunnels,
                           List<LspIntent> lsps) {
    /** Copies the lists. */
    public RouterIntent {
        ports = List.copyOf(ports);
        interfaces = List.copyOf(interfaces);
        neighbours = List.copyOf(neighbours);
        acceptSets = List.copyOf(acceptSets);
        nextHops = List.copyOf(nextHops);
        tunnels = List.copyOf(tunnels);
        lsps = List.copyOf(lsps);
    }
}
