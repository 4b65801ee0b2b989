package io.swaplane.bgp.vpn;

import io.swaplane.bgp.message.Addresses;
import io.swaplane.bgp.message.ExtendedCommunities;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.rib.Destinations;
import io.swaplane.bgp.rib.DirtySet;
import io.swaplane.bgp.rib.PeerSlot;
import io.swaplane.bgp.rib.PeerSlots;
import io.swaplane.bgp.rib.RibTable;
import io.swaplane.bgp.rib.TableUser;
import io.swaplane.bgp.rib.Vias;
import io.swaplane.control.intent.LabelMode;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.VrfIntent;

/**
 * Makes VPN routes of a VRF's own: the best paths of its customers and of this router, with its route distinguisher and export targets
 * (RFC 4364 §4.3). On the speaker's loop.
 */
final class VrfExport implements TableUser {
    private static final int SLICE = 1024;
    private static final int KEPT = 256;

    private final RibTable table;
    private final RibTable vpn;
    private final VrfIntent vrf;
    private final PeerSlot own;
    private final PeerSlot external;
    private final PeerSlot internal;
    private final DirtySet dirty = new DirtySet();
    private final DirtySet exported = new DirtySet();
    private final PathAttributes[] from = new PathAttributes[KEPT];
    private final PathAttributes[] to = new PathAttributes[KEPT];

    /**
     * Exports from now on.
     *
     * @param slots where it gets slots of its own: VPN routes compare with others' as what they came of does.
     */
    VrfExport(final RibTable table, final RibTable vpn, final VrfIntent vrf, final PeerSlots slots) {
        this.table = table;
        this.vpn = vpn;
        this.vrf = vrf;
        final String name = "export " + vrf.name();
        this.own = slots.openOwn(name);
        this.external = slots.openExported(name, false);
        this.internal = slots.openExported(name, true);
        table.follow(this);
    }

    @Override
    public void mark(final int destination) {
        dirty.add(destination);
    }

    @Override
    public boolean holds(final int destination) {
        return dirty.contains(destination) || exported.contains(destination);
    }

    /** Whether it is of a VRF. */
    boolean isOf(final String name) {
        return vrf.name().equals(name);
    }

    /** Exports no more: what it gave goes step by step. */
    void close(final PeerSlots slots) {
        table.unfollow(this);
        slots.end(own);
        slots.end(external);
        slots.end(internal);
        vpn.sweep();
    }

    /** How many destinations wait for their turn. */
    int marked() {
        return dirty.size();
    }

    int doWork() {
        int work = 0;
        while (work < SLICE && !dirty.isEmpty()) {
            settle(dirty.poll());
            work++;
        }
        return work;
    }

    private void settle(final int destination) {
        final Destinations all = table.destinations();
        final int path = all.best(destination);
        final PeerSlot source = path == Destinations.NONE ? null : table.paths().slot(path);
        final long rd = vrf.routeDistinguisher().value();
        if (source == null || !source.counts() || source.imported() || !table.vias().resolved(table.paths().via(path))) {
            if (exported.contains(destination)) {
                exported.remove(destination);
                vpn.withdraw(own, 0, rd, all.high(destination), all.low(destination), all.length(destination));
            }
            return;
        }
        final int its = table.paths().via(path);
        final int via = isGivenOn(its) ? its : vpn.vias().ofLocal(local(destination));
        vpn.vias().use(via);
        exported.add(destination);
        vpn.announce(slot(source), 0, rd, all.high(destination), all.low(destination), all.length(destination),
            attributes(table.paths().attributes(path)), via);
    }

    private PeerSlot slot(final PeerSlot source) {
        return source.local() ? own : source.internal() ? internal : external;
    }

    /** Whether packets go straight on to the customer: those with a label of its, or of a VRF whose labels are for next hops. */
    private boolean isGivenOn(final int via) {
        return vpn.vias().label(via) != Vias.NO_LABEL || vrf.labelMode() == LabelMode.PER_NEXT_HOP && vpn.vias().nextHop(via) != null;
    }

    private LocalVia local(final int destination) {
        final Destinations all = table.destinations();
        return vrf.labelMode() != LabelMode.PER_ROUTE ? new LocalVia.WholeVrf(vrf.name()) : new LocalVia.OneRoute(vrf.name(),
            Addresses.text(table.family().ipv4(), all.high(destination), all.low(destination)) + "/" + all.length(destination));
    }

    /** With the VRF's targets in the place of those that a customer may have sent. */
    private PathAttributes attributes(final PathAttributes had) {
        final int at = System.identityHashCode(had) & KEPT - 1;
        if (from[at] != had) {
            final PathAttributes.Builder made = had.toBuilder();
            for (int i = 0; i < had.extendedCommunityCount(); i++) {
                if (ExtendedCommunities.isRouteTarget(had.extendedCommunity(i))) {
                    made.removeExtendedCommunity(had.extendedCommunity(i));
                }
            }
            for (final RouteTarget target : vrf.exports()) {
                made.addExtendedCommunity(target.value());
            }
            from[at] = had;
            to[at] = made.build();
        }
        return to[at];
    }
}
