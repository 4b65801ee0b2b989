package io.swaplane.bgp.vpn;

import io.swaplane.bgp.message.Addresses;
import io.swaplane.bgp.message.BgpOrigin;
import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.message.PathAttributes;
import io.swaplane.bgp.rib.NextHopState;
import io.swaplane.bgp.rib.PeerSlot;
import io.swaplane.bgp.rib.PeerSlots;
import io.swaplane.bgp.rib.RibTable;
import io.swaplane.control.command.Producer;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.RouteTarget;
import io.swaplane.control.intent.VrfIntent;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.agrona.collections.LongHashSet;

/**
 * The VRFs of a provider edge: what they import from and export to the VPN tables, and their routes in the router. On the speaker's loop.
 */
public final class VrfRoutes {
    private static final int IMPLICIT_NULL = 3;

    private final PeerSlots slots;
    private final Producer producer;
    private final BiFunction<Family, String, RibTable> tables;
    private final PeerSlot imported;
    private final Map<Family, VrfImport> imports = new EnumMap<>(Family.class);
    private final Map<String, PeerSlot> own = new HashMap<>();
    private final List<VrfExport> exports = new ArrayList<>();
    private final Map<RibTable, VrfFib> byTable = new HashMap<>();
    private final List<VrfFib> fibs = new ArrayList<>();
    private final int ways;
    private boolean busy;

    /**
     * No VRF yet.
     *
     * @param tables the table of a family in a VRF, or (null) outside.
     * @param ways how many equal paths share a route's packets at most.
     */
    public VrfRoutes(final PeerSlots slots, final Producer producer, final BiFunction<Family, String, RibTable> tables, final int ways) {
        this.slots = slots;
        this.producer = producer;
        this.tables = tables;
        this.ways = ways;
        this.imported = slots.openImported("import");
    }

    /**
     * Takes up a VRF of the router.
     *
     * @throws IllegalArgumentException when it has no route distinguisher.
     */
    public void add(final VrfIntent vrf) {
        if (vrf.routeDistinguisher() == null) {
            throw new IllegalArgumentException("VRF " + vrf.name() + " needs a route distinguisher for BGP");
        }
        own.put(vrf.name(), slots.openOwn("own " + vrf.name()));
        final LongHashSet targets = new LongHashSet();
        for (final RouteTarget target : vrf.imports()) {
            targets.add(target.value());
        }
        add(vrf, targets, Family.IPV4_UNICAST, Family.VPNV4);
        add(vrf, targets, Family.IPV6_UNICAST, Family.VPNV6);
    }

    private void add(final VrfIntent vrf, final LongHashSet targets, final Family family, final Family vpnFamily) {
        final RibTable table = tables.apply(family, vrf.name());
        final RibTable vpn = tables.apply(vpnFamily, null);
        if (!byTable.containsKey(table)) {
            byTable.put(table, new VrfFib(table, producer, ways));
            fibs.add(byTable.get(table));
        }
        exports.add(new VrfExport(table, vpn, vrf, slots));
        imports.computeIfAbsent(vpnFamily, each -> new VrfImport(vpn, imported)).add(vrf.name(), targets, table);
    }

    /** Takes up the global table: the best paths of unicast routes outside VRFs become routes of the router. */
    public void addGlobal() {
        own.put(null, slots.openOwn("own"));
        for (final Family family : List.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST)) {
            fibs.add(new VrfFib(tables.apply(family, null), producer, ways));
        }
    }

    /** Gives a VRF up: its routes go, here and in the router. Its sessions have ended before. */
    public void remove(final String vrf) {
        final PeerSlot mine = own.remove(vrf);
        if (mine == null) {
            return;
        }
        slots.end(mine);
        tables.apply(Family.IPV4_UNICAST, vrf).sweep();
        tables.apply(Family.IPV6_UNICAST, vrf).sweep();
        for (final VrfImport each : imports.values()) {
            each.remove(vrf);
        }
        for (final VrfExport each : List.copyOf(exports)) {
            if (each.isOf(vrf)) {
                each.close(slots);
                exports.remove(each);
            }
        }
    }

    /** A prefix of the router's own (connected, static) in a VRF, or (null) outside, is told to others. */
    public void originate(final String vrf, final Prefix prefix) {
        final RibTable table = tables.apply(family(prefix), vrf);
        originate(table, vrf, prefix, table.vias().ofLocal(new LocalVia.WholeVrf(vrf == null ? VrfIntent.GLOBAL : vrf)));
    }

    /**
     * A host outside VRFs to which a tunnel of this router leads is told to others, with a label as if the host had told of itself: it
     * leads into the tunnel.
     */
    public void originateEndpoint(final Prefix host) {
        final RibTable table = tables.apply(family(host), null);
        final NextHopState to = table.vias().nextHop(NextHop.of(host.address()), null, true);
        originate(table, null, host, table.vias().of(to, IMPLICIT_NULL, null));
    }

    private void originate(final RibTable table, final String vrf, final Prefix prefix, final int via) {
        table.vias().use(via);
        table.announce(own.get(vrf), 0, 0, Addresses.high(prefix.address()), Addresses.low(prefix.address()), prefix.length(),
            PathAttributes.builder().origin(BgpOrigin.INCOMPLETE).build(), via);
    }

    /** A prefix of the router's own is told no more. */
    public void withdraw(final String vrf, final Prefix prefix) {
        tables.apply(family(prefix), vrf).withdraw(own.get(vrf), 0, 0, Addresses.high(prefix.address()), Addresses.low(prefix.address()),
            prefix.length());
    }

    private static Family family(final Prefix prefix) {
        return prefix.address() instanceof Inet4Address ? Family.IPV4_UNICAST : Family.IPV6_UNICAST;
    }

    /** Follows some changes; how many. */
    public int doWork() {
        int work = 0;
        busy = false;
        for (final VrfImport each : imports.values()) {
            work += each.doWork();
        }
        for (int i = 0; i < exports.size(); i++) {
            work += exports.get(i).doWork();
        }
        for (int i = 0; i < fibs.size(); i++) {
            final int done = fibs.get(i).doWork();
            busy |= done < 0;
            work += Math.max(0, done);
        }
        return work;
    }

    /** How many destinations wait for their turn, in all tables. */
    public long marked() {
        long marked = 0;
        for (final VrfImport each : imports.values()) {
            marked += each.marked();
        }
        for (final VrfExport each : exports) {
            marked += each.marked();
        }
        for (final VrfFib each : fibs) {
            marked += each.marked();
        }
        return marked;
    }

    /** Whether something waits for the router to take commands again. */
    public boolean busy() {
        return busy;
    }
}
