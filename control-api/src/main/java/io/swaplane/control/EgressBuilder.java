package io.swaplane.control;

import io.swaplane.control.intent.Defaults;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.table.Egress;
import io.swaplane.table.NextHopEntry;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * Collapses next hops into what the tables hold: the egress at the end of each way with all labels pushed along it. A recursive next hop
 * over a group becomes a group of its own, whose members push its labels as well. Conductor only.
 */
final class EgressBuilder {
    private final Topology topology;
    private final Neighbours neighbours;
    private final Defaults defaults;
    private final Peers peers;

    EgressBuilder(final Topology topology, final Neighbours neighbours, final Defaults defaults, final Peers peers) {
        this.topology = topology;
        this.neighbours = neighbours;
        this.defaults = defaults;
        this.peers = peers;
    }

    /** Where a next hop leads; {@code others} says it of those that it leads to. */
    Egress build(final NextHopIntent intent, final IntFunction<Egress> others) {
        return switch (intent) {
            case NextHopIntent.Direct direct -> direct(direct);
            case NextHopIntent.Recursive recursive -> resolving(recursive, others).pushing(array(recursive.push()));
            case NextHopIntent.Group group -> new Egress.Group(group.legs().stream()
                .map(leg -> new Egress.Member(leg.nextHop(), leg.weight(), others.apply(leg.nextHop()))).toList(),
                defaults.hashIpPayload());
            case NextHopIntent.Protected pair -> new Egress.Protection(others.apply(pair.primary()), others.apply(pair.backup()));
        };
    }

    private Egress direct(final NextHopIntent.Direct direct) {
        final MacAddress mac = neighbours.egressMac(direct.interfaceName(), direct.neighbour());
        if (mac == null) {
            return Egress.NONE;
        }
        return entry(direct.interfaceName(), mac, direct.push(), direct.statistics() ? direct.index() : 0,
            Objects.requireNonNullElse(direct.pipeTtl(), defaults.pipeTtl()),
            Objects.requireNonNullElse(direct.pipeTc(), defaults.pipeTc()));
    }

    private Egress resolving(final NextHopIntent.Recursive recursive, final IntFunction<Egress> others) {
        if (recursive.via() != null) {
            return others.apply(recursive.via());
        }
        return switch (peers.way(recursive.peer())) {
            case Way.Tunnel(var tunnel) -> others.apply(tunnel.nextHop());
            case Way.Neighbour(var on, var address, var mac) -> entry(on, mac, List.of(), 0, defaults.pipeTtl(), defaults.pipeTc());
            case Way.None() -> Egress.NONE;
        };
    }

    private NextHopEntry entry(final String interfaceName, final MacAddress mac, final List<Integer> push, final int statistics,
                               final int pipeTtl, final int pipeTc) {
        final InterfaceIntent egress = topology.interfaceOf(interfaceName);
        return new NextHopEntry(topology.port(egress.port()), egress.mtu(), L2Header.of(mac, egress), array(push), statistics,
            pipeTtl, pipeTc);
    }

    private static int[] array(final List<Integer> labels) {
        return labels.stream().mapToInt(Integer::intValue).toArray();
    }
}
