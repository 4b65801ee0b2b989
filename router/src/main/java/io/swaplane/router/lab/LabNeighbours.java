package io.swaplane.router.lab;

import io.swaplane.control.Conductor;
import io.swaplane.control.WantedNeighbours;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.MplsMode;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.AddressText;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds neighbours' MAC addresses: the other end of an interface's link has its own, while the link is up. What is wanted is noted at once
 * and done in {@link #doWork}, so that the conductor is never called in the midst of a command. The router's thread only.
 */
final class LabNeighbours implements WantedNeighbours {
    private final String router;
    private final Conductor conductor;
    private final Wires wires;
    private final Map<String, InterfaceIntent> interfaces = new LinkedHashMap<>();
    private final Set<Accept.Neighbour> wanted = new LinkedHashSet<>();
    private final Set<InetAddress> wantedPeers = new LinkedHashSet<>();
    private final Map<Accept.Neighbour, String> known = new HashMap<>();
    private boolean stale;

    /**
     * Of a router.
     *
     * @param interfaces those that may have links.
     */
    LabNeighbours(final String router, final List<InterfaceIntent> interfaces, final Conductor conductor, final Wires wires) {
        this.router = router;
        this.conductor = conductor;
        this.wires = wires;
        interfaces.forEach(each -> this.interfaces.put(each.name(), each));
    }

    @Override
    public void neighbourWanted(final String interfaceName, final InetAddress address) {
        wanted.add(new Accept.Neighbour(interfaceName, address));
        stale = true;
    }

    @Override
    public void neighbourUnwanted(final String interfaceName, final InetAddress address) {
        wanted.remove(new Accept.Neighbour(interfaceName, address));
        stale = true;
    }

    @Override
    public void peerWanted(final InetAddress address) {
        wantedPeers.add(address);
        stale = true;
    }

    @Override
    public void peerUnwanted(final InetAddress address) {
        wantedPeers.remove(address);
        stale = true;
    }

    /** Links have come up or gone; who is there is wanted before the first packet is for it. */
    void linksChanged() {
        stale = true;
        for (final InterfaceIntent on : interfaces.values()) {
            if (on.vrf() != null) {
                wires.reached(router, on).flatMap(each -> each.on().addresses().stream()).map(Prefix::address)
                    .filter(address -> isOnLink(on, address))
                    .forEach(address -> conductor.glean(conductor.interfaceNumber(on.name()), address));
            }
        }
    }

    private static boolean isOnLink(final InterfaceIntent on, final InetAddress address) {
        return on.addresses().stream().anyMatch(each -> each.contains(AddressText.of(address)));
    }

    /** Finds and forgets what has changed; returns how much. */
    int doWork() {
        if (!stale) {
            return 0;
        }
        stale = false;
        final Map<Accept.Neighbour, Wires.Attached> found = new LinkedHashMap<>();
        wanted.forEach(each -> find(found, interfaces.get(each.interfaceName()), each.address()));
        wantedPeers.forEach(address -> interfaces.values().stream().filter(LabNeighbours::takesLabelsOfTheCore)
            .forEach(on -> find(found, on, address)));
        int work = 0;
        for (final Accept.Neighbour each : Set.copyOf(known.keySet())) {
            if (!found.containsKey(each)) {
                known.remove(each);
                conductor.forgetNeighbour(each.interfaceName(), each.address());
                work++;
            }
        }
        for (final Map.Entry<Accept.Neighbour, Wires.Attached> each : found.entrySet()) {
            final Accept.Neighbour neighbour = each.getKey();
            if (known.put(neighbour, each.getValue().on().mac().toString()) == null) {
                conductor.learnNeighbour(new NeighbourIntent(neighbour.interfaceName(), neighbour.address(), each.getValue().on().mac()));
                work++;
            }
        }
        return work;
    }

    private void find(final Map<Accept.Neighbour, Wires.Attached> found, final InterfaceIntent on, final InetAddress address) {
        final Wires.Attached neighbour = on == null ? null : wires.neighbour(router, on, address);
        if (neighbour != null) {
            found.put(new Accept.Neighbour(on.name(), address), neighbour);
        }
    }

    /** As peers outside VRFs are looked for. */
    private static boolean takesLabelsOfTheCore(final InterfaceIntent on) {
        return on.mpls() != MplsMode.OFF && (on.vrf() == null || on.vrf().equals(VrfIntent.GLOBAL));
    }

    /** The neighbours wanted, each with its MAC address or null. */
    Map<Accept.Neighbour, String> view() {
        final Map<Accept.Neighbour, String> view = new LinkedHashMap<>();
        wanted.forEach(each -> view.put(each, known.get(each)));
        known.forEach(view::putIfAbsent);
        return view;
    }
}
