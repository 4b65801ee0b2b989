package io.swaplane.control;

import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watchers;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.NextHopIntent;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.ForwardingWord;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Neighbours and gateways that routes lead to, as direct next hops with indices from the top of their range downwards. Conductor only.
 *
 * <p>A gateway on no connected link has an index, too, which leads nowhere.
 */
final class Adjacencies {
    /** Whose next hops they are: nobody may take them over or out. */
    static final Origin OWNER = new Origin(RouteOrigins.PRODUCER, 0, "adjacency", -1);

    private record Key(int interfaceNumber, InetAddress address) { }

    private final Topology topology;
    private final NextHopGraph nextHops;
    private final IdAllocator indices;
    private final Owners owners;
    private final ForwardingTables tables;
    private final Watchers watchers;
    private final Map<Key, Adjacency> byKey = new HashMap<>();
    private final SparseArray<Adjacency> byIndex = new SparseArray<>(ForwardingWord.FIELD_LIMIT);
    /** Not needed any more, but something else than routes leads to them. */
    private final Set<Adjacency> lingering = new LinkedHashSet<>();

    Adjacencies(final Topology topology, final NextHopGraph nextHops, final IdAllocator indices, final Owners owners,
                final ForwardingTables tables, final Watchers watchers) {
        this.topology = topology;
        this.nextHops = nextHops;
        this.indices = indices;
        this.owners = owners;
        this.tables = tables;
        this.watchers = watchers;
    }

    /** How many there are. */
    int count() {
        return byKey.size();
    }

    /** The adjacency of a neighbour; null when there is none. */
    Adjacency find(final int interfaceNumber, final InetAddress address) {
        return byKey.get(new Key(interfaceNumber, address));
    }

    /** The adjacency of an index; null when it is no adjacency's. */
    Adjacency at(final int index) {
        return byIndex.get(index);
    }

    /**
     * The adjacency of a neighbour, or of a gateway that is {@link Adjacency#NOWHERE}; {@link #settle} it when it is not used after all.
     *
     * @throws RefusedException when no index or no memory is left.
     */
    Adjacency get(final int interfaceNumber, final InetAddress address) {
        final Key key = new Key(interfaceNumber, address);
        final Adjacency known = byKey.get(key);
        return known != null ? known : make(key);
    }

    private Adjacency make(final Key key) {
        final int index = indices.allocateHighest();
        if (index == IdAllocator.NONE) {
            throw new RefusedException(RefusalReason.EXHAUSTED, "no index of a next hop is free for an adjacency");
        }
        if (key.interfaceNumber != Adjacency.NOWHERE) {
            final InterfaceIntent on = topology.interfaceOf(key.interfaceNumber);
            try {
                nextHops.put(new NextHopIntent.Direct(index, on.name(), key.address, List.of(), false, null, null));
            } catch (final RefusedException e) {
                indices.release(index);
                throw e;
            }
        }
        final Adjacency made = new Adjacency(key.interfaceNumber, key.address, index);
        byKey.put(key, made);
        byIndex.put(index, made);
        owners.own(new Owned.NextHop(index), OWNER);
        return made;
    }

    /** Takes an adjacency out when nothing needs it any more. */
    void settle(final Adjacency adjacency) {
        if (isNeeded(adjacency)) {
            lingering.remove(adjacency);
            return;
        }
        final int index = adjacency.index;
        if (adjacency.interfaceNumber == Adjacency.NOWHERE) {
            // No record of its own says that it rests.
            tables.epochs().retire(() -> indices.release(index));
        } else if (nextHops.references(index) > 0) {
            lingering.add(adjacency);
            return;
        } else {
            nextHops.remove(index);
            indices.release(index);
            if (watchers.want(Event.Kind.NEXT_HOP)) {
                watchers.publish(new Event.NextHopRemoved(index));
            }
        }
        owners.release(new Owned.NextHop(index));
        lingering.remove(adjacency);
        byKey.remove(new Key(adjacency.interfaceNumber, adjacency.address));
        byIndex.remove(index);
    }

    private static boolean isNeeded(final Adjacency adjacency) {
        return adjacency.users > 0 || adjacency.known || adjacency.gleaned;
    }

    /** Takes out those that label entries and next hops of others led to, once they do not; returns how many went. */
    int doWork() {
        if (lingering.isEmpty()) {
            return 0;
        }
        final int before = byKey.size();
        for (final Adjacency each : new ArrayList<>(lingering)) {
            settle(each);
        }
        return before - byKey.size();
    }
}
