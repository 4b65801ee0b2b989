package io.swaplane.control;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.MacAddress;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.TunnelIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.ForwardingTables;
import java.net.InetAddress;

/**
 * Remembers what stands before the configuration changes it, and whose it is, and puts it back. Between the two nobody else may command the
 * router: a reload excludes all other commands. Conductor only.
 */
public final class Restoration {
    private final Conductor conductor;
    private final Topology topology;
    private final Neighbours neighbours;
    private final NextHopGraph nextHops;
    private final LabelEntries labels;
    private final Vrfs vrfs;
    private final Routes routes;
    private final Owners owners;

    Restoration(final Conductor conductor, final Topology topology, final Neighbours neighbours, final NextHopGraph nextHops,
                final LabelEntries labels, final Vrfs vrfs, final Routes routes, final Owners owners) {
        this.conductor = conductor;
        this.topology = topology;
        this.neighbours = neighbours;
        this.nextHops = nextHops;
        this.labels = labels;
        this.vrfs = vrfs;
        this.routes = routes;
        this.owners = owners;
    }

    /** What stood at one place; the place may have been empty. */
    @FunctionalInterface
    public interface Saved {
        /**
         * Puts it back in the place of what the configuration put, or takes that away where nothing stood.
         *
         * @throws RefusedException when the router refuses it; nothing has changed then.
         */
        void restore();
    }

    /** A neighbour, given or found out. */
    public Saved neighbour(final String interfaceName, final InetAddress address) {
        final MacAddress mac = neighbours.mac(interfaceName, address);
        if (mac == null) {
            return () -> conductor.removeNeighbour(Origin.STATIC, interfaceName, address);
        }
        final NeighbourIntent stood = new NeighbourIntent(interfaceName, address, mac);
        if (!neighbours.isGiven(new Accept.Neighbour(interfaceName, address))) {
            return () -> conductor.relearnNeighbour(stood);
        }
        final Owned key = new Owned.Neighbour(interfaceName, address);
        final Origin owner = owners.owner(key);
        return () -> {
            conductor.onNeighbour(Origin.STATIC, stood);
            owners.own(key, owner);
        };
    }

    /** A next hop. */
    public Saved nextHop(final int index) {
        if (!nextHops.contains(index)) {
            return () -> conductor.removeNextHop(Origin.STATIC, index);
        }
        final NextHopIntent stood = nextHops.intent(index);
        final Owned key = new Owned.NextHop(index);
        final Origin owner = owners.owner(key);
        return () -> {
            conductor.onNextHop(Origin.STATIC, stood);
            owners.own(key, owner);
        };
    }

    /** An owner's tunnel to a router. */
    public Saved tunnel(final InetAddress endpoint, final String owner) {
        final TunnelIntent stood = nextHops.peers().tunnel(endpoint, owner);
        if (stood == null) {
            return () -> conductor.removeTunnel(Origin.STATIC, endpoint, owner);
        }
        final Owned key = new Owned.Tunnel(endpoint, owner);
        final Origin producer = owners.owner(key);
        return () -> {
            conductor.onTunnel(Origin.STATIC, stood);
            owners.own(key, producer);
        };
    }

    /**
     * A label entry.
     *
     * @throws RefusedException when there is no such label space.
     */
    public Saved label(final String labelSpace, final int label) {
        final int space = topology.labelSpace(labelSpace);
        final LabelEntry entry = labels.find(space, label);
        if (entry == null) {
            return () -> conductor.removeLabel(Origin.STATIC, space, label);
        }
        final LspIntent stood = entry.intent();
        final Origin owner = labels.owner(space, label);
        return () -> {
            conductor.onLabel(Origin.STATIC, stood);
            labels.handOver(space, label, owner);
        };
    }

    /** A VRF with its label. */
    public Saved vrf(final String name) {
        final Vrf vrf = vrfs.find(name);
        if (vrf == null) {
            return () -> conductor.removeVrf(Origin.STATIC, name);
        }
        final VrfIntent stood = vrf.intent;
        final Owned key = new Owned.Vrf(name);
        final Origin owner = owners.owner(key);
        return () -> {
            conductor.onVrf(Origin.STATIC, stood);
            owners.own(key, owner);
            vrfs.get(name).origin = owner;
            if (stood.label() != null) {
                labels.handOver(ForwardingTables.PLATFORM, stood.label(), owner);
            }
        };
    }

    /**
     * A route that a producer put.
     *
     * @throws RefusedException when there is no such VRF.
     */
    public Saved route(final String vrfName, final Prefix prefix) {
        final Vrf vrf = vrfs.get(vrfName);
        final RouteIntent stood = routes.intent(vrf, prefix);
        // Another's comes back from behind the configuration's by itself.
        return stood != null && routes.owner(vrf, prefix).producer() == Origin.STATIC.producer()
            ? () -> conductor.onRoute(Origin.STATIC, stood) : () -> conductor.removeRoute(vrfName, prefix);
    }

    /** From now on what the configuration took over may be put back: until {@link #end} nothing that it may lead to is swept. */
    public void begin() {
        conductor.holdSweeps(true);
    }

    /** Nothing is put back any more. */
    public void end() {
        conductor.holdSweeps(false);
    }
}
