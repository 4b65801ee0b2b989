package io.swaplane.bgp.speaker;

import io.swaplane.bgp.message.Family;
import io.swaplane.bgp.message.NextHop;
import io.swaplane.bgp.rib.NextHopState;
import io.swaplane.bgp.rib.OutGroup;
import io.swaplane.bgp.rib.OutGroups;
import io.swaplane.bgp.rib.PeerInfo;
import io.swaplane.bgp.rib.PeerSlots;
import io.swaplane.bgp.rib.RibTable;
import io.swaplane.bgp.rib.UpdateSink;
import io.swaplane.bgp.vpn.VpnLabels;
import io.swaplane.bgp.vpn.VrfRoutes;
import io.swaplane.control.command.Producer;
import io.swaplane.control.event.Watcher;
import io.swaplane.control.intent.Prefix;
import io.swaplane.control.intent.VrfIntent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * All of a BGP speaker but its sessions' machines and transports: tables, best paths, groups of peers, labels, next hops. Whoever has
 * a session gives it a {@link SpeakerPeer} when it comes up.
 *
 * <p>One event loop's: it calls {@link #doWork} between reading its sockets, and reads no more while {@link #wantsReads} is false. Nothing
 * here blocks or locks.
 */
public final class Speaker implements Agent {
    /** How long a peer has to send its routes again once it has begun to: as long as after a restart, unless that is configured. */
    static final long REFRESH_WAIT = TimeUnit.SECONDS.toNanos(300);

    private final SpeakerOptions options;
    private final Producer producer;
    private final VpnLabels labels;
    private final PeerSlots slots = new PeerSlots();
    private final OutGroups groups;
    private final Memberships memberships;
    private final OwnAddresses own = new OwnAddresses();
    private final VrfRoutes vrfs;
    private final List<SpeakerPeer> peers = new ArrayList<>();
    /** Those that have yet to say something in time. */
    private final List<SpeakerPeer> awaited = new ArrayList<>();
    private final NanoClock clock;
    private final Map<TableKey, RibTable> byKey = new LinkedHashMap<>();
    private final List<RibTable> tables = new ArrayList<>();
    private boolean changed;
    private boolean following;
    private boolean deferred;

    private record TableKey(Family family, String vrf) { }

    /**
     * A speaker without peers.
     *
     * @param producer its session with the router, of which nobody else polls the notices.
     * @param watcher of the router's next hops, opened before the producer's first command and read by nobody else.
     */
    public Speaker(final SpeakerOptions options, final Producer producer, final Watcher watcher, final NanoClock clock) {
        this.options = options;
        this.producer = producer;
        this.clock = clock;
        this.labels = new VpnLabels(producer, watcher, clock, () -> changed = true);
        this.groups = new OutGroups(options.identity(), labels::labels, options.kept().isOfPeersToo());
        this.memberships = new Memberships(table(Family.ROUTE_TARGET, null), slots, options.kept());
        own.add(null, NextHop.ipv4(options.identity().routerId()));
        this.vrfs = new VrfRoutes(slots, producer, this::table, options.bestPath().ways());
    }

    /** What it was told by the configuration. */
    public SpeakerOptions options() {
        return options;
    }

    /** The table of a family in a VRF, or (null) outside; labelled unicast has that of unicast. */
    public RibTable table(final Family family, final String vrf) {
        return byKey.computeIfAbsent(new TableKey(family.table(), vrf), key -> {
            final RibTable made = new RibTable(key.family(), vrf, slots, labels.vias(), options.bestPath());
            tables.add(made);
            return made;
        });
    }

    /** The table of a family in a VRF, or (null) outside; empty when nobody has had to do with it. */
    public Optional<RibTable> find(final Family family, final String vrf) {
        return Optional.ofNullable(byKey.get(new TableKey(family.table(), vrf)));
    }

    /** The tables that there are. */
    public List<RibTable> tables() {
        return List.copyOf(tables);
    }

    /** Next hops and labels. */
    public VpnLabels labels() {
        return labels;
    }

    /** The groups of peers. */
    public OutGroups groups() {
        return groups;
    }

    /** The VRFs. */
    public VrfRoutes vrfs() {
        return vrfs;
    }

    Memberships memberships() {
        return memberships;
    }

    PeerSlots slots() {
        return slots;
    }

    /**
     * The neighbours on an interface's link are in a VRF, or (null) outside: labelled packets to them leave by the interface.
     *
     * @param link this router's own address, with the length of the link's prefix.
     */
    public void link(final String vrf, final Prefix link, final String interfaceName) {
        own.add(vrf, NextHop.of(link.address()));
        labels.nextHops().link(vrf, link, interfaceName, true);
    }

    /** The same of an interface outside VRFs that takes only labels: no packet without one goes to a neighbour there. */
    public void mplsLink(final Prefix link, final String interfaceName) {
        own.add(null, NextHop.of(link.address()));
        labels.nextHops().link(null, link, interfaceName, false);
    }

    /**
     * This router's addresses in sessions from now on, by VRF and (null) outside, beside its links'.
     *
     * @return whether they were others before: what peers have announced is then to be asked for again.
     */
    public boolean sessionAddresses(final Map<String, Set<NextHop>> addresses) {
        final boolean others = own.sessions(addresses);
        if (others) {
            labels.ownChanged();
        }
        return others;
    }

    /** This router's addresses: no path has one of them as next hop. */
    OwnAddresses own() {
        return own;
    }

    /** A session has come up: its routes are taken, and it is told those of others. */
    public SpeakerPeer peerUp(final PeerInfo info, final UpdateSink sink) {
        memberships.up(info);
        final SpeakerPeer made = new SpeakerPeer(this, info, sink, clock.nanoTime() + options.targetsWait().toNanos());
        peers.add(made);
        awaited.add(made);
        for (final Family family : info.form().families()) {
            if (info.vrf() == null && family.labeled() && !family.vpn()) {
                labels.followTunnels(table(family, null), address -> own.contains(null, address));
            }
        }
        return made;
    }

    /** When a refresh that begins now must have ended. */
    long refreshDeadline() {
        return clock.nanoTime() + REFRESH_WAIT;
    }

    /** A peer has something to say in time. */
    void await(final SpeakerPeer peer) {
        if (!awaited.contains(peer)) {
            awaited.add(peer);
        }
    }

    void peerDown(final SpeakerPeer peer) {
        peers.remove(peer);
        awaited.remove(peer);
    }

    /** Takes up a VRF of the router; peers are asked to send their VPN routes again, as some may not have been kept. */
    public void addVrf(final VrfIntent vrf) {
        vrfs.add(vrf);
        if (options.kept().want(vrf.imports())) {
            memberships.tell();
            for (final SpeakerPeer peer : peers) {
                peer.askForRefresh(Family.VPNV4);
                peer.askForRefresh(Family.VPNV6);
            }
        }
    }

    /**
     * All peers have sent their routes again after a restart: what an earlier session of the producer left in the router and this one did
     * not put again is removed.
     *
     * @return false when the router takes no command now: try again.
     */
    public boolean endOfSync() {
        return groups.marked() == 0 && labels.marked() == 0 && vrfs.marked() == 0 && wantsReads() && producer.endOfSync() > 0;
    }

    /** Tells peers nothing for now, or all that has changed meanwhile (RFC 4724 §4.1). */
    public void defer(final boolean on) {
        deferred = on;
    }

    /** Whether sockets may be read: not while the router takes no commands, as what comes would only wait. */
    public boolean wantsReads() {
        return !groups.busy() && !labels.busy() && !vrfs.busy();
    }

    @Override
    public String roleName() {
        return "bgp";
    }

    @Override
    public int doWork() {
        if (producer.isEnded()) {
            return 0;
        }
        if (!awaited.isEmpty()) {
            final long now = clock.nanoTime();
            awaited.removeIf(each -> !each.isAwaited(now));
        }
        if (memberships.takeGrown()) {
            peers.forEach(SpeakerPeer::askForMissed);
        }
        int work = labels.doWork();
        work += sweep();
        work += vrfs.doWork();
        work += groups.doWork(deferred);
        labels.flush();
        return work;
    }

    private int sweep() {
        int work = 0;
        boolean sweeping = false;
        for (int i = 0; i < tables.size(); i++) {
            sweeping |= tables.get(i).sweeping();
        }
        if (changed) {
            changed = false;
            following = true;
            sweepAll();
        } else if (!sweeping && following) {
            following = false;
            for (final NextHopState each : labels.vias().nextHops()) {
                each.changeSeen();
            }
        }
        slots.reap();
        for (int i = 0; i < tables.size(); i++) {
            work += tables.get(i).doWork();
        }
        return work;
    }

    /** All tables look at their paths again, step by step. */
    void sweepAll() {
        for (int i = 0; i < tables.size(); i++) {
            tables.get(i).sweep();
        }
    }

    /** Octets on the heap that routes take, without the attributes that they share. */
    public long octets() {
        long octets = labels.octets();
        for (final RibTable table : tables) {
            octets += table.octets();
        }
        for (final OutGroup group : groups.all()) {
            octets += group.octets();
        }
        return octets;
    }
}
