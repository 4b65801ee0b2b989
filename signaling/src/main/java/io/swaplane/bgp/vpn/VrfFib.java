package io.swaplane.bgp.vpn;

import io.swaplane.bgp.message.Addresses;
import io.swaplane.bgp.rib.Destinations;
import io.swaplane.bgp.rib.DirtySet;
import io.swaplane.bgp.rib.IntPages;
import io.swaplane.bgp.rib.NextHopState;
import io.swaplane.bgp.rib.RibTable;
import io.swaplane.bgp.rib.TableUser;
import io.swaplane.bgp.rib.Vias;
import io.swaplane.control.Forwarding;
import io.swaplane.control.command.Producer;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteAction;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.table.fib.AddressFamily;

/**
 * Puts the best paths of a VRF's table into the router: a VPN label over a tunnel, or a gateway. What the router has by itself (own and
 * connected prefixes, and what another of its VRFs exports) is left to it. On the speaker's loop.
 */
final class VrfFib implements TableUser {
    private static final int SLICE = 1024;

    private final RibTable table;
    private final Vias vias;
    private final Producer producer;
    private final AddressFamily family;
    private final DirtySet dirty = new DirtySet();
    /** The via of the route that is in the router; this holds it. */
    private final IntPages installed = new IntPages(Vias.NONE);

    VrfFib(final RibTable table, final Producer producer) {
        this.table = table;
        this.vias = table.vias();
        this.producer = producer;
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
        if (before != Vias.NONE) {
            vias.leave(before);
        }
        return true;
    }

    /** What this router does itself is in its tables already; a next hop without index is not there yet. */
    private boolean isPut(final int via) {
        final NextHopState to = vias.nextHop(via);
        return to != null && (!to.labelled() || to.resolved());
    }

    private long put(final int destination, final int via) {
        final Destinations all = table.destinations();
        final NextHopState to = vias.nextHop(via);
        if (to.labelled()) {
            final int vrf = producer.vrfHandle(table.vrf());
            return vrf < 0 ? vrf : producer.putRoute(vrf, family, all.high(destination), all.low(destination), all.length(destination),
                Forwarding.swap(vias.label(via), to.index()));
        }
        return producer.putRoute(new RouteIntent(table.vrf(), prefix(destination), new RouteAction.Via(to.address().address()), null,
            null));
    }

    private Prefix prefix(final int destination) {
        final Destinations all = table.destinations();
        return new Prefix(Addresses.address(table.family().ipv4(), all.high(destination), all.low(destination)), all.length(destination));
    }

    private long remove(final int destination) {
        final Destinations all = table.destinations();
        final int vrf = producer.vrfHandle(table.vrf());
        return vrf < 0 ? vrf : producer.removeRoute(vrf, family, all.high(destination), all.low(destination), all.length(destination));
    }
}
