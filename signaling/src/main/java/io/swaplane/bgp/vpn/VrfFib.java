package io.swaplane.bgp.vpn;

import io.swaplane.bgp.message.Addresses;
import io.swaplane.bgp.rib.Destinations;
import io.swaplane.bgp.rib.DirtySet;
import io.swaplane.bgp.rib.IntPages;
import io.swaplane.bgp.rib.NextHopState;
import io.swaplane.bgp.rib.RibTable;
import io.swaplane.bgp.rib.TableUser;
import io.swaplane.bgp.rib.Vias;
import io.swaplane.control.command.Producer;
import io.swaplane.control.intent.Forwarding;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.fib.AddressFamily;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the best paths of a VRF's or the global table into the router: over a tunnel, with the label received or none, or by
 * a gateway. What the router has by itself (own and connected prefixes, and what another of its VRFs exports) is left to it. On the
 * speaker's loop.
 */
final class VrfFib implements TableUser {
    private static final int SLICE = 1024;
    /** Several ways are in the router, which are put anew whenever the destination changes. */
    private static final int SEVERAL = -2;
    private static final int MOST_WAYS = 16;
    /** As a label received: none is pushed (RFC 3032 §2.1). */
    private static final int IMPLICIT_NULL = 3;

    private final RibTable table;
    private final String vrf;
    private final Vias vias;
    private final Producer producer;
    private final AddressFamily family;
    private final int ways;
    private final DirtySet dirty = new DirtySet();
    /** The via of the route that is in the router; this holds it. */
    private final IntPages installed = new IntPages(Vias.NONE);

    /**
     * Follows a table from now on.
     *
     * @param ways how many paths share packets at most, 1 to 16.
     */
    VrfFib(final RibTable table, final Producer producer, final int ways) {
        this.table = table;
        this.vrf = table.vrf() == null ? VrfIntent.GLOBAL : table.vrf();
        this.vias = table.vias();
        this.producer = producer;
        this.ways = Math.clamp(ways, 1, MOST_WAYS);
        this.family = table.family().ipv4() ? AddressFamily.IPV4 : AddressFamily.IPV6;
        table.follow(this);
    }

    @Override
    public void mark(final int destination) {
        dirty.add(destination);
    }

    @Override
    public boolean holds(final int destination) {
        return dirty.contains(destination) || installed.get(destination) != Vias.NONE;
    }

    /** How many destinations wait for their turn. */
    int marked() {
        return dirty.size();
    }

    /** Follows some changes; how many, or -1 when the router takes no command now. */
    int doWork() {
        int work = 0;
        while (work < SLICE && !dirty.isEmpty()) {
            final int destination = dirty.poll();
            if (!settle(destination)) {
                dirty.add(destination);
                return -1;
            }
            work++;
        }
        return work;
    }

    private boolean settle(final int destination) {
        final int path = table.destinations().best(destination);
        final boolean counts = path != Destinations.NONE && table.paths().slot(path).counts();
        final int via = counts ? table.paths().via(path) : Vias.NONE;
        final int wanted = via != Vias.NONE && isPut(via) ? via : Vias.NONE;
        final int before = installed.get(destination);
        if (wanted != Vias.NONE && ways > 1) {
            final List<RouteAction.Leg> legs = legs(destination);
            if (legs.size() > 1) {
                return several(destination, before, legs);
            }
        }
        if (wanted == before) {
            return true;
        }
        final long generation = wanted == Vias.NONE ? remove(destination) : put(destination, wanted);
        if (generation <= 0) {
            return false;
        }
        if (wanted != Vias.NONE) {
            vias.use(wanted);
        }
        installed.set(destination, wanted);
        release(before);
        return true;
    }

    private void release(final int before) {
        if (before >= 0) {
            vias.leave(before);
        }
    }

    private List<RouteAction.Leg> legs(final int destination) {
        final List<RouteAction.Leg> legs = new ArrayList<>();
        for (final int path : table.multipath(destination)) {
            final int via = table.paths().via(path);
            if (legs.size() < ways && isPut(via)) {
                final RouteAction.Leg leg = new RouteAction.Leg(1, action(via));
                if (!legs.contains(leg)) {
                    legs.add(leg);
                }
            }
        }
        return legs;
    }

    private RouteAction action(final int via) {
        final NextHopState to = vias.nextHop(via);
        if (to.onLink()) {
            return new RouteAction.Via(to.address().address());
        }
        return new RouteAction.Forward(label(via) == IMPLICIT_NULL ? null : Integer.valueOf(label(via)), to.index());
    }

    /** The label under the next hop's own: as after implicit null none when none was received. */
    private int label(final int via) {
        return vias.label(via) == Vias.NO_LABEL ? IMPLICIT_NULL : vias.label(via);
    }

    private boolean several(final int destination, final int before, final List<RouteAction.Leg> legs) {
        if (producer.putRoute(new RouteIntent(vrf, prefix(destination), new RouteAction.Ecmp(legs), null, null)) <= 0) {
            return false;
        }
        installed.set(destination, SEVERAL);
        release(before);
        return true;
    }

    /** What this router does itself is in its tables already, as is what leads to another VRF's customers; unresolved is not put. */
    private boolean isPut(final int via) {
        final NextHopState to = vias.nextHop(via);
        return to != null && (to.vrf() == null || to.vrf().equals(table.vrf())) && to.resolved();
    }

    private long put(final int destination, final int via) {
        final Destinations all = table.destinations();
        final NextHopState to = vias.nextHop(via);
        if (!to.onLink()) {
            final int handle = producer.vrfHandle(vrf);
            return handle < 0 ? handle : producer.putRoute(handle, family, all.high(destination), all.low(destination),
                all.length(destination), Forwarding.swap(label(via), to.index()));
        }
        return producer.putRoute(new RouteIntent(vrf, prefix(destination), action(via), null, null));
    }

    private Prefix prefix(final int destination) {
        final Destinations all = table.destinations();
        return new Prefix(Addresses.address(table.family().ipv4(), all.high(destination), all.low(destination)), all.length(destination));
    }

    private long remove(final int destination) {
        final Destinations all = table.destinations();
        final int handle = producer.vrfHandle(vrf);
        return handle < 0 ? handle : producer.removeRoute(handle, family, all.high(destination), all.low(destination),
            all.length(destination));
    }
}
