package io.swaplane.control;

import io.swaplane.control.event.Event;
import io.swaplane.control.event.Watchers;
import io.swaplane.control.intent.Accept;
import io.swaplane.control.intent.Action;
import io.swaplane.control.intent.InterfaceIntent;
import io.swaplane.control.intent.LspIntent;
import io.swaplane.control.intent.NeighbourIntent;
import io.swaplane.control.intent.Origin;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RefusalReason;
import io.swaplane.control.intent.RefusedException;
import io.swaplane.control.intent.RouteIntent;
import io.swaplane.control.intent.RoutingIntent;
import io.swaplane.control.intent.VrfIntent;
import io.swaplane.table.AddressText;
import io.swaplane.table.DscpTable;
import io.swaplane.table.ForwardingTables;
import io.swaplane.table.PayloadType;
import java.util.List;

/** VRFs with their labels, interfaces and routes. Conductor only. */
final class Routing {
    /** After so many of the first routes, memory that their FIBs gave back is used again. */
    private static final int ROUTES_PER_CYCLE = 256;

    private final Topology topology;
    private final Vrfs vrfs;
    private final Routes routes;
    private final LabelEntries labels;
    private final Owners owners;
    private final ForwardingTables tables;
    private final Watchers watchers;

    Routing(final Topology topology, final Vrfs vrfs, final Routes routes, final LabelEntries labels, final Owners owners,
            final ForwardingTables tables, final Watchers watchers) {
        this.topology = topology;
        this.vrfs = vrfs;
        this.routes = routes;
        this.labels = labels;
        this.owners = owners;
        this.tables = tables;
        this.watchers = watchers;
    }

    /** Makes the configuration's VRFs, binds the interfaces to them, and takes the interfaces' addresses. */
    void loadVrfs(final RoutingIntent intent) {
        setDscps(intent.dscpToTc());
        for (final VrfIntent each : intent.vrfs()) {
            Vrfs.check(each);
            if (vrfs.find(each.name()) != null) {
                throw new RefusedException("VRF " + each.name() + " appears twice");
            }
            vrfs.add(Origin.STATIC, each);
            owners.own(new Owned.Vrf(each.name()), Origin.STATIC);
        }
        for (final InterfaceIntent each : topology.interfaces()) {
            if (each.vrf() != null) {
                bind(each);
            }
        }
        routes.loadLinks();
    }

    private void setDscps(final List<Integer> classes) {
        if (classes.size() != DscpTable.SIZE) {
            throw new RefusedException("traffic classes of DSCPs: " + classes.size() + " values, must be " + DscpTable.SIZE);
        }
        for (int dscp = 0; dscp < DscpTable.SIZE; dscp++) {
            final int tc = classes.get(dscp);
            if (tc < 0 || tc > 7) {
                throw new RefusedException("traffic class " + tc + " of DSCP " + dscp + " must be 0 to 7");
            }
            tables.dscps().set(dscp, tc);
        }
    }

    private void bind(final InterfaceIntent each) {
        final Vrf vrf = vrfs.find(each.vrf());
        if (vrf == null) {
            throw new RefusedException(RefusalReason.UNKNOWN_REFERENCE, "interface " + each.name() + ": there is no VRF " + each.vrf());
        }
        vrf.interfaces.add(each);
        for (final Prefix address : each.addresses()) {
            for (final Link other : vrf.links) {
                if (other.own().equals(address.address())) {
                    throw new RefusedException("interface " + each.name() + ": address " + AddressText.of(address.address()) + " is "
                        + other.on().name() + "'s in " + Vrfs.text(vrf.name()) + ", too");
                }
            }
            if (!address.address().isLinkLocalAddress()) {
                vrf.links.add(Link.of(each, topology.interfaceNumber(each.name()), address));
            }
        }
    }

    /** Takes the VRFs' labels and the configuration's routes, once there are next hops and label entries. */
    void load(final RoutingIntent intent, final List<NeighbourIntent> known) {
        for (final VrfIntent each : intent.vrfs()) {
            if (each.label() != null) {
                if (labels.exists(ForwardingTables.PLATFORM, each.label())) {
                    throw new RefusedException(Vrfs.text(each.name()) + ": " + LabelEntries.text(LspIntent.PLATFORM, each.label())
                        + " appears twice");
                }
                labels.put(Origin.STATIC, label(Origin.STATIC, each));
            }
            routes.leaks().targetsChanged(vrfs.get(each.name()), Leaks.Neighbourhood.NONE);
        }
        known.forEach(each -> routes.neighbourChanged(topology.interfaceNumber(each.interfaceName()), each.address()));
        int put = 0;
        for (final RouteIntent each : intent.routes()) {
            routes.put(Origin.STATIC, each);
            put++;
            if (put % ROUTES_PER_CYCLE == 0) {
                tables.reclaim();
            }
        }
        // Without memory the rest comes later.
        while (routes.leaks().isBusy() && routes.leaks().doWork() > 0) {
            tables.reclaim();
        }
    }

    private static LspIntent label(final Origin origin, final VrfIntent intent) {
        return new LspIntent(intent.label(), LspIntent.PLATFORM, origin.owner(), new Accept.Core(),
            new Action.LookupVrf(intent.name(), PayloadType.IP), null, null, null);
    }

    /** Creates or replaces a VRF. */
    void put(final Origin origin, final VrfIntent intent) {
        Vrfs.check(intent);
        final Owned key = new Owned.Vrf(intent.name());
        owners.check(key, origin);
        final Vrf old = vrfs.find(intent.name());
        if (old == null) {
            make(origin, intent);
        } else {
            replace(old, origin, intent);
        }
        owners.own(key, origin);
        if (watchers.want(Event.Kind.VRF)) {
            watchers.publish(new Event.VrfPut(intent.name(), origin.owner(), origin.producer()));
        }
    }

    private void make(final Origin origin, final VrfIntent intent) {
        final Vrf made = vrfs.add(origin, intent);
        try {
            putLabel(origin, intent);
        } catch (final RefusedException e) {
            vrfs.remove(made);
            throw e;
        }
        routes.leaks().targetsChanged(made, Leaks.Neighbourhood.NONE);
    }

    private void putLabel(final Origin origin, final VrfIntent intent) {
        if (intent.label() != null) {
            try {
                labels.put(origin, label(origin, intent));
            } catch (final RefusedException e) {
                throw e.in(Vrfs.text(intent.name()));
            }
        }
    }

    private void replace(final Vrf vrf, final Origin origin, final VrfIntent intent) {
        putLabel(origin, intent);
        if (vrf.intent.label() != null && !vrf.intent.label().equals(intent.label())) {
            removeLabel(vrf);
        }
        final Leaks.Neighbourhood before = routes.leaks().neighbourhood(vrf);
        vrfs.replace(vrf, intent);
        vrf.origin = origin;
        routes.leaks().targetsChanged(vrf, before);
    }

    /** Takes a VRF's own label out, unless another has taken it over. */
    private void removeLabel(final Vrf vrf) {
        if (hasItsLabel(vrf)) {
            final int label = vrf.intent.label();
            labels.remove(labels.owner(ForwardingTables.PLATFORM, label), ForwardingTables.PLATFORM, label);
        }
    }

    private boolean hasItsLabel(final Vrf vrf) {
        final LabelEntry entry = vrf.intent.label() == null ? null : labels.find(ForwardingTables.PLATFORM, vrf.intent.label());
        return entry != null && entry.intent().action() instanceof Action.LookupVrf lookup && lookup.vrf().equals(vrf.name())
            && labels.owner(ForwardingTables.PLATFORM, vrf.intent.label()).producer() == vrf.origin.producer();
    }

    /** Takes a VRF out. */
    void remove(final Origin origin, final String name) {
        final Vrf vrf = vrfs.find(name);
        if (vrf == null) {
            throw new RefusedException(RefusalReason.NOT_FOUND, "there is no VRF " + name);
        }
        if (vrf.number == ForwardingTables.GLOBAL_TABLE) {
            throw new RefusedException("the global table cannot go");
        }
        owners.check(new Owned.Vrf(name), origin);
        final String use = use(vrf);
        if (use != null) {
            throw new RefusedException(RefusalReason.IN_USE, Vrfs.text(name) + " cannot go: " + use);
        }
        takeOut(vrf);
    }

    /** What keeps a VRF from going; null when nothing does. */
    private String use(final Vrf vrf) {
        final int lookups = vrf.lookups - (hasItsLabel(vrf) ? 1 : 0);
        if (!vrf.interfaces.isEmpty()) {
            return "interface " + vrf.interfaces.getFirst().name() + " is in it";
        }
        final int put = vrf.putRoutes + vrf.standbyRoutes;
        return lookups == 0 && put == 0 ? null : lookups + " label entries look packets up in it, and " + put + " routes were put in it";
    }

    private void takeOut(final Vrf vrf) {
        removeLabel(vrf);
        routes.forgetAll(vrf);
        vrfs.remove(vrf);
        owners.release(new Owned.Vrf(vrf.name()));
        if (watchers.want(Event.Kind.VRF)) {
            watchers.publish(new Event.VrfRemoved(vrf.name(), vrf.origin.owner(), vrf.origin.producer()));
        }
    }

    /** Takes a stale VRF out; false when it is in use. */
    boolean sweepOne(final String name) {
        final Vrf vrf = vrfs.get(name);
        if (use(vrf) != null) {
            return false;
        }
        takeOut(vrf);
        return true;
    }
}
