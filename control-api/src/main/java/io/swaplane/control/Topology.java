package io.swaplane.control;

import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouterIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.Geometry;
import io.swaplane.table.NextHopEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ports and interfaces, and their numbers in the tables: ports from 0 and interfaces from 1, in the order of the intent. They never
 * change; the label spaces, which it knows too, do. Conductor only.
 */
final class Topology {
    private static final int MAX_VID = 4094;

    private final List<String> ports;
    private final Map<String, Integer> portNumbers = new HashMap<>();
    private final Map<String, InterfaceIntent> interfaces = new LinkedHashMap<>();
    private final Map<String, Integer> interfaceNumbers = new HashMap<>();
    private final List<InterfaceIntent> byNumber;
    private final LabelSpaces spaces = new LabelSpaces();

    Topology(final RouterIntent intent) {
        ports = intent.ports();
        for (final String port : ports) {
            if (portNumbers.putIfAbsent(port, portNumbers.size()) != null) {
                throw new RefusedException("port " + port + " appears twice");
            }
        }
        final Set<List<Object>> bindings = new HashSet<>();
        for (final InterfaceIntent each : intent.interfaces()) {
            check(each);
            if (interfaces.putIfAbsent(each.name(), each) != null) {
                throw new RefusedException("interface " + each.name() + " appears twice");
            }
            interfaceNumbers.put(each.name(), interfaces.size());
            if (!bindings.add(List.of(each.port(), each.vlans()))) {
                throw new RefusedException("interface " + each.name() + ": another interface on port " + each.port() + " has "
                    + (each.vlans().isEmpty() ? "no VLAN tag either" : "the same VLAN tags " + each.vlans()));
            }
            if (each.ownLabelSpace()) {
                spaces.addFixed(each.name());
            }
        }
        byNumber = List.copyOf(interfaces.values());
    }

    private void check(final InterfaceIntent each) {
        final String what = "interface " + each.name() + ": ";
        if (!portNumbers.containsKey(each.port())) {
            throw new RefusedException(RefusalReason.UNKNOWN_REFERENCE, what + "there is no port " + each.port());
        }
        if (each.vlans().size() > 2) {
            throw new RefusedException(what + each.vlans().size() + " VLAN tags: at most two");
        }
        for (final int vid : each.vlans()) {
            if (vid < 1 || vid > MAX_VID) {
                throw new RefusedException(what + "VLAN id " + vid + " must be 1 to " + MAX_VID);
            }
        }
        if (each.vlans().size() == 2 && each.outerTpid() != L2Header.SERVICE_TAG && each.outerTpid() != L2Header.CUSTOMER_TAG) {
            throw new RefusedException(what + "outer TPID 0x" + Integer.toHexString(each.outerTpid()) + " must be 0x88a8 or 0x8100");
        }
        if (each.mac().isGroup()) {
            throw new RefusedException(what + "MAC address " + each.mac() + " is a group address");
        }
        if (each.mtu() < 1 || each.mtu() > NextHopEntry.MAX_MTU) {
            throw new RefusedException(what + "MTU " + each.mtu() + " must be 1 to " + NextHopEntry.MAX_MTU);
        }
        if (each.vrf() == null && !each.addresses().isEmpty()) {
            throw new RefusedException(what + "it has addresses, but takes no IP");
        }
        if (each.ownLabelSpace() && each.name().equals(LspIntent.PLATFORM)) {
            throw new RefusedException(what + "its own label space would have the platform label space's name");
        }
    }

    Geometry geometry(final int workers) {
        return new Geometry(workers, spaces.most(), Math.max(1, ports.size()), interfaces.size() + 1);
    }

    /** Makes the label spaces, brings every port up, and binds the interfaces to their VLAN tags. */
    void program(final ForwardingTables tables) {
        for (int space = 0; space < spaces.limit(); space++) {
            tables.createLabelSpace(space);
        }
        for (int port = 0; port < ports.size(); port++) {
            tables.ports().setState(port, true);
        }
        for (final InterfaceIntent each : interfaces.values()) {
            final int port = port(each.port());
            final int number = interfaceNumber(each.name());
            final List<Integer> vlans = each.vlans();
            switch (vlans.size()) {
                case 0 -> tables.ports().bindUntagged(port, number);
                case 1 -> tables.ports().bindVlan(port, vlans.get(0), number);
                default -> tables.ports().bindVlan(port, vlans.get(0), vlans.get(1), number);
            }
        }
    }

    /** Port names by number. */
    List<String> ports() {
        return ports;
    }

    /** Interfaces by number; the first one's number is 1. */
    Iterable<InterfaceIntent> interfaces() {
        return interfaces.values();
    }

    /** The label spaces. */
    LabelSpaces labelSpaces() {
        return spaces;
    }

    int port(final String name) {
        return require(portNumbers, name, "there is no port ");
    }

    int interfaceNumber(final String name) {
        return require(interfaceNumbers, name, "there is no interface ");
    }

    int labelSpace(final String name) {
        return spaces.number(name);
    }

    boolean hasInterface(final String name) {
        return interfaces.containsKey(name);
    }

    InterfaceIntent interfaceOf(final String name) {
        return require(interfaces, name, "there is no interface ");
    }

    /** The interface of a number that one has. */
    InterfaceIntent interfaceOf(final int number) {
        return byNumber.get(number - 1);
    }

    /** How many interfaces there are, which is the highest number. */
    int interfaceCount() {
        return byNumber.size();
    }

    /** The VRF that an interface is in; null when it is in none, as with those of the global table. */
    static String vrfOf(final InterfaceIntent each) {
        return VrfIntent.GLOBAL.equals(each.vrf()) ? null : each.vrf();
    }

    /** An interface that takes labelled packets. */
    InterfaceIntent mplsInterface(final String name) {
        final InterfaceIntent found = interfaceOf(name);
        if (found.mpls() == MplsMode.OFF) {
            throw new RefusedException("MPLS is off on interface " + name);
        }
        return found;
    }

    private static <T> T require(final Map<String, T> map, final String name, final String otherwise) {
        final T found = map.get(name);
        if (found == null) {
            throw new RefusedException(RefusalReason.UNKNOWN_REFERENCE, otherwise + name);
        }
        return found;
    }
}
