package io.swaplane.control;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.table.AddressText;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * MAC addresses of neighbours, by interface and IP address: those that the configuration or a producer gave, and those that the router
 * itself found out. Conductor only.
 */
final class Neighbours {
    private final Map<String, Map<InetAddress, MacAddress>> byInterface = new HashMap<>();
    /** Learned ones that answer no more, but whose MAC addresses spoof checks still need. */
    private final Set<Accept.Neighbour> silent = new HashSet<>();
    private final Set<Accept.Neighbour> given = new HashSet<>();
    /** On how many MPLS interfaces that are in no VRF an address was given a MAC address. */
    private final Map<InetAddress, Integer> givenOnMpls = new HashMap<>();
    private final Topology topology;

    Neighbours(final Topology topology, final List<NeighbourIntent> initial) {
        this.topology = topology;
        for (final NeighbourIntent neighbour : initial) {
            check(neighbour);
            if (mac(neighbour.interfaceName(), neighbour.address()) != null) {
                throw new RefusedException(text(neighbour.interfaceName(), neighbour.address()) + " appears twice");
            }
            put(neighbour);
            give(new Accept.Neighbour(neighbour.interfaceName(), neighbour.address()));
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
        silent.remove(new Accept.Neighbour(neighbour.interfaceName(), neighbour.address()));
    }

    /** It answers no more: nothing is sent to it, until its MAC address is {@link #put} again. */
    void silence(final Accept.Neighbour neighbour) {
        silent.add(neighbour);
    }

    /** Its MAC address is not to be found out. */
    void give(final Accept.Neighbour neighbour) {
        if (given.add(neighbour) && isOnMpls(neighbour)) {
            givenOnMpls.merge(neighbour.address(), 1, Integer::sum);
        }
    }

    /** It is as if it had never been given. */
    void takeBack(final Accept.Neighbour neighbour) {
        if (given.remove(neighbour) && isOnMpls(neighbour)) {
            givenOnMpls.computeIfPresent(neighbour.address(), (key, count) -> count == 1 ? null : count - 1);
        }
    }

    private boolean isOnMpls(final Accept.Neighbour neighbour) {
        final InterfaceIntent on = topology.interfaceOf(neighbour.interfaceName());
        return on.mpls() != MplsMode.OFF && Topology.vrfOf(on) == null;
    }

    boolean isGiven(final Accept.Neighbour neighbour) {
        return given.contains(neighbour);
    }

    /** Whether a neighbour with this address was given on an interface that takes MPLS and is in no VRF. */
    boolean isGivenOnMpls(final InetAddress address) {
        return givenOnMpls.containsKey(address);
    }

    /** Those that were given, by interface. */
    List<NeighbourIntent> given() {
        final List<NeighbourIntent> all = new ArrayList<>();
        for (final InterfaceIntent each : topology.interfaces()) {
            on(each.name()).forEach((address, mac) -> {
                if (given.contains(new Accept.Neighbour(each.name(), address))) {
                    all.add(new NeighbourIntent(each.name(), address, mac));
                }
            });
        }
        return all;
    }

    void remove(final String interfaceName, final InetAddress address) {
        byInterface.get(interfaceName).remove(address);
        silent.remove(new Accept.Neighbour(interfaceName, address));
    }

    /** The neighbour's MAC address, or null when it isn't known. */
    MacAddress mac(final String interfaceName, final InetAddress address) {
        return on(interfaceName).get(address);
    }

    /** The MAC address to which packets for the neighbour are sent, or null when there is none. */
    MacAddress egressMac(final String interfaceName, final InetAddress address) {
        return silent.contains(new Accept.Neighbour(interfaceName, address)) ? null : mac(interfaceName, address);
    }

    /** All neighbours on an interface. */
    Map<InetAddress, MacAddress> on(final String interfaceName) {
        return byInterface.getOrDefault(interfaceName, Map.of());
    }

    static String text(final String interfaceName, final InetAddress address) {
        return "neighbour " + AddressText.of(address) + " on " + interfaceName;
    }
}
