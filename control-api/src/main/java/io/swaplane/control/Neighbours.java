package io.swaplane.control;

import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.NeighbourIntent;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** MAC addresses of neighbours, by interface and IP address. Conductor only. */
final class Neighbours {
    private final Map<String, Map<InetAddress, MacAddress>> byInterface = new HashMap<>();
    private final Topology topology;

    Neighbours(final Topology topology, final List<NeighbourIntent> initial) {
        this.topology = topology;
        for (final NeighbourIntent neighbour : initial) {
            check(neighbour);
            if (mac(neighbour.interfaceName(), neighbour.address()) != null) {
                throw new RefusedException(text(neighbour.interfaceName(), neighbour.address()) + " appears twice");
            }
            put(neighbour);
        }
    }

    /** Refuses a neighbour that cannot be. */
    void check(final NeighbourIntent neighbour) {
        topology.interfaceOf(neighbour.interfaceName());
        if (neighbour.mac().isGroup()) {
            throw new RefusedException(text(neighbour.interfaceName(), neighbour.address()) + ": MAC address " + neighbour.mac()
                + " is a group address");
        }
    }

    void put(final NeighbourIntent neighbour) {
        byInterface.computeIfAbsent(neighbour.interfaceName(), name -> new LinkedHashMap<>())
            .put(neighbour.address(), neighbour.mac());
    }

    void remove(final String interfaceName, final InetAddress address) {
        byInterface.get(interfaceName).remove(address);
    }

    /** The neighbour's MAC address, or null when it isn't known. */
    MacAddress mac(final String interfaceName, final InetAddress address) {
        return on(interfaceName).get(address);
    }

    /** All neighbours on an interface. */
    Map<InetAddress, MacAddress> on(final String interfaceName) {
        return byInterface.getOrDefault(interfaceName, Map.of());
    }

    static String text(final String interfaceName, final InetAddress address) {
        return "neighbour " + address.getHostAddress() + " on " + interfaceName;
    }
}
