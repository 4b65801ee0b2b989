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
 * @param routing VRFs and routes.
 */
public record RouterIntent(String name, String routerId, Defaults defaults, LabelRange dynamicLabels, LabelSettings labels,
                           SpecialLabels specialLabels, List<String> ports, List<InterfaceIntent> interfaces,
                           List<NeighbourIntent> neighbours, List<AcceptSetIntent> acceptSets, List<NextHopIntent> nextHops,
                           List<TunnelIntent> tunnels,
                           List<LspIntent> lsps, RoutingIntent routing) {
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

    /** A router that routes no IP packets. */
    public RouterIntent(final String name, final String routerId, final Defaults defaults, final LabelRange dynamicLabels,
                        final LabelSettings labels, final SpecialLabels specialLabels, final List<String> ports,
                        final List<InterfaceIntent> interfaces, final List<NeighbourIntent> neighbours,
                        final List<AcceptSetIntent> acceptSets, final List<NextHopIntent> nextHops, final List<TunnelIntent> tunnels,
                        final List<LspIntent> lsps) {
        this(name, routerId, defaults, dynamicLabels, labels, specialLabels, ports, interfaces, neighbours, acceptSets, nextHops, tunnels,
            lsps, RoutingIntent.NONE);
    }
}
