package io.swaplane.control;

import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.InterfaceEntry;
import java.util.HashMap;
import java.util.Map;

/** Keeps the interfaces' records in step with accept classes and neighbours. Conductor only. */
final class Ingresses {
    private final Topology topology;
    private final Neighbours neighbours;
    private final AcceptClasses classes;
    private final Vrfs vrfs;
    private final ForwardingTables tables;
    private final Map<String, Acceptance> published = new HashMap<>();

    Ingresses(final Topology topology, final Neighbours neighbours, final AcceptClasses classes, final Vrfs vrfs,
              final ForwardingTables tables) {
        this.topology = topology;
        this.neighbours = neighbours;
        this.classes = classes;
        this.vrfs = vrfs;
        this.tables = tables;
    }

    /** Publishes every interface's record. */
    void publishAll() {
        topology.interfaces().forEach(this::refresh);
    }

    /** The class of an ingress, which the ingress may use when this returns. */
    int classOf(final Accept accept) {
        final boolean isNew = !classes.hasClass(accept);
        final int acceptClass = classes.classOf(accept);
        if (isNew) {
            switch (accept) {
                case Accept.Interface each -> refresh(topology.interfaceOf(each.name()));
                case Accept.Neighbour each -> refresh(topology.interfaceOf(each.interfaceName()));
                case Accept.Named each -> { }
                case Accept.Core core -> { }
                case Accept.Router router -> { }
            }
        }
        return acceptClass;
    }

    /** A neighbour's MAC address came or changed. */
    void put(final NeighbourIntent neighbour) {
        neighbours.put(neighbour);
        refresh(topology.interfaceOf(neighbour.interfaceName()));
    }

    /** A neighbour went that no label or set names; its class is free again once no worker can hold a word with it. */
    void remove(final Accept.Neighbour neighbour) {
        neighbours.remove(neighbour.interfaceName(), neighbour.address());
        final int acceptClass = classes.remove(neighbour);
        refresh(topology.interfaceOf(neighbour.interfaceName()));
        if (acceptClass != IdAllocator.NONE) {
            tables.epochs().retire(() -> classes.release(acceptClass));
        }
    }

    /** Publishes an interface's record when it changed: publishing takes the interface off for a moment. */
    private void refresh(final InterfaceIntent each) {
        final Acceptance now = classes.of(each);
        if (!now.equals(published.put(each.name(), now))) {
            final int space = each.ownLabelSpace() ? topology.labelSpace(each.name()) : ForwardingTables.PLATFORM;
            tables.publishInterface(topology.interfaceNumber(each.name()), now.entry(each, space,
                each.vrf() == null ? InterfaceEntry.NO_IP : vrfs.get(each.vrf()).number));
        }
    }
}
